package org.shoestring.transform.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.shoestring.store.MemoryStore;
import org.shoestring.store.Stores;
import org.shoestring.store.TestStores;
import org.shoestring.table.Output;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.tsv.codec.Codec;
import org.shoestring.worker.StopSignal;
import org.shoestring.worker.StopSignal.Cause;
import org.shoestring.worker.StopSignal.Reason;

class OutputWorkTest {
  private static final Reason ENDED = new Reason(Cause.INTERRUPTED, "SIGINT");

  private final Stores stores = TestStores.with("memory", new MemoryStore());
  private final Output output = output(stores, "made");

  /** The same as {@link #output} in stores of its own, as on another endpoint. */
  private final Output elsewhere = output(TestStores.with("memory", new MemoryStore()), "made");

  private static Output output(Stores stores, String name) {
    return Output.in(stores, "memory", name, Codec.GZIP, 1);
  }

  private static UnitRecord note(String text) {
    return new UnitRecord(List.of(), Map.of(), List.of(List.of("note", text)));
  }

  private static Map<String, UnitRecord> records(Output output) {
    return OutputWork.on(output).records().all();
  }

  @Test
  void records_sameOutput_areAllUntilTheyAreForgotten() {
    OutputWork work = OutputWork.on(output);
    work.records().keep("00000", note("a"));
    OutputWork.on(output(stores, "made")).records().keep("00001", note("b"));

    assertThat(records(output)).isEqualTo(Map.of("00000", note("a"), "00001", note("b")));
    work.forget();
    assertThat(records(output)).isEmpty();
  }

  @Test
  void records_stageThatEnds_areForgotten() {
    StopSignal.Registration stage = OutputWork.until(new StopSignal(), output);
    OutputWork.on(output).records().keep("00000", note("a"));
    assertThat(records(output)).hasSize(1);
    stage.close();
    assertThat(records(output)).isEmpty();
  }

  @Test
  void on_otherStoresWithTheSameFolder_isOther() {
    assertThat(elsewhere.folder()).isEqualTo(output.folder());
    OutputWork work = OutputWork.on(output);
    OutputWork other = OutputWork.on(elsewhere);
    work.records().keep("00000", note("a"));
    other.records().keep("00001", note("b"));
    work.progress().addUnit();

    assertThat(records(output)).isEqualTo(Map.of("00000", note("a")));
    assertThat(records(elsewhere)).isEqualTo(Map.of("00001", note("b")));
    assertThat(other.progress().units()).isZero();
    assertThat(OutputWork.on(output).progress().units()).isEqualTo(1);
  }

  @Test
  void stop_otherStoresWithTheSameFolder_doesNotCome() {
    StopSignal signal = new StopSignal();
    StopSignal others = new StopSignal();
    try (StopSignal.Registration stage = OutputWork.until(signal, output);
        StopSignal.Registration otherStage = OutputWork.until(others, elsewhere)) {
      signal.stop(ENDED);

      assertThat(OutputWork.on(output).stop().reason()).contains(ENDED);
      assertThat(OutputWork.on(elsewhere).stop().isStopped()).isFalse();
      assertThat(OutputWork.on(elsewhere).stop()).isSameAs(others);
    }
  }

  @Test
  void stop_stageThatEnds_isOver() {
    StopSignal first = new StopSignal();
    StopSignal second = new StopSignal();
    first.stop(ENDED);
    try (StopSignal.Registration stage = OutputWork.until(first, output)) {
      try (StopSignal.Registration again = OutputWork.until(second, output)) {
        assertThat(OutputWork.on(output).stop()).isSameAs(second);
      }
      assertThat(OutputWork.on(output).stop()).isSameAs(first);
      assertThat(OutputWork.on(output(stores, "other")).stop().isStopped()).isFalse();
    }
    assertThat(OutputWork.on(output).stop().isStopped()).isFalse();
  }

  @Test
  void on_hundredOutputs_forgetsTheOldestWithoutAStage() {
    StopSignal signal = new StopSignal();
    try (StopSignal.Registration stage = OutputWork.until(signal, output)) {
      OutputWork old = OutputWork.on(elsewhere);
      List<OutputWork> others = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        others.add(OutputWork.on(output(stores, "other-" + i)));
      }

      assertThat(OutputWork.on(output).stop()).isSameAs(signal);
      assertThat(OutputWork.on(output(stores, "other-99"))).isSameAs(others.get(99));
      assertThat(OutputWork.on(elsewhere)).isNotSameAs(old);
    }
  }
}
