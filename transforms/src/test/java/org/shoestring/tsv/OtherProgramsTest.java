package org.shoestring.tsv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.tsv.foreign.ForeignFile;

/** What others use reads our shards as one file, and we read what others write. */
class OtherProgramsTest {
  private final Path folder;

  OtherProgramsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({
    "GZIP,zcat",
    "GZIP,gzip -dc",
    "GZIP,python3 gzip",
    "BZIP2,bzcat",
    "BZIP2,python3 bz2"
  })
  void shard_ofSeveralMembers_isOneFileToOthers(Codec codec, String command) throws Exception {
    List<String> lines = Packed.randomLines(9, 5 << 18);
    Packed shard = Packed.of(codec, lines);
    assertThat(shard.members().size()).isGreaterThan(1);

    assertThat(run(command, shard.bytes(), "x." + codec.extension())).isEqualTo(Packed.raw(lines));
    assertThat(run(command, Packed.of(codec, List.of()).bytes(), "x." + codec.extension()))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip -c", "gzip -1c", "bzip2 -c"})
  void decompress_filesOfOthersJoined_areOneText(String command) throws Exception {
    byte[] first = Packed.raw(Packed.randomLines(10, 200_000));
    byte[] second = Packed.raw(Packed.randomLines(11, 100_000));
    Path joined = folder.resolve("joined");
    Files.write(joined, run(command, first, "raw"));
    Files.write(joined, run(command, second, "raw"), StandardOpenOption.APPEND);

    byte[] raw =
        ForeignFile.decompress(new SlowStream(Files.newInputStream(joined), 100), "joined")
            .readAllBytes();

    assertThat(raw).startsWith(first).endsWith(second).hasSize(first.length + second.length);
  }

  private byte[] run(String command, byte[] input, String name) throws Exception {
    Path file = folder.resolve(name);
    Files.write(file, input);
    Path out = folder.resolve("out");
    List<String> words = new ArrayList<>(words(command));
    words.add(file.toString());
    Process process;
    try {
      process = new ProcessBuilder(words).redirectOutput(out.toFile()).start();
    } catch (IOException e) {
      return abort(command + " is not installed: " + e.getMessage());
    }
    String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(errors).isZero();
    return Files.readAllBytes(out);
  }

  private static List<String> words(String command) {
    List<String> words = List.of(command.split(" ", -1));
    if (!words.get(0).equals("python3")) {
      return words;
    }
    String module = words.get(1);
    String write = "sys.stdout.buffer.write(" + module + ".open(sys.argv[1]).read())";
    return List.of("python3", "-c", "import sys, " + module + "; " + write);
  }
}
