package org.shoestring.metric.translation;

import java.util.Optional;
import org.shoestring.metric.MetricType;
import org.shoestring.step.tokenize.PythonText;

/**
 * sacreBLEU's warning about output that is still tokenized: 100 or more lines end in a period that
 * stands alone. As in its command, blanks at the end of a line do not count; the tokenizer and the
 * other settings make no difference.
 */
final class TokenisedLines implements MetricType.InputCheck {
  private static final long MANY = 100;

  private long lines;

  @Override
  public void add(String hypothesis) {
    int end = hypothesis.length();
    while (end > 0 && PythonText.isBlank(hypothesis.charAt(end - 1))) {
      end--;
    }
    if (end >= 2 && hypothesis.startsWith(" .", end - 2)) {
      lines++;
    }
  }

  @Override
  public Optional<String> warning() {
    return lines < MANY
        ? Optional.empty()
        : Optional.of(
            lines
                + " lines of the output end in a tokenized period (' .'). It looks like you forgot"
                + " to detokenize your test data, which may hurt your score");
  }
}
