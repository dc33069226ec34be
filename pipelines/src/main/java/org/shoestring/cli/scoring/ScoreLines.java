package org.shoestring.cli.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.shoestring.metric.tally.StatisticNumber;
import org.shoestring.tsv.TsvRow;

/** Scores one a line. */
final class ScoreLines {
  private ScoreLines() {}

  /** As sacreBLEU 2.6 prints them: {@code BLEU|nrefs:1|... = 41.2 (μ = 41.1 ± 4.2) 69.0/...}. */
  static String text(SystemScore score) {
    StringBuilder line = new StringBuilder();
    line.append(score.score().name())
        .append('|')
        .append(score.score().signature())
        .append(" = ")
        .append(score.rounded(score.score().value()));
    score
        .interval()
        .ifPresent(
            interval ->
                line.append(" (μ = ")
                    .append(score.rounded(interval.mean()))
                    .append(" ± ")
                    .append(score.rounded(interval.halfWidth()))
                    .append(')'));
    if (!score.score().details().isEmpty()) {
      line.append(' ').append(score.score().details());
    }
    return line.toString();
  }

  /**
   * A row of TSV: system, name, score, mean and half width of the interval, p, p by Holm's
   * correction, signature; all digits, and nothing for what is not there.
   */
  static String tsv(SystemScore score) {
    List<String> fields = new ArrayList<>(List.of(score.system(), score.score().name()));
    fields.add(StatisticNumber.text(score.score().value()));
    fields.add(score.interval().map(i -> StatisticNumber.text(i.mean())).orElse(""));
    fields.add(score.interval().map(i -> StatisticNumber.text(i.halfWidth())).orElse(""));
    fields.add(number(score.p()));
    fields.add(number(score.corrected()));
    fields.add(score.score().signature());
    return TsvRow.of(fields).toString();
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? StatisticNumber.text(value.getAsDouble()) : "";
  }
}
