package org.shoestring.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.spec.UsageException;

class ShardSizeTest {

  @ParameterizedTest
  @CsvSource({"1, 0, 1", "1, 1, 1", "8, 8, 8", "8, 100, 8", "100000, 100000, 100000"})
  void count_shards_isThatMany(long shards, long lines, int expected) {
    assertThat(ShardSize.shards("into", shards).count(lines, 10 * lines)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"10, 0, 1", "10, 1, 1", "10, 10, 1", "10, 11, 2", "1, 7, 7"})
  void count_lines_isAsFewAsHoldThem(long size, long lines, int expected) {
    assertThat(ShardSize.lines("lines", size).count(lines, 10 * lines)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"100, 0, 0, 1", "100, 10, 100, 1", "100, 10, 101, 2", "100, 3, 10000, 3"})
  void count_bytes_isAsFewAsHoldThemButNotMoreThanLines(
      long size, long lines, long raw, int expected) {
    assertThat(ShardSize.bytes("bytes", size).count(lines, raw)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void new_notPositive_isRefused(long size) {
    assertThatThrownBy(() -> ShardSize.shards("e.yaml:3: into", size))
        .isInstanceOf(UsageException.class)
        .hasMessage("e.yaml:3: into must be a number of 1 or more, but is '" + size + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "5, 4, 'shards of 4 lines', '4 shards or fewer'",
    "2, 1, 'shards of 1 line', '1 shard'",
    "2, 0, 'shards of 0 lines', '1 shard'",
    "100000, 99999, 'shards of 99999 lines', '99999 shards or fewer'"
  })
  void count_moreShardsThanLines_isRefused(long shards, long lines, String of, String cure) {
    assertThatThrownBy(() -> ShardSize.shards("e.yaml:3: into", shards).count(lines, 1000))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "e.yaml:3: into: cannot make "
                + shards
                + " "
                + of
                + ", because a shard has at least one; make "
                + cure);
  }

  @Test
  void count_moreThanCanBe_isRefused() {
    assertThatThrownBy(() -> ShardSize.lines("e.yaml:3: lines", 1).count(100_001, 1000))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "e.yaml:3: lines: this makes 100001 shards, but a table can have 100000 at"
                + " most; make larger shards");
  }
}
