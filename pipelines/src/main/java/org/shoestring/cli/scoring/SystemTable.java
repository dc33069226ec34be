package org.shoestring.cli.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.shoestring.cli.screen.AlignedLines;
import org.shoestring.spec.Decimals;

/** Systems as rows, scores as columns, for people. */
final class SystemTable {
  private static final int P_DIGITS = 4;

  private final List<String> systems;
  private final List<List<SystemScore>> scores;
  private final Markup markup;

  /**
   * A table.
   *
   * @param scores by score and system
   */
  SystemTable(List<String> systems, List<List<SystemScore>> scores, Markup markup) {
    this.systems = systems;
    this.scores = scores;
    this.markup = markup;
  }

  /** How text is marked in a form. */
  interface Markup {
    /** Text as it stands in the form. */
    String escaped(String text);

    /** What is marked as the best. */
    String best(String escaped);

    /** The whole table, the first row being its head. */
    List<String> table(List<List<String>> rows);

    /** A line below. */
    String note(String text);
  }

  /** The lines of the table, without what is below. */
  List<String> lines() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("System"));
    for (List<SystemScore> ofName : scores) {
      SystemScore any = ofName.get(0);
      boolean hasInterval = any.interval().isPresent();
      head.add(any.score().name() + (hasInterval ? " (μ ± 95% CI)" : ""));
      head.addAll(tests(ofName).stream().map(Test::head).toList());
    }
    rows.add(head.stream().map(markup::escaped).toList());
    for (String system : systems) {
      List<String> row = new ArrayList<>(List.of(markup.escaped(system)));
      for (List<SystemScore> ofName : scores) {
        row.addAll(cells(system, ofName));
      }
      rows.add(row);
    }
    return markup.table(rows);
  }

  /** Which columns of p-values there are. */
  private enum Test {
    P("p"),
    CORRECTED("p (Holm)");

    private final String head;

    Test(String head) {
      this.head = head;
    }

    String head() {
      return head;
    }

    OptionalDouble of(SystemScore score) {
      return this == P ? score.p() : score.corrected();
    }
  }

  private static List<Test> tests(List<SystemScore> ofName) {
    List<Test> tests = new ArrayList<>();
    for (Test test : Test.values()) {
      if (ofName.stream().anyMatch(score -> test.of(score).isPresent())) {
        tests.add(test);
      }
    }
    return tests;
  }

  private List<String> cells(String system, List<SystemScore> ofName) {
    List<String> cells = new ArrayList<>();
    List<Test> tests = tests(ofName);
    for (SystemScore score : ofName) {
      if (score.system().equals(system)) {
        String cell = markup.escaped(score.cell());
        cells.add(score.isBest() ? markup.best(cell) : cell);
        for (Test test : tests) {
          OptionalDouble p = test.of(score);
          cells.add(p.isPresent() ? Decimals.fixed(p.getAsDouble(), P_DIGITS) : "");
        }
      }
    }
    while (cells.size() < 1 + tests.size()) {
      cells.add("");
    }
    return cells;
  }

  /** A line below the table. */
  String note(String text) {
    return markup.note(text);
  }

  /** The signatures, a line a score. */
  List<String> signatures() {
    List<List<String>> rows =
        scores.stream()
            .map(ofName -> ofName.get(0).score())
            .map(score -> List.of(score.name(), score.signature()))
            .toList();
    return AlignedLines.of(rows);
  }

  /** For a terminal or a text file. */
  static final class Text implements Markup {
    @Override
    public String escaped(String text) {
      return text;
    }

    @Override
    public String best(String escaped) {
      return escaped + " *";
    }

    @Override
    public List<String> table(List<List<String>> rows) {
      return AlignedLines.of(rows);
    }

    @Override
    public String note(String text) {
      return text;
    }
  }

  /** A table of GitHub's Markdown. */
  static final class Markdown implements Markup {
    @Override
    public String escaped(String text) {
      return text.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*").replace("_", "\\_");
    }

    @Override
    public String best(String escaped) {
      return "**" + escaped + "**";
    }

    @Override
    public List<String> table(List<List<String>> rows) {
      List<String> lines = new ArrayList<>();
      for (List<String> row : rows) {
        lines.add("| " + String.join(" | ", row) + " |");
      }
      lines.add(1, "|---|" + "---:|".repeat(rows.get(0).size() - 1));
      return lines;
    }

    @Override
    public String note(String text) {
      return "    " + text;
    }
  }

  /** A table of LaTeX with the package booktabs. */
  static final class Latex implements Markup {
    @Override
    public String escaped(String text) {
      StringBuilder escaped = new StringBuilder();
      text.codePoints().forEach(symbol -> escaped.append(escaped(symbol)));
      return escaped.toString();
    }

    private static String escaped(int symbol) {
      return switch (symbol) {
        case '\\' -> "\\textbackslash{}";
        case '~' -> "\\textasciitilde{}";
        case '^' -> "\\textasciicircum{}";
        case 'μ' -> "$\\mu$";
        case '±' -> "$\\pm$";
        default -> {
          String text = Character.toString(symbol);
          yield "&%$#_{}".contains(text) ? "\\" + text : text;
        }
      };
    }

    @Override
    public String best(String escaped) {
      return "\\textbf{" + escaped + "}";
    }

    @Override
    public List<String> table(List<List<String>> rows) {
      List<String> lines = new ArrayList<>();
      lines.add("\\begin{tabular}{l" + "r".repeat(rows.get(0).size() - 1) + "}");
      lines.add("\\toprule");
      for (int i = 0; i < rows.size(); i++) {
        lines.add(String.join(" & ", rows.get(i)) + " \\\\");
        if (i == 0) {
          lines.add("\\midrule");
        }
      }
      lines.add("\\bottomrule");
      lines.add("\\end{tabular}");
      return lines;
    }

    @Override
    public String note(String text) {
      return "% " + text;
    }
  }
}
