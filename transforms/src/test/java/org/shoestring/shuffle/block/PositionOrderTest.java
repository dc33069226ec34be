package org.shoestring.shuffle.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.shuffle.Permutation;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.ShufflePlan;
import org.shoestring.shuffle.block.Exchange.Sent;

class PositionOrderTest {
  private static final int LINES = 1000;

  private Path folder;
  private final List<Exchange> open = new ArrayList<>();

  @BeforeEach
  void setFolder(@TempDir Path empty) {
    folder = empty;
  }

  @AfterEach
  void nothingStays() throws IOException {
    for (Exchange exchange : open) {
      exchange.close();
    }
    assertThat(Exchange.spills(folder)).isEmpty();
  }

  /** A plan for lines of about ten bytes, with groups of this many buckets. */
  private static ShufflePlan plan(int shards, int maxBuckets) {
    Permutation permutation = Permutation.of(LINES, Seed.of(1), "test");
    return ShufflePlan.of(permutation, shards, 10L * LINES, 100, maxBuckets);
  }

  /** Sends the lines from two workers, and some once more; orders what comes to a group. */
  private List<String> run(
      ShufflePlan plan, int group, long maxBytes, LongPredicate missing, List<Sent> more)
      throws IOException {
    Exchange exchange = Exchange.of("groupByKey", folder.resolve("" + open.size()), plan.buckets());
    open.add(exchange);
    for (int worker = 0; worker < 2; worker++) {
      long start = worker * (LINES / 2L);
      exchange.send(
          LongStream.range(start, start + LINES / 2L)
              .filter(line -> !missing.test(plan.position(line)))
              .mapToObj(line -> sent(plan, line))
              .toList());
    }
    exchange.send(more);
    List<String> lines = new ArrayList<>();
    try (BlockReader reader = exchange.reader(group)) {
      PositionOrder.run(
          plan,
          group,
          reader,
          folder,
          maxBytes,
          (position, bytes, from, to) -> {
            String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            lines.add(position + " " + text);
          });
    }
    return lines;
  }

  private static Sent sent(ShufflePlan plan, long line) {
    long position = plan.position(line);
    return new Sent(plan.bucket(position), position, text(line));
  }

  private static String text(long line) {
    return line % 7 == 0 ? "" : "line " + line;
  }

  private static List<String> expected(ShufflePlan plan, int group) {
    long start = plan.shards().start(plan.firstShard(group));
    long end = plan.shards().start(plan.firstShard(group + 1));
    return LongStream.range(start, end)
        .mapToObj(position -> position + " " + text(plan.line(position)))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1000000", // all in memory at once
    "3, 12, 1000000", // a bucket after another
    "30, 8, 1000000", // several shards a group
    "1, 1, 2000", // cut once more
    "3, 6, 40", // to a few lines
    "2, 2, 2", // to single lines
  })
  void run_anyLimits_givesEveryPositionInOrder(int shards, int maxBuckets, long maxBytes)
      throws IOException {
    ShufflePlan plan = plan(shards, maxBuckets);

    for (int group = 0; group < plan.buckets().groups(); group++) {
      assertThat(run(plan, group, maxBytes, position -> false, List.of()))
          .isEqualTo(expected(plan, group));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000_000, 2000})
  void run_positionThatComesTwice_isAnError(long maxBytes) {
    ShufflePlan plan = plan(1, 1);
    List<Sent> more = List.of(sent(plan, plan.line(17)));

    assertThatThrownBy(() -> run(plan, 0, maxBytes, position -> false, more))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("position 17 came twice");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1000000, 0, 1", "1, 1000000, 17, 18", "1, 1000000, 999, 1000",
    "1, 2000, 17, 18", "1, 2000, 100, 600", "1, 2000, 500, 1000",
    "5, 1000000, 0, 200", "5, 1000000, 200, 400", "5, 1000000, 800, 1000",
    "5, 1000000, 0, 1000", "1, 1000000, 0, 1000", "1, 2000, 0, 1000"
  })
  void run_positionsThatNeverCome_areAnError(
      int maxBuckets, long maxBytes, long firstMissing, long endOfMissing) {
    ShufflePlan plan = plan(1, maxBuckets);

    assertThatThrownBy(
            () ->
                run(
                    plan,
                    0,
                    maxBytes,
                    position -> position >= firstMissing && position < endOfMissing,
                    List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("position " + firstMissing + " never came");
  }

  @Test
  void run_linesLongerThanPlanned_stillFit() throws IOException {
    Permutation permutation = Permutation.of(4, Seed.of(1), "test");
    ShufflePlan plan = ShufflePlan.of(permutation, 1, 8, 100, 1);
    Exchange exchange = Exchange.of("localFiles", folder, plan.buckets());
    open.add(exchange);
    String text = "x".repeat(300_000);
    exchange.send(
        LongStream.range(0, 4)
            .map(plan::position)
            .mapToObj(position -> new Sent(0, position, position + text))
            .toList());

    List<Long> positions = new ArrayList<>();
    try (BlockReader reader = exchange.reader(0)) {
      PositionOrder.run(
          plan,
          0,
          reader,
          new BlockSettings(PipelineOptionsFactory.create(), folder, "output"),
          (position, bytes, from, to) -> {
            assertThat(to - from).isEqualTo(300_001);
            assertThat(bytes[from]).isEqualTo((byte) ('0' + position));
            positions.add(position);
          });
    }
    assertThat(positions).containsExactly(0L, 1L, 2L, 3L);
  }
}
