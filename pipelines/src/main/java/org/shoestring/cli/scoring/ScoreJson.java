package org.shoestring.cli.scoring;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalDouble;
import org.shoestring.spec.Decimals;

/**
 * Scores as JSON, with the names that sacreBLEU 2.6 has: of one system an object a score, of
 * several an object a system.
 */
final class ScoreJson {
  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;

  private ScoreJson() throws IOException {
    this.json = JsonFactory.builder().build().createGenerator(text);
    json.setPrettyPrinter(new DefaultPrettyPrinter());
  }

  /** Of one system: one object, or an array. */
  static String ofOne(List<SystemScore> scores) throws IOException {
    ScoreJson made = new ScoreJson();
    if (scores.size() > 1) {
      made.json.writeStartArray();
    }
    for (SystemScore score : scores) {
      made.whole(score);
    }
    if (scores.size() > 1) {
      made.json.writeEndArray();
    }
    return made.finish();
  }

  private void whole(SystemScore score) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", score.score().name());
    number("score", OptionalDouble.of(score.score().value()));
    json.writeStringField("signature", score.score().signature());
    if (score.interval().isPresent()) {
      number("confidence_mean", mean(score));
      number("confidence_var", halfWidth(score));
    }
    if (!score.score().details().isEmpty()) {
      json.writeStringField("verbose_score", score.score().details());
    }
    for (String field : score.score().signature().split("\\|", -1)) {
      int colon = field.indexOf(':');
      json.writeStringField(field.substring(0, colon), field.substring(colon + 1));
    }
    json.writeEndObject();
  }

  /**
   * Of several systems.
   *
   * @param scores by score and system
   */
  static String ofSeveral(List<String> systems, List<List<SystemScore>> scores) throws IOException {
    ScoreJson made = new ScoreJson();
    made.json.writeStartArray();
    for (String system : systems) {
      made.json.writeStartObject();
      made.json.writeStringField("system", system);
      for (List<SystemScore> ofName : scores) {
        for (SystemScore score : ofName) {
          if (score.system().equals(system)) {
            made.brief(score);
          }
        }
      }
      made.json.writeEndObject();
    }
    made.json.writeEndArray();
    return made.finish();
  }

  private void brief(SystemScore score) throws IOException {
    json.writeObjectFieldStart(score.score().name());
    number("score", OptionalDouble.of(score.score().value()));
    number("p_value", score.p());
    number("p_value_holm", score.corrected());
    number("mean", mean(score));
    number("ci", halfWidth(score));
    json.writeStringField("signature", score.score().signature());
    json.writeEndObject();
  }

  private static OptionalDouble mean(SystemScore score) {
    return score.interval().stream().mapToDouble(interval -> interval.mean()).findFirst();
  }

  private static OptionalDouble halfWidth(SystemScore score) {
    return score.interval().stream().mapToDouble(interval -> interval.halfWidth()).findFirst();
  }

  private void number(String name, OptionalDouble value) throws IOException {
    if (value.isPresent()) {
      json.writeFieldName(name);
      json.writeNumber(Decimals.repr(value.getAsDouble()));
    } else {
      json.writeNullField(name);
    }
  }

  private String finish() throws IOException {
    json.close();
    return text.toString();
  }
}
