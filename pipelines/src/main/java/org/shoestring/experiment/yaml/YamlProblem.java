package org.shoestring.experiment.yaml;

import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * What is wrong with a text that is not YAML, in words for somebody who does not know YAML's own.
 *
 * @param line counted from 1
 */
record YamlProblem(int line, String text) {
  private static final String INDENTATION = "is the indentation uneven?";

  /** How the library's problems begin, and what is told instead. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry(
              "mapping values are not allowed",
              "unexpected ':'. Is a ':' missing on the line above, or " + INDENTATION),
          Map.entry("mapping keys are not allowed", "unexpected '?'"),
          Map.entry("sequence entries are not allowed", "unexpected '-'; " + INDENTATION),
          Map.entry("could not find expected ':'", "a ':' is missing behind a key"),
          Map.entry(
              "found character '\\t", "a tab where YAML takes only blanks; indent with blanks"),
          Map.entry("found character '@'", "a text that begins with @ needs quotes"),
          Map.entry("found character '`'", "a text that begins with ` needs quotes"),
          Map.entry("found character '%'", "a text that begins with % needs quotes"),
          Map.entry("found undefined alias", "an alias (*) of what no anchor (&) names"),
          Map.entry("found unknown escape", "an unknown \\ in double quotes; write \\\\ for one"),
          Map.entry("expected escape sequence", "an unfinished \\ in double quotes"),
          Map.entry("found unexpected document separator", "--- or ... inside quotes"),
          Map.entry("but found another document", "a second document; an experiment is one"),
          Map.entry("expected <block end>", "not at the place of the lines above; " + INDENTATION),
          Map.entry("expected ',' or ']'", "a list is not closed; is a ',' or ']' missing?"),
          Map.entry("expected ',' or '}'", "a mapping is not closed; is a ',' or '}' missing?"),
          Map.entry("expected the node content", "a value is missing, or a text needs quotes"),
          Map.entry("expected alphabetic or numeric", "a name is missing behind & or *"),
          Map.entry("expected '<document start>'", "not YAML: " + INDENTATION));

  private static final String QUOTED = "while scanning a quoted scalar";
  private static final String END = "found unexpected end of stream";

  /** The problem of an error. */
  static YamlProblem of(MarkedYamlEngineException error) {
    String problem = String.valueOf(error.getProblem());
    boolean isOpenQuote = QUOTED.equals(error.getContext()) && problem.startsWith(END);
    Optional<Mark> mark =
        isOpenQuote || error.getProblemMark().isEmpty()
            ? error.getContextMark()
            : error.getProblemMark();
    int line = mark.map(Mark::getLine).orElse(0) + 1;
    if (isOpenQuote) {
      return new YamlProblem(line, "a quote is opened here and not closed");
    }
    String told =
        WORDS.entrySet().stream()
            .filter(words -> problem.startsWith(words.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("not YAML; does a text here need quotes?");
    return new YamlProblem(line, told);
  }
}
