package org.shoestring.cli.scoring;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shoestring.cli.screen.Screen;
import org.shoestring.cli.screen.Terminal;
import org.shoestring.spec.Decimals;

/**
 * Prints scores.
 *
 * @param bare whether only numbers are printed
 */
record ScoreOutput(ScoreFormat format, boolean bare, PrintStream out) {

  /**
   * Prints the scores of systems.
   *
   * @param scores by score and system
   * @param test what was tested, if anything was
   */
  void print(List<String> systems, List<List<SystemScore>> scores, Optional<String> test)
      throws IOException {
    if (bare) {
      scores.forEach(ofName -> ofName.forEach(score -> out.println(bare(score))));
      return;
    }
    switch (format) {
      case TEXT -> text(systems, scores, test);
      case TSV ->
          scores.forEach(ofName -> ofName.forEach(score -> out.println(ScoreLines.tsv(score))));
      case JSON ->
          out.println(
              systems.size() == 1
                  ? ScoreJson.ofOne(scores.stream().map(ofName -> ofName.get(0)).toList())
                  : ScoreJson.ofSeveral(systems, scores));
      case MARKDOWN -> table(new SystemTable(systems, scores, new SystemTable.Markdown()), test);
      case LATEX -> table(new SystemTable(systems, scores, new SystemTable.Latex()), test);
    }
  }

  private void text(List<String> systems, List<List<SystemScore>> scores, Optional<String> test) {
    if (systems.size() > 1) {
      table(new SystemTable(systems, scores, new SystemTable.Text()), test);
      return;
    }
    for (List<SystemScore> ofName : scores) {
      line(ScoreLines.text(ofName.get(0)));
    }
  }

  private void table(SystemTable table, Optional<String> test) {
    table.lines().forEach(out::println);
    out.println();
    List<String> notes = new ArrayList<>();
    test.ifPresent(notes::add);
    notes.addAll(table.signatures());
    notes.stream().map(table::note).forEach(out::println);
  }

  /** Prints the scores of one segment. */
  void sentence(List<SystemScore> scores) {
    if (bare || format == ScoreFormat.TSV) {
      out.println(String.join("\t", scores.stream().map(ScoreOutput::bare).toList()));
    } else {
      scores.forEach(score -> line(ScoreLines.text(score)));
    }
  }

  private static String bare(SystemScore score) {
    return score.isRounded()
        ? score.rounded(score.score().value())
        : Decimals.repr(score.score().value());
  }

  /** A line that fits a terminal. */
  private void line(String text) {
    Screen screen = Screen.stdout();
    if (screen.isTerminal()) {
      Terminal.print(screen, out, text);
    } else {
      out.println(text);
    }
  }
}
