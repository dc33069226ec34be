package org.shoestring.experiment.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.bytes.Sha256;
import org.shoestring.files.FileIdentity;
import org.shoestring.server.DamagedTexts;
import org.shoestring.table.local.FileHashes;
import org.shoestring.table.record.FactFile;

class HashFolderTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  private final Path memory;
  private final Path file;
  private final FileHashes hashes;

  HashFolderTest(@TempDir Path folder) {
    this.memory = folder.resolve("memory");
    this.file = folder.resolve("file");
    this.hashes = new FileHashes(new HashFolder(memory));
  }

  /** Waits until the file system's clock has left the file behind. */
  private void settle() throws IOException {
    FileIdentity identity = FileIdentity.of(file);
    while (!identity.isSettled(Instant.now())) {
      Thread.onSpinWait();
    }
  }

  private List<Path> remembered() throws IOException {
    if (!Files.exists(memory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(memory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void of_smallFile_isReadAlways() throws IOException {
    Files.writeString(file, "abc");
    settle();
    assertThat(hashes.of(file))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(remembered()).isEmpty();
  }

  @Test
  void of_largeFileThatIsAsItWas_isNotReadAgain() throws IOException {
    Files.write(file, new byte[1 << 20]);
    settle();
    String hash = hashes.of(file);
    assertThat(hash).isEqualTo(Sha256.ofFile(file));
    assertThat(remembered()).hasSize(1);

    String other = "0".repeat(64);
    writeByHand(hash, other);
    assertThat(hashes.of(file)).isEqualTo(other);
  }

  /** Replaces what is remembered, with the seal that belongs to it. */
  private void writeByHand(String old, String made) throws IOException {
    Path known = remembered().get(0);
    String text = new FactFile("", Files.readString(known), "").unsealed().text();
    assertThat(text).contains(old);
    Files.writeString(known, FactFile.sealed(file.toString(), text.replace(old, made)));
  }

  @Test
  void of_memoryThatSomebodyWrote_isTheFilesHash() throws IOException {
    Files.write(file, new byte[1 << 20]);
    settle();
    String hash = hashes.of(file);
    String other = "0".repeat(64);
    for (String made : List.of("", "remembered", "\t", other + "0", other + "\t" + other)) {
      writeByHand(hash, made);
      assertThat(hashes.of(file)).as(made).isEqualTo(hash);
    }
  }

  @Test
  void of_memoryDamagedAnywhere_isTheFilesHash() throws IOException {
    Files.write(file, new byte[1 << 20]);
    settle();
    String hash = hashes.of(file);
    Path known = remembered().get(0);

    for (Map.Entry<String, String> damaged : DamagedTexts.of(Files.readString(known)).entrySet()) {
      Files.writeString(known, damaged.getValue());
      assertThat(hashes.of(file)).as(damaged.getKey()).isEqualTo(hash);
    }
    Files.write(known, new byte[] {(byte) 0xff});
    assertThat(hashes.of(file)).isEqualTo(hash);
  }

  @Test
  void of_largeFileOfTheSameSizeAndTime_isReadAgain() throws IOException {
    Files.write(file, new byte[1 << 20]);
    Files.setLastModifiedTime(file, LONG_AGO);
    settle();
    String before = hashes.of(file);

    byte[] other = new byte[1 << 20];
    other[5] = 1;
    Files.write(file, other);
    Files.setLastModifiedTime(file, LONG_AGO);

    assertThat(hashes.of(file)).isNotEqualTo(before).isEqualTo(Sha256.ofFile(file));
  }

  @Test
  void of_largeFileJustWritten_isNotRemembered() throws IOException {
    Files.write(file, new byte[1 << 20]);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(3600)));
    assertThat(hashes.of(file)).isEqualTo(Sha256.ofFile(file));
    assertThat(remembered()).isEmpty();
  }
}
