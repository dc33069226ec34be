package org.shoestring.cli.lines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.shoestring.cli.argument.LineSource;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.argument.StageWords;
import org.shoestring.cli.argument.WholeNumber;
import org.shoestring.store.Stores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code head}: the first lines as plain TSV. */
@Command(
    name = "head",
    description = "Prints the first lines as plain TSV. It reads only the beginning of the data.",
    mixinStandardHelpOptions = true)
public final class HeadCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "WHAT", description = LineSource.HELP)
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      converter = WholeNumber.Count.class,
      description = "How many lines to print (default: ${DEFAULT-VALUE}).",
      defaultValue = "10")
  private long count = 10;

  @Mixin private final SettingOptions settings;

  public HeadCommand(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws IOException {
    for (String name : StageWords.joined(words)) {
      CatCommand.print(name, 1, count, settings);
    }
    return 0;
  }
}
