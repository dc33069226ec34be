package org.shoestring.step;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.shoestring.spec.Spec;
import org.shoestring.step.tokenize.Tokenizers;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/**
 * What every step makes of a few lines of our own, committed beside its version: old outputs lie in
 * users' storage under that version, so whoever changes an output raises it.
 *
 * <p>{@code step-lines.tsv} has the rows, {@code step-outputs.txt} a block a step. Both write what
 * cannot be seen as {@code \}{@code uXXXX}.
 */
class StepOutputsTest {
  private static final Columns COLUMNS = Columns.of("en", "de");
  private static final Path LINES =
      Path.of("src/test/resources/org/shoestring/step/step-lines.tsv");
  private static final Path OUTPUTS =
      Path.of("src/test/resources/org/shoestring/step/step-outputs.txt");
  private static final String HOW =
      "mvn -pl transforms test -Dtest=StepOutputsTest -Dshoestring.regenerate=true";

  private static List<String> steps() {
    List<String> steps =
        new ArrayList<>(
            List.of(
                "empty",
                "identical",
                "identical:lowercase=true",
                "length:max=4,min=2",
                "length:max=20,min=3,unit=char",
                "length-ratio:2",
                "length-ratio:max=1.5,unit=char",
                "lowercase",
                "lowercase:columns=de",
                "normalize-whisper",
                "normalize-whisper:en",
                "normalize-whisper:remove-diacritics=true,split-letters=true",
                "normalize-whitespace",
                "reverse-words",
                "select:de",
                "select:de+en"));
    Tokenizers.names().forEach(name -> steps.add("tokenize:" + name));
    return steps;
  }

  @Test
  void steps_catalog_areAllCovered() {
    TreeSet<String> covered = new TreeSet<>();
    steps().forEach(step -> covered.add(Spec.parse("test", step).name()));

    assertThat(StepContractTest.types())
        .extracting(StepType::name)
        .filteredOn(name -> !name.equals("known-words")) // A test of outputs has it.
        .isEqualTo(List.copyOf(covered));
  }

  @Test
  void apply_committedLines_givesTheCommittedOutputs() throws IOException {
    Map<String, String> recorded = recorded();
    Map<String, String> current = new LinkedHashMap<>();
    for (String step : steps()) {
      Chain chain = Chains.on(COLUMNS, step);
      current.put(chain.canonical().get(0), outputs(chain));
    }

    current.forEach(
        (step, outputs) -> {
          if (recorded.containsKey(step)) {
            assertThat(outputs)
                .as("%s gives other outputs: raise its version(), then run %s", step, HOW)
                .isEqualTo(recorded.get(step));
          }
        });
    if (Boolean.getBoolean("shoestring.regenerate")) {
      StringBuilder text = new StringBuilder();
      current.forEach(
          (step, outputs) -> text.append("# ").append(step).append('\n').append(outputs));
      Files.writeString(OUTPUTS, text);
    } else {
      assertThat(current.keySet())
          .as("steps or versions that are not recorded yet: run %s", HOW)
          .isEqualTo(recorded.keySet());
    }
  }

  private static String outputs(Chain chain) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(LINES)) {
      TsvRow row = TsvRow.parse(unescape(line).getBytes(UTF_8));
      text.append(escape(String.join("\t", Chains.describe(chain.apply(row), row)))).append('\n');
    }
    return text.toString();
  }

  private static Map<String, String> recorded() throws IOException {
    Map<String, String> recorded = new LinkedHashMap<>();
    if (Files.exists(OUTPUTS)) {
      for (String block : Files.readString(OUTPUTS).split("(^|(?<=\n))# ", -1)) {
        int end = block.indexOf('\n');
        if (end > 0) {
          recorded.put(block.substring(0, end), block.substring(end + 1));
        }
      }
    }
    return recorded;
  }

  private static String unescape(String line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      if (line.startsWith("\\u", i)) {
        text.append((char) Integer.parseInt(line.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        text.append(line.charAt(i));
      }
    }
    return text.toString();
  }

  private static String escape(String text) {
    StringBuilder line = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              boolean seen =
                  c == ' ' || c == '\t' || (c > ' ' && c < 0x7F) || Character.isLetterOrDigit(c);
              line.append(seen ? Character.toString(c) : String.format(Locale.ROOT, "\\u%04X", c));
            });
    return line.toString();
  }
}
