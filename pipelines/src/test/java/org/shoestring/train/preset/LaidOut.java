package org.shoestring.train.preset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A folder of small files, laid out as libraries write theirs. */
public record LaidOut(Path folder) {

  /** The smallest file of {@code torch.save}: a pickle of None. */
  public static byte[] torch() {
    return zip(List.of("archive/data.pkl"), new byte[] {(byte) 0x80, 2, 'N', '.'});
  }

  /** A zip of files that all have the same content. */
  static byte[] zip(List<String> names, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (String name : names) {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  /** A safetensors file of one tensor. */
  public static byte[] safetensors() {
    byte[] header =
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}".getBytes(UTF_8);
    return ByteBuffer.allocate(8 + header.length + 4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  /** An index of weights in these shards. */
  static byte[] index(String... shards) {
    StringBuilder map = new StringBuilder();
    for (String shard : shards) {
      map.append(map.isEmpty() ? "" : ",").append("\"w.").append(shard).append("\":\"");
      map.append(shard).append('"');
    }
    return ("{\"metadata\":{\"total_size\":8},\"weight_map\":{" + map + "}}").getBytes(UTF_8);
  }

  LaidOut with(String path, byte[] content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return this;
  }

  LaidOut with(String path, String text) throws IOException {
    return with(path, text.getBytes(UTF_8));
  }

  LaidOut without(String path) throws IOException {
    Files.delete(folder.resolve(path));
    return this;
  }

  /** Cuts a file to its half. */
  LaidOut cut(String path) throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve(path));
    return with(path, Arrays.copyOf(whole, whole.length / 2));
  }

  /** Sets when a file was written, in seconds of an hour. */
  LaidOut at(String path, int second) throws IOException {
    Files.setLastModifiedTime(folder.resolve(path), FileTime.fromMillis(1000L * second));
    return this;
  }

  /** What a preset finds. */
  List<FoundCheckpoint> found(CheckpointPreset preset) throws IOException {
    return preset.find(FolderFiles.of(folder));
  }

  /** The only checkpoint that a preset finds. */
  FoundCheckpoint one(CheckpointPreset preset) throws IOException {
    List<FoundCheckpoint> found = found(preset);
    if (found.size() != 1) {
      throw new AssertionError(found.toString());
    }
    return found.get(0);
  }

  /** Why the only checkpoint is not complete, by its names or its content; empty if it is. */
  Optional<String> incomplete(CheckpointPreset preset) throws IOException {
    FoundCheckpoint found = one(preset);
    return found.missing().isPresent() ? found.missing() : preset.fault(folder, found);
  }
}
