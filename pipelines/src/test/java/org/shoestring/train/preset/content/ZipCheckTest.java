package org.shoestring.train.preset.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipCheckTest {
  @TempDir Path folder = Path.of("");

  /** A zip whose entries are stored as they are, as PyTorch and Keras do. */
  private static byte[] zip(String comment, byte[]... contents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      zip.setComment(comment);
      for (int i = 0; i < contents.length; i++) {
        CRC32 crc = new CRC32();
        crc.update(contents[i]);
        ZipEntry entry = new ZipEntry("data/" + i);
        entry.setSize(contents[i].length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(contents[i]);
      }
    }
    return bytes.toByteArray();
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("file"), bytes);
  }

  /** Cutting behind a zip within it leaves a file that other readers take for one with a prefix. */
  @Test
  void fault_everyCutOfAZipWithinAZip_passesOnlyTheWhole() throws IOException {
    byte[] inner = zip("", "one".getBytes(UTF_8), new byte[100]);
    Path whole = file(zip("", inner, new byte[300], inner));

    assertThat(Cuts.passing(whole, ZipCheck::fault)).containsExactly(Files.size(whole));
  }

  @Test
  void fault_comment_passes() throws IOException {
    assertThat(ZipCheck.fault(file(zip("a comment", new byte[10])))).isEmpty();
  }

  @Test
  void fault_emptyZip_passes() throws IOException {
    assertThat(ZipCheck.fault(file(zip("")))).isEmpty();
  }

  @Test
  void fault_somethingBefore_isTold() throws IOException {
    byte[] zip = zip("", new byte[10]);
    ByteBuffer longer = ByteBuffer.allocate(zip.length + 7);
    longer.position(7).put(zip);

    assertThat(ZipCheck.fault(file(longer.array())))
        .contains("its zip directory is not where its end says");
  }

  @Test
  void fault_somethingBehind_isTold() throws IOException {
    byte[] zip = zip("", new byte[10]);
    ByteBuffer longer = ByteBuffer.allocate(zip.length + 7).put(zip);

    assertThat(ZipCheck.fault(file(longer.array()))).contains("its zip directory is missing");
  }

  @Test
  void fault_emptyFile_isTold() throws IOException {
    assertThat(ZipCheck.fault(file(new byte[0]))).contains("it is empty");
  }

  /** What a file has whose pages were not all written: the right length, and zeros. */
  @Test
  void fault_localHeaderOfZeros_isTold() throws IOException {
    byte[] zip = zip("", new byte[10], new byte[10]);
    for (int i = 0; i < 30; i++) {
      zip[i] = 0;
    }

    assertThat(ZipCheck.fault(file(zip)))
        .contains("its zip directory names data that is not there");
  }

  @Test
  void fault_moreEntriesThanTheEndSays_isTold() throws IOException {
    byte[] zip = zip("", new byte[10], new byte[10]);
    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putShort(zip.length - 22 + 10, (short) 1);
    assertThat(ZipCheck.fault(file(zip)))
        .contains("its zip directory has more entries than its end says");

    ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putShort(zip.length - 22 + 10, (short) 3);
    assertThat(ZipCheck.fault(file(zip)))
        .contains("its zip directory has fewer entries than its end says");
  }

  @Property(tries = 200)
  void fault_anyZip_passesWholeAndFailsCut(
      @ForAll @Size(max = 5) List<@Size(max = 200) byte[]> contents,
      @ForAll @IntRange(min = 1, max = 400) int cut)
      throws IOException {
    byte[] zip = zip("", contents.toArray(new byte[0][]));
    Path file = Files.createTempFile("zip", "");
    try {
      Files.write(file, zip);
      assertThat(ZipCheck.fault(file)).isEmpty();
      Files.write(file, Arrays.copyOf(zip, Math.max(0, zip.length - cut)));
      assertThat(ZipCheck.fault(file)).isPresent();
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 300)
  void fault_anyBytes_isToldWithoutAnException(@ForAll byte[] bytes) throws IOException {
    Path file = Files.createTempFile("zip", "");
    try {
      Files.write(file, bytes);
      assertThat(ZipCheck.fault(file)).isPresent();
    } finally {
      Files.delete(file);
    }
  }

  /** Flips in the directory and the ends may pass or not, but are never an exception. */
  @Test
  void fault_everyFlippedByte_isNoException() throws IOException {
    byte[] zip = zip("", new byte[10], new byte[20]);
    List<Integer> told = new ArrayList<>();
    for (int i = 0; i < zip.length; i++) {
      zip[i] ^= (byte) 0xFF;
      if (ZipCheck.fault(file(zip)).isPresent()) {
        told.add(i);
      }
      zip[i] ^= (byte) 0xFF;
    }

    assertThat(told).contains(0, zip.length - 22, zip.length - 1);
  }
}
