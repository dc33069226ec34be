package org.shoestring.shuffle.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.shuffle.Buckets;
import org.shoestring.shuffle.block.Exchange.Sent;
import org.shoestring.spec.UsageException;
import org.xerial.snappy.Snappy;

/** Blocks from their writers to their readers, both ways. */
class BlockExchangeTest {
  private static final String ELEMENTS = "groupByKey";
  private static final String FILES = "localFiles";

  private Path folder;
  private final List<Exchange> open = new ArrayList<>();

  @BeforeEach
  void setFolder(@TempDir Path empty) {
    folder = empty;
  }

  @AfterEach
  void closeAll() throws IOException {
    for (Exchange exchange : open) {
      exchange.close();
    }
    assertThat(Exchange.spills(folder)).isEmpty();
  }

  private Exchange exchange(String token, Buckets buckets) {
    Exchange exchange = Exchange.of(token, folder.resolve("" + open.size()), buckets);
    open.add(exchange);
    return exchange;
  }

  @ParameterizedTest
  @ValueSource(strings = {ELEMENTS, FILES})
  void next_recordsOfSeveralWorkers_comeByBucketThenNumber(String token) throws IOException {
    Exchange exchange = exchange(token, new Buckets(2, 3));
    exchange.send(List.of(new Sent(4, 70, "d"), new Sent(1, 5, "b"), new Sent(3, 9, "c")));
    exchange.send(List.of(new Sent(4, 60, "e"), new Sent(0, 7, "a"), new Sent(0, 8, "")));

    assertThat(exchange.received(0))
        .containsExactly(new Sent(0, 7, "a"), new Sent(0, 8, ""), new Sent(1, 5, "b"));
    assertThat(exchange.received(1))
        .containsExactly(new Sent(3, 9, "c"), new Sent(4, 60, "e"), new Sent(4, 70, "d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {ELEMENTS, FILES})
  void next_nothingSent_isFalse(String token) throws IOException {
    Exchange exchange = exchange(token, Buckets.of(2));
    exchange.send(List.of());
    exchange.groups().put(1, List.of(BlockList.EMPTY, BlockList.EMPTY));

    assertThat(exchange.groups()).containsOnlyKeys(1);
    assertThat(exchange.received(0)).isEmpty();
    assertThat(exchange.received(1)).isEmpty();
  }

  @Property(tries = 60)
  void next_anyRecords_allComeBack(
      @ForAll long seed,
      @ForAll boolean files,
      @ForAll @IntRange(min = 1, max = 5) int groups,
      @ForAll @IntRange(min = 1, max = 4) int perGroup,
      @ForAll @IntRange(min = 1, max = 3) int workers)
      throws IOException {
    Random random = new Random(seed);
    Path spillFolder = Path.of(System.getProperty("java.io.tmpdir"), "shoestring-exchange-test");
    Exchange exchange =
        Exchange.of(files ? FILES : ELEMENTS, spillFolder, new Buckets(groups, perGroup));
    List<Sent> all = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      List<Sent> sent = new ArrayList<>();
      for (int i = random.nextInt(200); i > 0; i--) {
        int bucket = random.nextInt(groups * perGroup);
        long number = random.nextLong() >>> random.nextInt(64);
        String text = "ab".repeat(random.nextInt(1 << random.nextInt(12)));
        sent.add(new Sent(bucket, number, text));
        all.add(new Sent(bucket, number, text));
      }
      exchange.send(sent);
    }

    Comparator<Sent> order =
        Comparator.comparingInt(Sent::bucket)
            .thenComparingLong(Sent::number)
            .thenComparing(Sent::text);
    List<Sent> received = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      List<Sent> ofGroup = exchange.received(group);
      assertThat(ofGroup).extracting(Sent::bucket).isSorted();
      received.addAll(ofGroup);
    }
    received.sort(order);
    all.sort(order);
    assertThat(received).isEqualTo(all);
    exchange.close();
  }

  /** As numbers ascend in each worker, and no other worker has numbers between them. */
  @ParameterizedTest
  @ValueSource(strings = {ELEMENTS, FILES})
  void next_workersWithRangesOfNumbers_comeInTheOrderOfNumbers(String token) throws IOException {
    Exchange exchange = exchange(token, Buckets.of(3));
    List<Integer> starts = List.of(400_000, 0, 800_000);
    for (int start : starts) {
      exchange.send(
          () ->
              IntStream.range(start, start + 300_000)
                  .mapToObj(i -> new Sent(i % 3, i, Integer.toString(i)))
                  .iterator());
    }

    for (int group = 0; group < 3; group++) {
      try (BlockReader reader = exchange.reader(group)) {
        boolean ascends = true;
        long before = -1;
        int count = 0;
        while (reader.next()) {
          ascends &= reader.number() > before;
          before = reader.number();
          count++;
        }
        assertThat(ascends).isTrue();
        assertThat(count).isEqualTo(300_000);
      }
    }
  }

  @Test
  void block_manyRecords_hasAtMost256KBBeforeCompression() throws IOException {
    Exchange exchange = exchange(ELEMENTS, Buckets.of(1));
    String text = "x".repeat(1000);
    exchange.send(() -> IntStream.range(0, 1000).mapToObj(i -> new Sent(0, i, text)).iterator());

    List<Block> blocks = blocks(exchange.sent(0));
    assertThat(blocks).hasSize(4);
    for (Block each : blocks) {
      assertThat(unpacked(each)).isLessThanOrEqualTo(Block.MAX_BYTES);
    }
    assertThat(exchange.received(0)).hasSize(1000);
  }

  private static List<Block> blocks(List<Blocks> sent) {
    return sent.stream().flatMap(each -> ((BlockList) each).blocks().stream()).toList();
  }

  @Test
  void blocks_ofManyBucketsOfAGroup_travelTogether() throws IOException {
    Exchange exchange = exchange(ELEMENTS, new Buckets(2, 1000));
    exchange.send(
        () -> IntStream.range(0, 2000).mapToObj(i -> new Sent(i, i, "line " + i)).iterator());

    assertThat(exchange.sent(0)).hasSize(1);
    assertThat(blocks(exchange.sent(0))).hasSize(1000);
    assertThat(exchange.received(1)).hasSize(1000);
  }

  @Test
  void blocks_moreThan256KB_travelInSeveralElements() throws IOException {
    Exchange exchange = exchange(ELEMENTS, new Buckets(1, 3));
    byte[] noise = new byte[100 << 10];
    new Random(1).nextBytes(noise);
    BlockWriter writer = exchange.writer();
    for (int i = 0; i < 9; i++) {
      writer.add(i % 3, i, noise, 0, noise.length);
    }
    writer.finish();

    List<Blocks> sent = exchange.sent(0);
    assertThat(sent)
        .hasSizeGreaterThan(3)
        .allSatisfy(
            each ->
                assertThat(
                        ((BlockList) each).blocks().stream().mapToInt(b -> b.packed().length).sum())
                    .isLessThanOrEqualTo(BlockList.MAX_BYTES));
    assertThat(blocks(sent)).extracting(Block::bucket).isSorted().contains(0, 1, 2);
  }

  private static int unpacked(Block block) throws IOException {
    return Snappy.uncompressedLength(block.packed());
  }

  @ParameterizedTest
  @ValueSource(strings = {ELEMENTS, FILES})
  void next_recordLargerThanABlockAndThanAnArena_comesBackAlone(String token) throws IOException {
    Exchange exchange = exchange(token, Buckets.of(1));
    Random random = new Random(1);
    StringBuilder noise = new StringBuilder();
    while (noise.length() < Arena.MAX_BYTES + 10) {
      noise.append((char) ('0' + random.nextInt(64)));
    }
    String giant = noise.toString();
    List<Sent> sent = List.of(new Sent(0, 1, "a"), new Sent(0, 2, giant), new Sent(0, 3, "b"));
    exchange.send(sent);

    List<Sent> received = exchange.received(0);
    assertThat(received).extracting(Sent::number).containsExactly(1L, 2L, 3L);
    assertThat(received.get(1).text().equals(giant)).isTrue();
    assertThat(received.get(2).text()).isEqualTo("b");
  }

  @Test
  void block_ofAGiantRecord_travelsInPartsThatComeInAnyOrder() throws IOException {
    Exchange exchange = exchange(ELEMENTS, Buckets.of(1));
    byte[] giant = new byte[3 << 20];
    new Random(1).nextBytes(giant);
    BlockWriter writer = exchange.writer();
    writer.add(0, 7, giant, 0, giant.length);
    writer.finish();

    List<Blocks> parts = new ArrayList<>(exchange.sent(0));
    assertThat(parts).hasSize(4);
    assertThat(blocks(parts))
        .hasSize(4)
        .allSatisfy(part -> assertThat(part.packed().length).isLessThan((1 << 20) + 1));
    Collections.reverse(parts);
    try (BlockReader reader = BlockReader.of(parts, exchange.settings())) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.number()).isEqualTo(7);
      assertThat(Arrays.copyOfRange(reader.bytes(), reader.from(), reader.to())).isEqualTo(giant);
      assertThat(reader.next()).isFalse();
    }
  }

  @Test
  void add_moreThanAnArena_packsWhatIsThereBeforeTheEnd() throws IOException {
    int[] blocks = {0};
    byte[] record = new byte[1 << 20];
    Arena arena = new Arena(1, Arena.MAX_BYTES, (bucket, first, bytes, length) -> blocks[0]++);
    for (int i = 0; i < 16; i++) {
      arena.add(0, i, record, 0, record.length);
    }
    assertThat(blocks[0]).isZero();
    arena.add(0, 16, record, 0, record.length);
    assertThat(blocks[0]).isEqualTo(16);

    Arena small = new Arena(1, Arena.MAX_BYTES, (bucket, first, bytes, length) -> blocks[0]++);
    for (int i = 0; i < Arena.MAX_RECORDS; i++) {
      small.add(0, i, record, 0, 0);
    }
    assertThat(blocks[0]).isEqualTo(16);
    small.add(0, 0, record, 0, 0);
    assertThat(blocks[0]).isGreaterThan(16);
  }

  @Test
  void add_moreThanAnArena_sendsAllButTheLastBlocks() throws IOException {
    Exchange exchange = exchange(ELEMENTS, Buckets.of(2));
    byte[] noise = new byte[100 << 10];
    new Random(1).nextBytes(noise);
    BlockWriter writer = exchange.writer();
    for (int i = 0; i < 170; i++) {
      writer.add(i % 2, i, noise, 0, noise.length);
    }

    assertThat(exchange.received(0)).hasSize(82);
    assertThat(exchange.received(1)).hasSizeBetween(77, 80);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void of_moreThan16MiBHeld_spillsIntoAFileThatIsGoneAfterwards() throws IOException {
    Exchange exchange = exchange(ELEMENTS, Buckets.of(1));
    Random random = new Random(2);
    BlockWriter writer = exchange.writer();
    byte[] noise = new byte[100_000];
    int count = 420;
    for (int i = 0; i < count; i++) {
      random.nextBytes(noise);
      noise[0] = (byte) i;
      writer.add(0, i, noise, 0, noise.length);
    }
    writer.finish();
    assertThat(Exchange.spills(folder)).isEmpty();

    try (BlockReader reader = exchange.reader(0)) {
      assertThat(Exchange.spills(folder)).hasSize(1);
      assertThat(Files.size(Exchange.spills(folder).get(0))).isBetween(33_000_000L, 42_000_000L);
      for (int i = 0; i < count; i++) {
        assertThat(reader.next()).isTrue();
        assertThat(reader.number()).isEqualTo(i);
        assertThat(reader.bytes()[reader.from()]).isEqualTo((byte) i);
        assertThat(reader.to() - reader.from()).isEqualTo(noise.length);
      }
      assertThat(reader.next()).isFalse();
    }
    assertThat(Exchange.spills(folder)).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void send_localFiles_sendsAnElementAGroupAndKeepsOneFile() throws IOException {
    Exchange exchange = exchange(FILES, new Buckets(2, 2));
    exchange.send(List.of(new Sent(0, 1, "a"), new Sent(1, 2, "b"), new Sent(3, 3, "c")));
    exchange.send(List.of(new Sent(0, 4, "d")));

    assertThat(exchange.sent(0)).hasSize(2).allMatch(SpilledBlocks.class::isInstance);
    assertThat(exchange.sent(1)).hasSize(1);
    assertThat(Exchange.spills(folder)).hasSize(1);
  }

  @Test
  void of_spillOfAnotherProcess_saysWhatToDo() {
    Exchange exchange = exchange(FILES, Buckets.of(1));
    exchange.groups().put(0, List.of(new SpilledBlocks("elsewhere", 0, 1)));

    assertThatThrownBy(() -> exchange.reader(0))
        .hasMessage(
            "the temporary data elsewhere is in another process; if workers run on several machines,"
                + " set --blockExchange=groupByKey");
  }

  @Test
  void of_unknownExchange_listsTheKnownOnes() {
    Exchange exchange = exchange("carrierPigeon", Buckets.of(1));

    assertThatThrownBy(exchange::writer)
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--blockExchange: unknown exchange 'carrierPigeon'; known: groupByKey, localFiles");
  }
}
