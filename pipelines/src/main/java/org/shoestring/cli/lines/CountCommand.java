package org.shoestring.cli.lines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.Lines;
import org.shoestring.cli.argument.Settings;
import org.shoestring.cli.argument.Source;
import org.shoestring.cli.argument.StageWords;
import org.shoestring.store.Stores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code wc}: how many lines and bytes. */
@Command(
    name = "wc",
    description =
        "Prints the number of lines, the number of uncompressed bytes, and the name, separated"
            + " by tabs.",
    mixinStandardHelpOptions = true)
public final class CountCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "WHAT", description = Lines.HELP)
  private List<String> words = new ArrayList<>();

  @Mixin private final Settings settings;

  public CountCommand(Stores stores) {
    this.settings = new Settings(stores);
  }

  @Override
  public Integer call() throws IOException {
    List<String> names = StageWords.joined(words);
    Source.checkReadOnce(names);
    for (String name : Source.findAll(settings.stores(), names)) {
      long count = 0;
      long bytes = 0;
      try (Lines lines = Lines.open(name, 0, settings)) {
        while (lines.next()) {
          count++;
          bytes += lines.row().length() + 1;
        }
      }
      System.out.println(count + "\t" + bytes + "\t" + name);
    }
    return 0;
  }
}
