package org.shoestring.transform.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.shoestring.store.MemoryStore;
import org.shoestring.store.TestStores;
import org.shoestring.table.Output;
import org.shoestring.table.UnitRecords;
import org.shoestring.table.record.UnitRecord;
import org.shoestring.tsv.codec.Codec;

class RecordsAheadTest {
  private static final int BLOCK = RecordsAhead.BLOCK;
  private static final int BLOCKS = RecordsAhead.BLOCKS;

  private final Counted store = new Counted();
  private final Output output =
      Output.in(TestStores.with("memory", store), "memory", "test", Codec.GZIP, 1);

  /** A store that notes what is opened. */
  private static class Counted extends MemoryStore {
    final List<String> opened = Collections.synchronizedList(new ArrayList<>());

    @Override
    public InputStream openAt(String name, long offset) throws IOException {
      opened.add(name);
      return super.openAt(name, offset);
    }
  }

  private static UnitRecord note(int unit) {
    return new UnitRecord(List.of(), Map.of(), List.of(List.of("unit", Integer.toString(unit))));
  }

  private RecordsAhead listed(int units) throws IOException {
    for (int unit = 0; unit < units; unit++) {
      output.records().finish(UnitRecords.name(unit), note(unit));
    }
    return RecordsAhead.list(output);
  }

  @Test
  void record_allInOrder_areReadOnceEach() throws IOException {
    RecordsAhead records = listed(3 * BLOCK + 1);

    for (int unit = 0; unit <= 3 * BLOCK; unit++) {
      assertThat(records.record(UnitRecords.name(unit))).contains(note(unit));
    }

    assertThat(store.opened).hasSize(3 * BLOCK + 1).doesNotHaveDuplicates();
  }

  @Test
  void record_allFromTheLast_areReadOnceEach() throws IOException {
    RecordsAhead records = listed(3 * BLOCK + 1);

    for (int unit = 3 * BLOCK; unit >= 0; unit--) {
      assertThat(records.record(UnitRecords.name(unit))).contains(note(unit));
    }

    assertThat(store.opened).hasSize(3 * BLOCK + 1).doesNotHaveDuplicates();
  }

  @Test
  void record_unitsThatOthersTake_areSoonReadAloneAndNotHeld() throws IOException {
    RecordsAhead records = listed((BLOCKS + 4) * BLOCK);
    int asked = 0;

    for (int block = 0; block < BLOCKS + 4; block++) {
      for (int unit = 0; unit < 3; unit++) {
        assertThat(records.record(UnitRecords.name(block * BLOCK + unit)))
            .contains(note(block * BLOCK + unit));
        asked++;
      }
    }

    int alone = 3 * 3;
    assertThat(asked).isEqualTo(3 * (BLOCKS + 4));
    assertThat(store.opened).hasSize((BLOCKS + 1) * BLOCK + alone);
    assertThat(records.record(UnitRecords.name(5))).contains(note(5)); // no longer held
    assertThat(store.opened).hasSize((BLOCKS + 1) * BLOCK + alone + 1);
  }

  @Test
  void record_twice_isReadAgain() throws IOException {
    RecordsAhead records = listed(2);

    assertThat(records.record("00001")).contains(note(1));
    assertThat(records.record("00001")).contains(note(1));

    assertThat(store.opened).hasSize(3);
  }

  @Test
  void record_notListedOrRemoved_isNone() throws IOException {
    RecordsAhead records = listed(2);
    output.records().finish("00002", note(2));
    store.delete("outputs/test/_parts/00001.tsv");

    assertThat(records.contains("00001")).isTrue();
    assertThat(records.contains("00002")).isFalse();
    assertThat(records.record("00000")).contains(note(0));
    assertThat(records.record("00001")).isEmpty();
    assertThat(records.record("00002")).isEmpty();
  }

  @Test
  void record_ofABlock_areReadSeveralAtATime() throws IOException {
    CyclicBarrier together = new CyclicBarrier(32);
    Counted waiting =
        new Counted() {
          @Override
          public InputStream openAt(String name, long offset) throws IOException {
            try {
              together.await();
            } catch (Exception e) {
              throw new IOException(e);
            }
            return super.openAt(name, offset);
          }
        };
    Output other = Output.in(TestStores.with("memory", waiting), "memory", "test", Codec.GZIP, 1);
    for (int unit = 0; unit < BLOCK; unit++) {
      other.records().finish(UnitRecords.name(unit), note(unit));
    }

    assertThat(RecordsAhead.list(other).record("00007")).contains(note(7));
    assertThat(waiting.opened).hasSize(BLOCK);
  }
}
