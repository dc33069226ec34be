package org.shoestring.step;

import java.util.function.UnaryOperator;
import org.shoestring.tsv.TsvRow;

/** A step that replaces the text of each of its columns by a function of that text alone. */
public final class TextStep implements Step {
  private final int[] fields;
  private final UnaryOperator<String> function;

  private TextStep(int[] fields, UnaryOperator<String> function) {
    this.fields = fields;
    this.function = function;
  }

  /**
   * The step that applies a function to these fields.
   *
   * @param function its result holds no tab and no line feed; whoever has reused buffers in it
   *     makes one a step
   */
  public static TextStep of(int[] fields, UnaryOperator<String> function) {
    return new TextStep(fields.clone(), function);
  }

  @Override
  public Verdict apply(TsvRow row) {
    TsvRow result = row;
    boolean changed = false;
    for (int field : fields) {
      String text = row.text(field);
      String replacement = function.apply(text);
      if (!replacement.equals(text)) {
        result = result.with(field, replacement);
        changed = true;
      }
    }
    return changed ? Verdict.change(result) : Verdict.keep();
  }
}
