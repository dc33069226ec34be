package org.shoestring.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.cli.screen.Cells;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * What {@code --help} prints. It is broken at blanks only, for any width: picocli breaks behind
 * dots too, and knows nothing narrower than 55 columns.
 */
final class HelpText {
  /** So wide that picocli breaks nothing. */
  private static final int UNBROKEN = 4000;

  /** The narrowest column of descriptions; in less, they stand below their options. */
  private static final int NARROWEST = 30;

  private static final int INDENT = 6;
  private static final String USAGE = "Usage: ";
  private static final Pattern OPTION =
      // One blank only stands behind the longest that fits.
      Pattern.compile("( {2,6}\\S.*?  +| {6}--\\S+ )(\\S.*)");

  private HelpText() {}

  /** The help of a command, in lines of at most so many columns. */
  static String of(CommandLine command, int columns) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    boolean arguments = !command.getCommandSpec().positionalParameters().isEmpty();
    usage.descriptionHeading("%n");
    usage.parameterListHeading("%n");
    usage.optionListHeading(arguments ? "" : "%n");
    usage.commandListHeading("%nVerbs:%n");
    usage.footerHeading(usage.footer().length == 0 ? "" : "%n");
    command.setUsageHelpWidth(UNBROKEN);
    String text = command.getUsageMessage(Help.defaultColorScheme(Ansi.OFF));
    List<String> lines = new ArrayList<>();
    String name = USAGE + command.getCommandSpec().qualifiedName() + " ";
    text.lines().forEach(line -> add(lines, line.stripTrailing(), name, columns));
    return String.join("\n", lines) + "\n";
  }

  private static void add(List<String> lines, String line, String name, int columns) {
    Matcher option = OPTION.matcher(line);
    int indent = line.length() - line.stripLeading().length();
    if (line.length() <= columns) {
      lines.add(line);
    } else if (line.startsWith(name)) {
      int room = columns - name.length() < NARROWEST ? USAGE.length() : name.length();
      wrap(lines, name.strip() + " ", line.substring(name.length()), room, columns);
    } else if (option.matches() && columns - option.end(1) >= NARROWEST) {
      wrap(lines, option.group(1), option.group(2), option.end(1), columns);
    } else if (option.matches()) {
      wrap(lines, "  ", option.group(1).strip(), INDENT, columns);
      wrap(lines, " ".repeat(INDENT), option.group(2), INDENT, columns);
    } else {
      int room = columns - indent < NARROWEST ? INDENT : indent;
      wrap(lines, " ".repeat(room), line.strip(), room, columns);
    }
  }

  /** Lines that begin with {@code before}, or with as many blanks as {@code indent}. */
  private static void wrap(
      List<String> lines, String before, String text, int indent, int columns) {
    int firstWord = (text + " ").indexOf(' ');
    if (before.length() > indent && before.length() + firstWord > columns) {
      lines.add(before.stripTrailing());
      wrap(lines, " ".repeat(indent), text, indent, columns);
      return;
    }
    // The first line has more room than the others, or less.
    String fill = "\u00A0".repeat(Math.max(0, before.length() - indent));
    List<String> parts = Cells.wrap(fill + text, columns - indent);
    lines.add(before + parts.get(0).substring(fill.length()));
    parts.stream().skip(1).forEach(part -> lines.add(" ".repeat(indent) + part));
  }
}
