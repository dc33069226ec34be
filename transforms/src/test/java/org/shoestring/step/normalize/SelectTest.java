package org.shoestring.step.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.step.Chains.apply;
import static org.shoestring.step.Chains.on;

import org.junit.jupiter.api.Test;
import org.shoestring.spec.UsageException;
import org.shoestring.step.Chain;
import org.shoestring.step.Verdict;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

class SelectTest {
  private static final Columns COLUMNS = Columns.of("id", "en", "de");

  @Test
  void apply_someColumns_areInTheOrderGiven() {
    Chain chain = on(COLUMNS, "select:de+id");

    assertThat(chain.output()).isEqualTo(Columns.of("de", "id"));
    assertThat(apply(chain, "1", "a", "b")).containsExactly("change", "b", "1");
  }

  @Test
  void apply_allColumnsInOrder_keepsTheRow() {
    assertThat(on(COLUMNS, "select:id+en+de").apply(TsvRow.of("1", "a", "b")))
        .isSameAs(Verdict.keep());
  }

  @Test
  void bind_stepAfterIt_seesItsColumns() {
    assertThat(apply(on(COLUMNS, "select:de+en", "length:max=1,columns=de"), "1", "a", "b b"))
        .containsExactly("reject", "length", "de over 1");
    assertThatThrownBy(() -> on(COLUMNS, "select:de+en", "length:columns=id"))
        .isInstanceOf(UsageException.class)
        .hasMessage("test: step 'length': unknown column 'id'; known: de, en");
  }

  @Test
  void bind_noColumns_isAnError() {
    assertThatThrownBy(() -> on(COLUMNS, "select"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "test: step 'select' needs the parameter columns (the columns to keep, in order); write"
                + " select: {columns: ...}");
    assertThatThrownBy(() -> on(COLUMNS, "select:"))
        .isInstanceOf(UsageException.class)
        .hasMessage("test: step 'select': columns is empty; name one or more of id, en, de");
  }

  @Test
  void bind_columnTwice_isAnError() {
    assertThatThrownBy(() -> on(COLUMNS, "select:en+en"))
        .isInstanceOf(UsageException.class)
        .hasMessage("test: step 'select': column 'en' is named twice; name it once");
  }
}
