package org.shoestring.cli.lines;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.LineSource;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.argument.SourceArgument;
import org.shoestring.cli.argument.StageWords;
import org.shoestring.cli.argument.WholeNumber;
import org.shoestring.cli.screen.Stdout;
import org.shoestring.store.Stores;
import org.shoestring.tsv.TsvRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cat}: lines as plain TSV. */
@Command(
    name = "cat",
    description = "Prints all lines as plain TSV.",
    mixinStandardHelpOptions = true)
public final class CatCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "WHAT", description = LineSource.HELP)
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "LINE",
      converter = WholeNumber.Line.class,
      description = "The first line to print, counted from 1. Lines before it are not read.",
      defaultValue = "1")
  private long from = 1;

  @Mixin private final SettingOptions settings;

  public CatCommand(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws IOException {
    List<String> names = StageWords.joined(words);
    SourceArgument.checkReadOnce(names);
    for (String name : SourceArgument.findAll(settings.stores(), names)) {
      print(name, from, Long.MAX_VALUE, settings);
    }
    return 0;
  }

  /** Prints lines, counted from 1. */
  static void print(String name, long from, long count, SettingOptions settings)
      throws IOException {
    try (LineSource lines = LineSource.open(name, from - 1, settings);
        OutputStream out = Stdout.open()) {
      for (long i = 0; i < count && lines.next(); i++) {
        TsvRow row = lines.row();
        out.write(row.bytes(), row.start(), row.length());
        out.write('\n');
      }
      out.flush();
    }
  }
}
