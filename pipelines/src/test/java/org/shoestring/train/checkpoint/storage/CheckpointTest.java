package org.shoestring.train.checkpoint.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.shoestring.bytes.BadDataException;
import org.shoestring.table.record.FactFile;
import org.shoestring.table.record.StoredFile;

/** A checkpoint's manifest as text. */
class CheckpointTest {
  private static final CheckpointId ID = new CheckpointId("000003-9f2c01d4", 7);

  private static Checkpoint with(SortedMap<String, Double> values) {
    return new Checkpoint(
        ID,
        "pytorch",
        "model-1200.pt",
        OptionalLong.of(1200),
        values,
        true,
        List.of(new StoredFile("model-1200.pt", 5, "0".repeat(64))));
  }

  private static Checkpoint parse(String text) {
    return Checkpoint.parse(ID, new FactFile("manifest", text, Checkpoint.CURE));
  }

  @Test
  void text_valuesOfAllKinds_areAsOtherProgramsReadThem() {
    SortedMap<String, Double> values = new TreeMap<>();
    values.put("a", 25.5);
    values.put("b", 1e-7);
    values.put("c", Double.NaN);
    values.put("d", Double.POSITIVE_INFINITY);
    values.put("e", Double.NEGATIVE_INFINITY);
    values.put("f", 1e22);

    assertThat(with(values).text().lines().filter(line -> line.startsWith("value")))
        .containsExactly(
            "value\ta\t25.5",
            "value\tb\t1e-07",
            "value\tc\tnan",
            "value\td\tinf",
            "value\te\t-inf",
            "value\tf\t1e+22");
    assertThat(parse(with(values).text())).isEqualTo(with(values));
  }

  @Test
  void parse_valuesAsEarlierVersionsWroteThem_areTheSame() {
    String text =
        "shoestring\t1\npreset\tx\nname\tx\nvalue\tc\tNaN\nvalue\td\t-Infinity\nvalue\tf\t1.0E22\n"
            + "file\tx\t1\t"
            + "0".repeat(64)
            + "\n";

    assertThat(parse(FactFile.sealed(ID.object(), text)).values())
        .containsEntry("c", Double.NaN)
        .containsEntry("d", Double.NEGATIVE_INFINITY)
        .containsEntry("f", 1e22);
  }

  @Test
  void parse_valueThatIsNoNumber_isRefused() {
    String text = "shoestring\t1\npreset\tx\nname\tx\nvalue\tc\t1d\n";

    assertThatThrownBy(() -> parse(FactFile.sealed(ID.object(), text)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("manifest:4: ")
        .hasMessageContaining("'1d' is not a number");
  }

  @Test
  void series_numbersInNames_areTheOrderInIt() {
    assertThat(Checkpoint.series("epoch3.pt")).isEqualTo(Checkpoint.series("epoch12.pt"));
    assertThat(Checkpoint.series("model-003.pt")).isEqualTo("model-#.pt");
    assertThat(Checkpoint.series("run2/epoch-3-step=40.ckpt"))
        .isEqualTo("run#/epoch-#-step=#.ckpt");
    assertThat(Checkpoint.series("last.pt")).isEqualTo("last.pt");
  }

  @Test
  void series_numbersOfParts_tellThemApart() {
    assertThat(Checkpoint.series("epoch3-rank_0.pt")).isEqualTo("epoch#-rank_0.pt");
    assertThat(Checkpoint.series("gpu1.pt")).isNotEqualTo(Checkpoint.series("gpu0.pt"));
  }

  @Test
  void and_moreValues_keepsWhatWasKnown() {
    SortedMap<String, Double> known = new TreeMap<>();
    known.put("a", 1.0);
    known.put("b", 2.0);
    SortedMap<String, Double> more = new TreeMap<>();
    more.put("b", 3.0);

    Checkpoint both = with(known).and(new Measured(more, false));
    assertThat(both.values()).containsEntry("a", 1.0).containsEntry("b", 3.0);
    assertThat(both.bad()).isTrue();
  }
}
