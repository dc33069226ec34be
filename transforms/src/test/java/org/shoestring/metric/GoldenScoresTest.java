package org.shoestring.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.shoestring.Golden;
import org.shoestring.spec.Decimals;
import org.shoestring.step.tokenize.Tokenizers;

/** BLEU, chrF and TER against all that sacreBLEU 2.6.0 answered. */
class GoldenScoresTest {
  private final Map<String, List<Segment>> cases = new HashMap<>();

  @Test
  void score_goldenCorpora_isThatOfSacrebleu() {
    Map<String, Integer> skipped = new TreeMap<>();
    Map<String, Integer> compared = new TreeMap<>();
    SoftAssertions softly = new SoftAssertions();
    for (JsonNode record : Golden.records("mt/expected_corpus.jsonl")) {
      String name = record.get("metric").asText();
      String tokenizer = record.get("config").path("tokenize").asText("13a");
      if (!Set.of("bleu", "chrf", "ter").contains(name)) {
        skipped.merge("metric " + name, 1, Integer::sum);
      } else if (!Tokenizers.names().contains(tokenizer)) {
        skipped.merge("tokenizer " + tokenizer, 1, Integer::sum);
      } else {
        compared.merge(name, 1, Integer::sum);
        compare(record, softly);
      }
    }
    softly.assertAll();
    System.out.println("golden corpora: compared " + compared + ", skipped " + skipped);
    assertThat(compared.keySet()).containsExactly("bleu", "chrf", "ter");
  }

  private void compare(JsonNode record, SoftAssertions softly) {
    String spec = spec(record.get("metric").asText(), record.get("config"));
    List<Segment> segments = segments(record.get("case").asText());
    Score score = Metrics.score(spec, segments);
    String which = record.get("case").asText() + " " + spec;
    double expected = Double.parseDouble(record.get("score").asText());
    if (score.name().equals("BLEU")) {
      softly.assertThat(score.value()).as(which).isEqualTo(expected);
    } else {
      softly.assertThat(score.value()).as(which).isCloseTo(expected, within(1e-9));
    }
    String line = score.name() + " = " + Decimals.fixed(score.value(), 4) + " " + score.details();
    softly.assertThat(line.strip()).as(which).isEqualTo(record.get("format").asText());
    softly
        .assertThat(score.signature().replaceAll("(\\|ngram:2)?\\|version:.*", ""))
        .as(which)
        .isEqualTo(record.get("signature").asText().replaceAll("\\|version:.*", ""));
  }

  @Test
  void score_goldenSentences_isThatOfSacrebleu() {
    Map<String, SumMetric> metrics =
        Map.of(
            "bleu_eff", Metrics.metric("bleu:effective-order=true"),
            "bleu", Metrics.metric("bleu"),
            "chrf", Metrics.metric("chrf"),
            "chrf++", Metrics.metric("chrf:word-order=2"),
            "ter", Metrics.metric("ter"));
    SoftAssertions softly = new SoftAssertions();
    int compared = 0;
    for (JsonNode record : Golden.records("mt/expected_sentence.jsonl")) {
      Segment segment = segments(record.get("case").asText()).get(record.get("line").asInt());
      for (Map.Entry<String, SumMetric> entry : metrics.entrySet()) {
        if (record.has(entry.getKey())) {
          SumMetric metric = entry.getValue();
          double value = metric.score(metric.measure(segment), 1).value();
          double expected = Double.parseDouble(record.get(entry.getKey()).asText());
          double tolerance = entry.getKey().startsWith("bleu") ? 0 : 1e-9;
          softly
              .assertThat(value)
              .as(entry.getKey() + " of " + record)
              .isCloseTo(expected, within(tolerance));
          compared++;
        }
      }
    }
    softly.assertAll();
    assertThat(compared).isGreaterThan(1000);
  }

  private List<Segment> segments(String name) {
    return cases.computeIfAbsent(
        name, key -> Golden.lines("mt/" + key + ".tsv").stream().map(Metrics::segment).toList());
  }

  private static String spec(String name, JsonNode config) {
    List<String> parameters = new ArrayList<>();
    Iterator<Map.Entry<String, JsonNode>> fields = config.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      parameters.add(field.getKey().replace('_', '-') + "=" + field.getValue().asText());
    }
    return parameters.isEmpty() ? name : name + ":" + String.join(",", parameters);
  }
}
