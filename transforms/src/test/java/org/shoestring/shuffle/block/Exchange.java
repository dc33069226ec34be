package org.shoestring.shuffle.block;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.shoestring.files.FolderWalk;
import org.shoestring.shuffle.Buckets;

/** Writers and readers of one pipeline without Beam: what is sent to each group is kept here. */
public record Exchange(
    PipelineOptions options, Buckets buckets, Map<Integer, List<Blocks>> groups) {

  public BlockSettings settings() {
    return new BlockSettings(options, Path.of("unused"), "output");
  }

  /** A record: where it goes, its number and its bytes. */
  public record Sent(int bucket, long number, String text) {}

  public static Exchange of(String exchange, Path spillFolder, Buckets buckets) {
    ShuffleOptions options = PipelineOptionsFactory.as(ShuffleOptions.class);
    options.setJobName(spillFolder.toString());
    options.setBlockExchange(exchange);
    options.setSpillFolder(spillFolder.toString());
    return new Exchange(options, buckets, new TreeMap<>());
  }

  public BlockWriter writer() throws IOException {
    return BlockWriter.of(
        settings(),
        buckets,
        (group, blocks) -> groups.computeIfAbsent(group, g -> new ArrayList<>()).add(blocks));
  }

  /** Sends records through a worker of their own. */
  public void send(Iterable<Sent> records) throws IOException {
    BlockWriter writer = writer();
    for (Sent record : records) {
      byte[] bytes = ("<" + record.text() + ">").getBytes(StandardCharsets.UTF_8);
      writer.add(record.bucket(), record.number(), bytes, 1, bytes.length - 1);
    }
    writer.finish();
  }

  /** What was sent to a group. */
  public List<Blocks> sent(int group) {
    return groups.getOrDefault(group, List.of());
  }

  public BlockReader reader(int group) throws IOException {
    return BlockReader.of(sent(group), settings());
  }

  /** All records of a group. */
  List<Sent> received(int group) throws IOException {
    try (BlockReader reader = reader(group)) {
      return received(reader);
    }
  }

  static List<Sent> received(BlockReader reader) throws IOException {
    List<Sent> records = new ArrayList<>();
    while (reader.next()) {
      int length = reader.to() - reader.from();
      String text = new String(reader.bytes(), reader.from(), length, StandardCharsets.UTF_8);
      records.add(new Sent(reader.bucket(), reader.number(), text));
    }
    return records;
  }

  public void close() throws IOException {
    Spill.remove(settings());
  }

  /**
   * The spills under a folder that this process has open now: their names are gone. Only Linux says
   * which they are; elsewhere none are found.
   */
  public static List<Path> spills(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    Path handles = Path.of("/proc/self/fd");
    for (Path handle : Files.exists(handles) ? FolderWalk.entries(handles) : List.<Path>of()) {
      try {
        String file = Files.readSymbolicLink(handle).toString();
        if (file.startsWith(folder + "/") && file.endsWith(".spill (deleted)")) {
          found.add(handle);
        }
      } catch (NoSuchFileException e) {
        // It was closed meanwhile.
      }
    }
    return found;
  }
}
