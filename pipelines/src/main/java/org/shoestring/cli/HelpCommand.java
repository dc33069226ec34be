package org.shoestring.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.shoestring.cli.screen.Screen;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code help}: the same as {@code --help}. */
@Command(
    name = "help",
    description = "Prints the help of a verb, or of the program.",
    mixinStandardHelpOptions = true)
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "VERB",
      description = "The verb, like: run, or: lexicon train.")
  private List<String> verbs = new ArrayList<>();

  @Override
  public Integer call() {
    CommandLine at = spec.parent().commandLine();
    for (String verb : verbs) {
      CommandLine below = at.getSubcommands().get(verb);
      if (below == null) {
        throw Verbs.unknownVerb(at, verb);
      }
      at = below;
    }
    System.out.print(HelpText.of(at, Screen.stdout().columns()));
    return 0;
  }
}
