package org.shoestring.cli.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.shoestring.cli.argument.ExperimentArgument;
import org.shoestring.cli.argument.LineSource;
import org.shoestring.cli.argument.OutputFinder;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.argument.StageWords;
import org.shoestring.cli.screen.Rows;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.plan.LineageTrace;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.transform.importing.ImportedLines.SourceLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code where}: which source lines the lines of a table were. */
@Command(
    name = "where",
    description = {
      "Prints the source file, and the line in it, that a line of a table comes from.",
      "",
      "It prints the line that you asked for, the source file, and the number of the line"
          + " there. For files that were imported side by side, it prints a file and a number"
          + " for each column. It reads only tables and records, not the source files."
    },
    footer = {
      "Example, for line 7 of the fourth shard:",
      "  shoestring where experiment.yaml:shards 3:7"
    },
    mixinStandardHelpOptions = true)
public final class WhereCommand implements Callable<Integer> {
  private static final Pattern LINE = Pattern.compile("(?:([0-9]{1,9}):)?([0-9]{1,18})");

  @Parameters(index = "0", paramLabel = "FILE.yaml:STAGE[.TABLE]", description = "The table.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "LINE",
      description =
          "The number of a line in the whole table, counted from 1; or SHARD:LINE, where shards"
              + " are counted from 0 and lines from 1.")
  private List<String> lines = new ArrayList<>();

  @Option(
      names = "--trace",
      description = "Also print the line's number in each table on the way: STAGE[.TABLE], line.")
  private boolean trace;

  @Mixin private final SettingOptions settings;

  public WhereCommand(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws IOException {
    boolean apart = StageWords.isFile(name);
    String named = apart ? name + ":" + lines.get(0) : name;
    List<String> numbers = apart ? lines.subList(1, lines.size()) : lines;
    int yaml = LineSource.experimentEnd(named);
    if (yaml < 0) {
      throw new UsageException(
          name + ": 'where' needs a stage of an experiment; write FILE.yaml:STAGE[.TABLE]");
    }
    if (numbers.isEmpty()) {
      throw new UsageException(
          "missing argument: LINE; write for example: shoestring where " + named + " 1");
    }
    Reference table = Reference.parse(named, named.substring(yaml + 1));
    ExperimentArgument experiment = settings.of(named.substring(0, yaml));
    LineageTrace back = OutputFinder.made(experiment, table.stage()).planner().trace();
    for (String line : numbers) {
      print(line, back.back(table, number(back, table, line)));
    }
    return 0;
  }

  private static long number(LineageTrace back, Reference table, String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new UsageException(
          "line '"
              + line
              + "' is not the number of a line; write LINE, counted from 1, or SHARD:LINE, with"
              + " shards counted from 0");
    }
    long number = Long.parseLong(matcher.group(2));
    return matcher.group(1) == null
        ? number
        : back.lineOfShard(table, Integer.parseInt(matcher.group(1)), number);
  }

  private void print(String line, LineageTrace.Way way) {
    if (trace) {
      for (LineageTrace.Step step : way.steps()) {
        Rows.print(line, step.table(), Long.toString(step.line()));
      }
    }
    List<String> fields = new ArrayList<>(List.of(line));
    for (SourceLine source : way.sources()) {
      fields.add(source.file());
      fields.add(Long.toString(source.line()));
    }
    Rows.print(List.of(fields));
  }
}
