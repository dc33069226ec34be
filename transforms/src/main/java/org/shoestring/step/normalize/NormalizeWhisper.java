package org.shoestring.step.normalize;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.OutputForm;
import org.shoestring.spec.Parameter;
import org.shoestring.step.Loaded;
import org.shoestring.step.OutputSource;
import org.shoestring.step.Step;
import org.shoestring.step.StepOutputs;
import org.shoestring.step.StepType;
import org.shoestring.step.TextStep;
import org.shoestring.step.normalize.whisper.BasicNormalizer;
import org.shoestring.step.normalize.whisper.EnglishNormalizer;
import org.shoestring.tsv.Columns;

/**
 * Text as Whisper's normalizers write it before word errors are counted (release 20250625), on
 * Python 3.11.
 *
 * <p>{@code basic} is {@code BasicTextNormalizer}: lower case, no text in brackets, and blanks for
 * symbols and marks. {@code en} is {@code EnglishTextNormalizer}: also no fillers, contractions and
 * titles in full, and numbers in digits. The reference's table of British and American spellings is
 * left out: whoever wants one gives a table of their own. As there, a blank may be left at either
 * end; {@code normalize-whitespace} strips it.
 */
public final class NormalizeWhisper implements StepType {
  private static final String SPELLINGS = "spellings";

  @Override
  public String name() {
    return "normalize-whisper";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public String summary() {
    return "Normalizes transcripts as Whisper does, before word error rates are computed.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        Parameter.choice(
            "language", List.of("basic", "en"), "basic", "en for English, basic for the others"),
        Parameter.flag("remove-diacritics", false, "whether basic removes diacritics"),
        Parameter.flag("split-letters", false, "whether basic puts blanks between letters"),
        Parameter.output(
                SPELLINGS,
                OutputForm.TABLE,
                "a table with a spelling and its replacement in each line, for en; none by default")
            .orElse(""));
  }

  @Override
  public Step bind(Arguments arguments, Columns input, StepOutputs outputs) {
    int[] fields = arguments.fields(input);
    boolean diacritics = arguments.flag("remove-diacritics");
    boolean letters = arguments.flag("split-letters");
    boolean english = arguments.text("language").equals("en");
    if (english && (diacritics || letters)) {
      throw arguments.error(
          (diacritics ? "remove-diacritics" : "split-letters")
              + " works only with language=basic"
              + (diacritics ? "; en always removes diacritics" : "")
              + "; remove it, or change language");
    }
    if (!outputs.has(SPELLINGS)) {
      return TextStep.of(
          fields,
          english ? new EnglishNormalizer(word -> word) : new BasicNormalizer(diacritics, letters));
    }
    if (!english) {
      throw arguments.error("spellings works only with language=en; remove it, or add language=en");
    }
    Loaded<Map<String, String>> spellings = outputs.table(SPELLINGS, NormalizeWhisper::spellings);
    return TextStep.of(
        fields, new EnglishNormalizer(word -> spellings.get().getOrDefault(word, word)));
  }

  private static Map<String, String> spellings(OutputSource.Rows rows) throws IOException {
    Map<String, String> spellings = new HashMap<>();
    while (rows.next()) {
      if (rows.row().size() != 2) {
        throw new BadDataException(
            "the table of spellings has "
                + rows.row().size()
                + " columns, but needs two: a spelling and its replacement");
      }
      spellings.put(rows.row().text(0), rows.row().text(1));
    }
    return spellings;
  }
}
