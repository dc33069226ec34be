package org.shoestring.step.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.step.Chains.enDe;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shoestring.Golden;
import org.shoestring.step.Chain;
import org.shoestring.tsv.TsvRow;

/** The same lines as Moses's clean-corpus-n.perl and OpusFilter keep. */
class ReferenceToolsTest {
  /** clean-corpus-n also drops lines with a word of more than 1,000 characters. */
  private static final Pattern LONG_WORD = Pattern.compile("[^\\s|]{1001}");

  @ParameterizedTest
  @CsvSource({
    "clean, out_1_80, length:min=1;max=80, length-ratio:9",
    "clean, out_r3_1_50, length:min=1;max=50, length-ratio:3",
    "cleanfac, out, length:min=1;max=80, length-ratio:9",
  })
  void apply_mosesLines_keepsWhatCleanCorpusKeeps(
      String corpus, String output, String length, String ratio) {
    List<String> l1 = Golden.lines("moses/" + corpus + ".l1");
    List<String> l2 = Golden.lines("moses/" + corpus + ".l2");
    boolean factored = l1.get(0).contains("|") || l2.get(0).contains("|");
    Chain chain = enDe("normalize-whitespace", length.replace(';', ','), ratio);

    List<String> numbers = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < l1.size(); i++) {
      TsvRow row = TsvRow.of(field(l1.get(i), factored), field(l2.get(i), factored));
      TsvRow next = chain.apply(row).row(row);
      if (next != null && !LONG_WORD.matcher(next.toString()).find()) {
        numbers.add(Integer.toString(i + 1));
        kept.add(next.toString());
      }
    }

    String prefix = "moses/" + corpus + "." + output;
    List<String> out1 = Golden.lines(prefix + ".l1");
    List<String> out2 = Golden.lines(prefix + ".l2");
    assertThat(numbers).isEqualTo(Golden.lines(prefix + ".retained"));
    assertThat(kept)
        .isEqualTo(
            IntStream.range(0, out1.size())
                .mapToObj(i -> out1.get(i) + "\t" + out2.get(i))
                .toList());
  }

  // A ratio below 3 is one of at most 2.999 among lengths of at most 1,000.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LengthFilter       | {}                                                   | length",
        "LengthFilter       | {\"unit\": \"char\", \"min_length\": 3, \"max_length\": 50} "
            + "| length:unit=char,min=3,max=50",
        "LengthRatioFilter  | {}                                            | length-ratio:2.999",
        "LengthRatioFilter  | {\"unit\": \"char\", \"threshold\": 2} "
            + "| length-ratio:unit=char,max=1.999",
      })
  void apply_opusFilterPairs_acceptsWhatItAccepts(String filter, String parameters, String step) {
    String start = "{\"filter\": \"" + filter + "\", \"params\": " + parameters + ",";
    String expected =
        Golden.lines("opusfilter/expected.jsonl").stream()
            .filter(record -> record.startsWith(start))
            .map(record -> record.replaceFirst(".*\"accept\": \\[(.*)\\].*", "$1"))
            .findFirst()
            .orElseThrow();
    Chain chain = enDe(step);

    assertThat(
            Golden.lines("opusfilter/pairs.tsv").stream()
                .map(
                    pair ->
                        Boolean.toString(
                            chain.apply(TsvRow.of(pair.split("\t", -1))).reason() == null)))
        .isEqualTo(List.of(expected.split(", ")));
  }

  /**
   * Without what a field cannot hold; Moses takes factors' bars out of a corpus without factors.
   */
  private static String field(String line, boolean factored) {
    return (factored ? line : line.replace("|", "")).replace('\t', ' ');
  }
}
