package org.shoestring.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shoestring.store.Stores;
import org.shoestring.table.record.FactLine;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.ShardFacts;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.tsv.codec.Codec;

/** Shards as they were written, and damaged in any way. */
class ShardCheckTest {
  private final Path folder;
  private final List<String> lines = new ArrayList<>();

  ShardCheckTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Shard shard(Codec codec, int count) throws IOException {
    return Made.shard(
        Made.output(folder, "s", codec), TableName.MAIN, 3, Made.lines("line", count));
  }

  private ShardCheck.Found check(Shard shard, Codec codec) throws IOException {
    lines.clear();
    return ShardCheck.run(
        Stores.withoutOptions(),
        shard,
        codec,
        (bytes, from, to) -> lines.add(new String(bytes, from, to - from, StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void run_intactShard_givesItsLines(Codec codec) throws IOException {
    for (int count : List.of(0, 1, 200_000)) {
      Shard shard = shard(codec, count);
      assertThat(check(shard, codec))
          .isEqualTo(new ShardCheck.Found(List.of(), count, shard.raw()));
      assertThat(lines).isEqualTo(Made.lines("line", count));
    }
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void run_anyByteFlipped_isTold(Codec codec) throws IOException {
    Shard shard = shard(codec, 20);
    byte[] good = Files.readAllBytes(Made.file(shard));
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << at % 8);
      Files.write(Made.file(shard), bad);
      assertThat(check(shard, codec).problems())
          .as("byte " + at)
          .anyMatch(problem -> problem.endsWith(", not the one in the name"));
    }
  }

  @Test
  void run_damagedMember_isNamedOnceAndTheRestIsRead() throws IOException {
    Shard shard = shard(Codec.GZIP, 300_000);
    assertThat(shard.members().size()).isGreaterThan(2);
    byte[] bytes = Files.readAllBytes(Made.file(shard));
    bytes[(int) shard.members().offset(1) + 100] ^= 1;
    bytes[(int) shard.members().offset(2) + 100] ^= 1;
    Files.write(Made.file(shard), bytes);

    ShardCheck.Found found = check(shard, Codec.GZIP);

    assertThat(found.problems().get(0)).startsWith("member 2 of ").contains("gzip member");
    assertThat(found.problems().get(1)).contains("hash ").doesNotContain("member 3");
    assertThat(lines).contains("line\t0").contains("line\t299999");
    assertThat(found.lines()).isBetween(1L, 299_999L);
  }

  @Test
  void run_otherLength_isTold() throws IOException {
    Shard shard = shard(Codec.GZIP, 100);
    byte[] good = Files.readAllBytes(Made.file(shard));
    Files.write(Made.file(shard), Arrays.copyOf(good, good.length - 1));
    assertThat(check(shard, Codec.GZIP).problems())
        .contains(good.length - 1 + " bytes are stored, but the manifest says " + good.length)
        .contains("0 lines, but the manifest says 100");
    Files.write(Made.file(shard), Arrays.copyOf(good, good.length + 1));
    assertThat(check(shard, Codec.GZIP).problems())
        .hasSize(2)
        .contains(good.length + 1 + " bytes are stored, but the manifest says " + good.length);
  }

  @Test
  void run_missingShard_isTold() throws IOException {
    Shard shard = shard(Codec.GZIP, 100);
    Files.delete(Made.file(shard));
    assertThat(check(shard, Codec.GZIP))
        .isEqualTo(new ShardCheck.Found(List.of("the shard is missing"), 0, 0));
  }

  @Test
  void run_manifestThatSaysOtherwise_isTold() throws IOException {
    Shard shard = shard(Codec.GZIP, 100);
    List<String> line = new ArrayList<>(shard.facts().line());
    line.set(4, "17");
    line.set(6, "ab".repeat(32));
    Shard other =
        new WrittenShard(ShardFacts.parse(shard.folder(), FactLine.parse(String.join("\t", line))));

    List<String> problems = check(other, Codec.GZIP).problems();

    assertThat(problems).hasSize(2);
    assertThat(problems.get(0)).isEqualTo(shard.raw() + " raw bytes, but the manifest says 17");
    assertThat(problems.get(1))
        .isEqualTo(
            "the raw bytes have the SHA-256 "
                + shard.sha256()
                + ", the manifest says "
                + "ab".repeat(32));
  }
}
