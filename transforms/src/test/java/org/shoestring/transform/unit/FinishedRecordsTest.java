package org.shoestring.transform.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.shoestring.store.MemoryStore;
import org.shoestring.store.TestStores;
import org.shoestring.table.Output;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.tsv.codec.Codec;

class FinishedRecordsTest {
  private final Output output = output();

  /** An output of the same name and folder as all others here, in a store of its own. */
  private static Output output() {
    return Output.in(
        TestStores.with("memory", new MemoryStore()), "memory", "finished", Codec.GZIP, 1);
  }

  private static UnitRecord note(String text) {
    return new UnitRecord(List.of(), Map.of(), List.of(List.of("note", text)));
  }

  @Test
  void of_sameOutput_givesAllUntilItIsForgotten() {
    FinishedRecords.keep(output, "00000", note("a"));
    FinishedRecords.keep(output, "00001", note("b"));

    assertThat(FinishedRecords.of(output))
        .isEqualTo(Map.of("00000", note("a"), "00001", note("b")));
    FinishedRecords.forget(output);
    assertThat(FinishedRecords.of(output)).isEmpty();
  }

  @Test
  void of_otherStoresWithTheSameFolder_givesNone() {
    Output other = output();
    assertThat(other.folder()).isEqualTo(output.folder());
    FinishedRecords.keep(output, "00000", note("a"));

    assertThat(FinishedRecords.of(other)).isEmpty();
    FinishedRecords.keep(other, "00001", note("b"));
    assertThat(FinishedRecords.of(other)).isEqualTo(Map.of("00001", note("b")));
    assertThat(FinishedRecords.of(output)).isEmpty();
    FinishedRecords.forget(other);
  }
}
