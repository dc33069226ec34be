package org.shoestring.cli.lines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.LineSource;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.argument.SourceArgument;
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
  @Parameters(arity = "1..*", paramLabel = "WHAT", description = LineSource.HELP)
  private List<String> words = new ArrayList<>();

  @Mixin private final SettingOptions settings;

  public CountCommand(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws IOException {
    List<String> names = StageWords.joined(words);
    SourceArgument.checkReadOnce(names);
    for (String name : SourceArgument.findAll(settings.stores(), names)) {
      long count = 0;
      long bytes = 0;
      try (LineSource lines = LineSource.open(name, 0, settings)) {
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
