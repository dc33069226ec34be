package org.shoestring.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.server.DamagedTexts;

/** A model that was altered: the file, the line and the value, or it loads as another model. */
class DamagedModelTest {
  private final Path folder;
  private final Path lexicon;
  private final Path bigrams;

  DamagedModelTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.lexicon = folder.resolve("lexicon.tsv.gz");
    this.bigrams = folder.resolve("bigrams.tsv.gz");
    write(lexicon, "the\tdie\t0.50000\t1.0000\nthe\t\t1.2e-05\t0.1\n");
    write(bigrams, "\tdie\t3\ndie\t\t3\n");
  }

  private static void write(Path file, String text) throws IOException {
    try (Writer out = Gz.writer(file)) {
      out.write(text);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lexicon,the\\tdie\\tx\\t1,'''x'' is not a weight; expected a number above 0, below 1000'",
    "lexicon,the\\tdie\\t1\\t-1,'''-1'' is not a weight; expected a number above 0, below 1000'",
    "lexicon,a\\tb\\tNaN\\t1,'''NaN'' is not a weight; expected a number above 0, below 1000'",
    "lexicon,a\\tb\\t1000\\t1,'''1000'' is not a weight; expected a number above 0, below 1000'",
    "lexicon,a\\tb\\t0\\t1,'''0'' is not a weight; expected a number above 0, below 1000'",
    "lexicon,a\\tb\\t1e-999\\t1,'''1e-999'' is not a weight; expected a number above 0, below"
        + " 1000'",
    "lexicon,a\\tb\\t0x1p-3\\t1,'''0x1p-3'' is not a weight; expected a number above 0, below"
        + " 1000'",
    "lexicon,a\\tb\\t1,'3 columns, expected 4'",
    "bigrams,a\\tb\\tx,'''x'' is not a count; expected a whole number from 1, below 10^9'",
    "bigrams,a\\tb\\t-3,'''-3'' is not a count; expected a whole number from 1, below 10^9'",
    "bigrams,a\\tb\\t0,'''0'' is not a count; expected a whole number from 1, below 10^9'",
    "bigrams,a\\tb\\t5000000000,'''5000000000'' is not a count; expected a whole number from 1,"
        + " below 10^9'",
    "bigrams,b\\ta\\t3,'the pair of words of an earlier line is here again'",
    "bigrams,a\\tb,'2 columns, expected 3'"
  })
  void load_wrongField_namesFileLineAndValue(String which, String line, String message)
      throws IOException {
    Path file = which.equals("lexicon") ? lexicon : bigrams;
    String first = which.equals("lexicon") ? "the\tdie\t0.5\t1\n" : "b\ta\t3\n";
    write(file, first + line.replace("\\t", "\t") + "\n");

    assertThatThrownBy(() -> Translator.load(folder))
        .isInstanceOf(BadDataException.class)
        .hasMessage(file + ":2: the model is damaged: " + message + "; train it again");
  }

  @Test
  void load_textDamagedAnywhere_isBadDataOrTranslates() throws IOException {
    for (Path file : new Path[] {lexicon, bigrams}) {
      byte[] whole = Files.readAllBytes(file);
      String text =
          file.equals(lexicon) ? "a\tb\t0.5\t1.0\na\tc\t0.2\t0.3\n" : "a\tb\t3\nb\ta\t1\n";
      int refused = 0;
      for (Map.Entry<String, String> damaged : DamagedTexts.of(text).entrySet()) {
        write(file, damaged.getValue());
        try {
          assertThat(Translator.load(folder).translate("the the")).as(damaged.getKey()).isNotNull();
        } catch (BadDataException e) {
          assertThat(e).as(damaged.getKey()).hasMessageStartingWith(file + ":");
          refused++;
        }
      }
      assertThat(refused).isGreaterThan(20);
      Files.write(file, whole);
    }
  }

  @Test
  void load_bytesCutOrChanged_isBadData() throws IOException {
    byte[] whole = Files.readAllBytes(lexicon);
    for (int cut = 1; cut < whole.length; cut++) {
      Files.write(lexicon, Arrays.copyOf(whole, cut));
      assertThatThrownBy(() -> Translator.load(folder))
          .as("cut at " + cut)
          .isInstanceOf(BadDataException.class)
          .hasMessageStartingWith(lexicon + "")
          .hasMessageEndingWith("; train it again");
    }
    Files.write(lexicon, whole);
    assertThat(Translator.load(folder).translate("the")).isNotEmpty();
  }
}
