package org.shoestring.train.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.train.curve.CurveFixture.AT_ONCE;
import static org.shoestring.train.curve.CurveFixture.NONE;
import static org.shoestring.train.curve.CurveFixture.PREFIX;
import static org.shoestring.train.curve.CurveFixture.print;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.train.measure.MetricFormat;
import org.shoestring.worker.StopSignal.Cause;
import org.shoestring.worker.StopSignal.Reason;

/** Pieces of a learning curve, while a command runs. */
@Timeout(30)
class CurveWriterTest {
  private final ObjectStore store;
  private final CurveFixture curve;

  CurveWriterTest(@TempDir Path folder) {
    this.store = Stores.withoutOptions().at(folder.toString());
    this.curve = new CurveFixture(store);
  }

  /** A store that creates no pieces, as long as it is broken. */
  private static final class Broken extends ForwardingStore {
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean isBroken = true;
    private volatile boolean isDone;

    Broken(ObjectStore store) {
      super(store);
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
      if (isBroken) {
        if (isDone) {
          super.create(name, content);
        }
        failures.incrementAndGet();
        throw new IOException("the bucket is on fire");
      }
      return super.create(name, content);
    }
  }

  private static void await(Callable condition) throws Exception {
    while (!condition.isTrue()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("it does not come");
      }
      Thread.onSpinWait();
    }
  }

  private interface Callable {
    boolean isTrue() throws Exception;
  }

  @Test
  void close_measurements_areAPieceOfPlainTsv() throws Exception {
    long begin = System.currentTimeMillis();
    curve.write(3, "10 loss 2.5", "a line", "10 bleu 1e-5", "11 loss nan", "12 loss -inf");

    assertThat(curve.names()).containsExactly("000003/000001.tsv", "000003/_newest.tsv");
    String[] lines = curve.text("000003/000001.tsv").split("\n", -1);
    assertThat(lines[0]).matches("3\t10\tloss\t2\\.5\t[0-9]{10}\\.[0-9]{3}");
    assertThat(lines[1]).matches("3\t10\tbleu\t1e-05\t[0-9]{10}\\.[0-9]{3}");
    assertThat(lines[2]).matches("3\t11\tloss\tnan\t[0-9]{10}\\.[0-9]{3}");
    assertThat(lines[3]).matches("3\t12\tloss\t-inf\t[0-9]{10}\\.[0-9]{3}");
    assertThat(lines[4]).isEmpty();
    assertThat(lines).hasSize(5);
    assertThat(CurvePoint.millis(lines[0].split("\t", -1)[4]))
        .isBetween(begin, System.currentTimeMillis());
    assertThat(curve.remarks).isEmpty();
  }

  @Test
  void close_nothingMeasured_leavesNothing() throws Exception {
    curve.write(1, "a line", "loss 2.5");
    assertThat(curve.names()).isEmpty();
  }

  @Test
  void run_moreComes_makesAnotherPiece() throws Exception {
    try (CurveWriter writer = curve.writer(1, AT_ONCE)) {
      print(writer, "1 loss 3");
      await(() -> curve.names().contains("000001/_newest.tsv"));
      String first = curve.text("000001/000001.tsv");
      print(writer, "2 loss 2", "2 bleu 9");
      await(() -> curve.names().contains("000001/000002.tsv"));
      assertThat(curve.text("000001/000001.tsv")).isEqualTo(first);
    }
    assertThat(curve.points()).containsExactly("1 1 loss 3.0", "1 2 loss 2.0", "1 2 bleu 9.0");
  }

  @Test
  void flush_lastPieceIsOld_makesAPieceNow() throws Exception {
    PieceSchedule onlyFirst = new PieceSchedule(Duration.ofMillis(1), 1, NONE.longest());
    try (CurveWriter writer = curve.writer(1, onlyFirst)) {
      print(writer, "1 loss 3");
      await(() -> curve.names().contains("000001/_newest.tsv"));
      print(writer, "2 loss 2");
      writer.flush();
      await(() -> curve.names().contains("000001/000002.tsv"));
    }
  }

  @Test
  void flush_noPieceBefore_makesTheFirstAtOnce() throws Exception {
    try (CurveWriter writer = curve.writer(1, NONE)) {
      writer.flush(); // Nothing was measured.
      print(writer, "1 loss 3");
      writer.flush();
      await(() -> curve.names().contains("000001/_newest.tsv"));
      print(writer, "2 loss 2");
      writer.flush();
    }
    assertThat(curve.text("000001/000001.tsv")).hasLineCount(1);
    assertThat(curve.text("000001/000002.tsv")).hasLineCount(1);
  }

  @Test
  void stop_measured_isSentAtOnceAndTheRestAtTheEnd() throws Exception {
    try (CurveWriter writer = curve.writer(1, NONE)) {
      print(writer, "1 loss 3");
      assertThat(curve.names()).isEmpty();
      curve.stop.stop(new Reason(Cause.INTERRUPTED, "Ctrl-C"));
      await(() -> curve.names().contains("000001/000001.tsv"));
      print(writer, "2 loss 2");
    }
    assertThat(curve.points()).containsExactly("1 1 loss 3.0", "1 2 loss 2.0");
    assertThat(curve.remarks).isEmpty();
  }

  @Test
  void store_failsForAWhile_nothingIsLost() throws Exception {
    Broken broken = new Broken(store);
    CurveFixture failing = new CurveFixture(broken);
    try (CurveWriter writer = failing.writer(1, AT_ONCE)) {
      print(writer, "1 loss 4");
      await(() -> broken.failures.get() >= 1);
      print(writer, "2 loss 3");
      await(() -> broken.failures.get() >= 3);
      broken.isBroken = false;
      await(() -> failing.remarks.size() == 2);
      print(writer, "3 loss 2");
    }
    assertThat(curve.points()).containsExactly("1 1 loss 4.0", "1 2 loss 3.0", "1 3 loss 2.0");
    assertThat(curve.text("000001/000001.tsv")).hasLineCount(1);
    assertThat(failing.remarks)
        .containsExactly(
            "the learning curve cannot be stored now (the bucket is on fire); the command goes on,"
                + " and this is tried again",
            "the learning curve is stored again");
  }

  /** A checkpoint waits for it, but not until the store is back. */
  @Test
  void awaitStored_storeFails_isTriedAtOnceEachTime() throws Exception {
    Broken broken = new Broken(store);
    CurveFixture failing = new CurveFixture(broken);
    try (CurveWriter writer = failing.writer(1, NONE)) {
      print(writer, "1 loss 4");
      writer.awaitStored();
      assertThat(broken.failures).hasValue(1);
      writer.awaitStored();
      assertThat(broken.failures).hasValue(2);
      broken.isBroken = false;
      print(writer, "2 loss 3");
      writer.awaitStored();
      assertThat(curve.points()).contains("1 1 loss 4.0");
    }
    assertThat(curve.points()).containsExactly("1 1 loss 4.0", "1 2 loss 3.0");
    assertThat(failing.remarks).hasSize(2);
  }

  @Test
  void store_failsToTheEnd_isTriedOnceMoreAndTold() throws Exception {
    Broken broken = new Broken(store);
    CurveFixture failing = new CurveFixture(broken);
    failing.write(1, "1 loss 4", "2 loss 3");
    assertThat(broken.failures).hasValue(1);
    assertThat(failing.remarks)
        .containsExactly(
            "the end of the learning curve (2 values) could not be stored in "
                + store.location()
                + "/"
                + PREFIX
                + ": the bucket is on fire");
    assertThat(curve.names()).isEmpty();
  }

  @Test
  void store_answersAreLost_noPieceIsThereTwice() throws Exception {
    Broken broken = new Broken(store);
    broken.isDone = true;
    CurveFixture failing = new CurveFixture(broken);
    try (CurveWriter writer = failing.writer(1, AT_ONCE)) {
      print(writer, "1 loss 4");
      await(() -> broken.failures.get() >= 2);
      broken.isBroken = false;
      print(writer, "2 loss 3");
    }
    assertThat(curve.points()).containsExactly("1 1 loss 4.0", "1 2 loss 3.0");
  }

  @Test
  void store_hasAPieceOfSomebodyElse_takesTheNextName() throws Exception {
    curve.write(1, "1 loss 4");
    curve.write(1, "2 loss 3");
    assertThat(curve.names())
        .containsExactly("000001/000001.tsv", "000001/000002.tsv", "000001/_newest.tsv");
    assertThat(curve.points()).containsExactly("1 1 loss 4.0", "1 2 loss 3.0");
  }

  /** A store that does not answer. */
  private static final class Hanging extends ForwardingStore {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    Hanging(ObjectStore store) {
      super(store);
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
      asked.countDown();
      try {
        over.await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      return super.create(name, content);
    }
  }

  @Test
  void take_storeHangs_commandIsNotHeldUpAndMemoryIsFlat() throws Exception {
    Hanging hanging = new Hanging(store);
    CurveFixture slow = new CurveFixture(hanging);
    try (CurveWriter writer = slow.writer(1, AT_ONCE)) {
      print(writer, "0 loss 9");
      hanging.asked.await();
      for (int step = 1; step <= 50_000; step++) {
        print(writer, step + " loss 2", step + " lr 1");
      }
      print(writer, "50001 bleu 18");
      hanging.over.countDown();
    }
    assertThat(curve.points())
        .hasSizeBetween(1000, CurveRecorder.OF_PIECE)
        .contains("1 0 loss 9.0", "1 50000 loss 2.0", "1 1000 lr 1.0", "1 50001 bleu 18.0");
    assertThat(slow.remarks)
        .containsExactly(
            "the command prints more values than a piece of a learning curve holds (4,000): of"
                + " loss, lr only steps divisible by 2, 10, 50, 100, 500, ... are kept, as far as"
                + " needed; print every 10th or 100th step only, to choose them yourself");
  }

  @Tag("long")
  @Test
  void awaitStored_storeHangs_returnsAllTheSame() throws Exception {
    Hanging hanging = new Hanging(store);
    CurveFixture slow = new CurveFixture(hanging);
    try (CurveWriter writer = slow.writer(1, AT_ONCE)) {
      print(writer, "0 loss 9");
      writer.awaitStored();
      assertThat(curve.names()).isEmpty();
      hanging.over.countDown();
    }
    assertThat(curve.points()).containsExactly("1 0 loss 9.0");
  }

  @Tag("long")
  @Test
  void close_stoppedAndStoreHangs_returnsSoonAndTells() throws Exception {
    Hanging hanging = new Hanging(store);
    CurveFixture slow = new CurveFixture(hanging);
    CurveWriter writer = slow.writer(1, AT_ONCE);
    print(writer, "0 loss 9");
    hanging.asked.await();
    print(writer, "1 loss 8");
    slow.stop.stop(new Reason(Cause.INTERRUPTED, "Ctrl-C"));
    Thread.currentThread().interrupt();
    writer.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(slow.remarks)
        .containsExactly(
            "the end of the learning curve (2 values) could not be stored in "
                + store.location()
                + "/"
                + PREFIX
                + ": the store did not answer in time");
    assertThat(curve.names()).isEmpty();
  }

  @Test
  void values_ofCheckpoint_areKnownBeforeAnyPiece() throws Exception {
    try (CurveWriter writer = curve.writer(2, NONE)) {
      assertThat(writer.summary()).isEmpty();
      print(writer, "10 loss 2.5", "10 bleu 18", "20 loss nan");
      CheckpointMoment first = new CheckpointMoment(2, OptionalLong.of(10), Instant.EPOCH);
      assertThat(writer.values(first).values()).isEqualTo(Map.of("loss", 2.5, "bleu", 18.0));
      assertThat(writer.values(first).hasBadLoss()).isFalse();
      CheckpointMoment now =
          new CheckpointMoment(2, OptionalLong.empty(), Instant.now().plusSeconds(1));
      assertThat(writer.values(now).badLoss()).hasValue("loss");
      assertThat(writer.metrics()).containsExactly("bleu", "loss");
      assertThat(writer.summary().orElseThrow().text(Instant.now()))
          .isEqualTo("step 20 · loss nan · bleu 18");
    }
  }

  @Test
  void missing_metricNotPrinted_namesThoseThatWere() throws Exception {
    try (CurveWriter writer = curve.writer(1, NONE)) {
      assertThat(writer.missing("dev-bleu").orElseThrow())
          .startsWith("the command has not printed the metric 'dev-bleu'; it has printed none.");
      print(writer, "10 loss 2.5", "10 bleu 18");
      assertThat(writer.missing("bleu")).isEmpty();
      assertThat(writer.missing("dev-bleu"))
          .hasValue(
              "the command has not printed the metric 'dev-bleu'; it has printed bleu, loss."
                  + " Correct the name, or have the command print lines of the step, the metric and"
                  + " its value, separated by tabs");
    }
  }

  @Test
  void take_tooManyMetrics_isToldOnce() throws Exception {
    try (CurveWriter writer = curve.writer(1, NONE)) {
      for (int i = 0; i < PointBuffer.METRICS + 5; i++) {
        print(writer, i + " m" + i + " 1");
      }
    }
    assertThat(curve.points()).hasSize(PointBuffer.METRICS);
    assertThat(curve.remarks)
        .containsExactly(
            "the command prints more than 500 metrics; 'm500' and others after it are not on the"
                + " learning curve. Does the metric's name contain a number that changes?");
  }

  @Test
  void take_remarksFail_commandGoesOn() throws Exception {
    MetricFormat format = MetricFormat.matching("metrics", List.of("(?<step>.) (?<m>.*)"));
    AtomicInteger remarks = new AtomicInteger();
    try (CurveWriter writer =
        CurveWriter.start(
            curve.place,
            1,
            format,
            curve.stop,
            remark -> {
              if (remarks.getAndIncrement() == 0) {
                throw new IllegalStateException("nobody listens");
              }
            })) {
      byte[] line = "5 five\n".getBytes(StandardCharsets.UTF_8);
      writer.take(line, line.length);
      writer.take(line, line.length);
    }
    assertThat(remarks).hasValue(2);
  }
}
