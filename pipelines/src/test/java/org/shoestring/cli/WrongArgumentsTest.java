package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shoestring.cli.argument.WholeNumber;
import org.shoestring.store.Stores;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What verbs say of arguments that cannot be right, before they look at any file. */
class WrongArgumentsTest {
  private static final Set<String> OF_ONE_WORD =
      Set.of("doctor", "flink taskmanager", "flink certificates");

  private final Path folder = Path.of("nowhere");

  @Test
  void verbs_lengthOfTimeThatCannotBe_tellWhatIsAllowed() {
    assertThat(Ran.by("gc", "w", "--lease", "2").error(2, folder))
        .startsWith("invalid value for option '--lease': '2' is too short; it must be 3s or more");
    assertThat(Ran.by("gc", "w", "--grace", "soon").error(2, folder))
        .startsWith("invalid value for option '--grace': 'soon' is not a length of time");
    assertThat(Ran.by("run", "e.yaml", "--grace", "0s").error(2, folder))
        .startsWith("invalid value for option '--grace': '0s' is too short; it must be 1s or more");
  }

  @Test
  void verbs_numberBeyondItsRange_tellTheRange() {
    assertThat(Ran.by("shards", "verify", "x", "-j", "3000000000").error(2, folder))
        .isEqualTo("--jobs N must be a whole number from 1 to 2147483647, but is '3000000000'");
    assertThat(Ran.by("cat", "x", "--from", "0").error(2, folder))
        .isEqualTo("--from LINE must be a whole number of 1 or more, but is '0'");
    for (String[] args :
        new String[][] {{"head", "x", "-n"}, {"import", "x", "y", "--max-bad-lines"}}) {
      String option = args[0].equals("head") ? "--lines" : args[3];
      String[] words = Arrays.copyOf(args, args.length + 1);
      words[args.length] = "99999999999999999999";
      assertThat(Ran.by(words).error(2, folder))
          .isEqualTo(
              option
                  + " N must be a whole number from 0 to 9223372036854775807, but is"
                  + " '99999999999999999999'");
    }
    assertThat(Ran.by("import", "--format", "cvs", "a", "b").error(2, folder))
        .isEqualTo("--format FORMAT must be one of jsonl, csv, tsv, text, parallel, but is 'cvs'");
  }

  @Test
  void commands_optionsWithNumbers_haveARange() {
    List<String> without = new ArrayList<>();
    collect(Verbs.commands(Stores.withoutOptions(), List.of()), without);
    assertThat(without).isEmpty();
    assertThat(Ran.by("lexicon", "train", "--iterations", "2000", "--data", "d").error(2, folder))
        .isEqualTo("--iterations N must be a whole number from 1 to 1000, but is '2000'");
  }

  /** All that can be run, as words: {@code shards verify}. */
  static List<String> verbs() {
    return leaves(Verbs.commands(Stores.withoutOptions(), List.of()))
        .map(WrongArgumentsTest::words)
        .filter(
            words -> !List.of("help", "train").contains(words)) // The words of train are a command.
        .toList();
  }

  /** Those that take words that are no options. */
  static List<String> verbsWithWords() {
    return leaves(Verbs.commands(Stores.withoutOptions(), List.of()))
        .filter(command -> !command.getCommandSpec().positionalParameters().isEmpty())
        .map(WrongArgumentsTest::words)
        .filter(
            words -> !List.of("help", "train").contains(words)) // The words of train are a command.
        .toList();
  }

  private static Stream<CommandLine> leaves(CommandLine command) {
    return command.getSubcommands().isEmpty()
        ? Stream.of(command)
        : command.getSubcommands().values().stream().flatMap(WrongArgumentsTest::leaves);
  }

  private static String words(CommandLine command) {
    return command.getCommandSpec().qualifiedName().split(" ", 2)[1];
  }

  private static void collect(CommandLine command, List<String> without) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      Class<?> type = option.typeInfo().getType();
      boolean number = type == int.class || type == long.class;
      if (number
          && !(option.converters().length == 1 && option.converters()[0] instanceof WholeNumber)) {
        without.add(command.getCommandName() + " " + option.longestName());
      }
    }
    command.getSubcommands().values().forEach(sub -> collect(sub, without));
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void verbs_misspeltOptionAndNothingElse_nameTheOneThatIsMeant(String verb) {
    List<String> words = new ArrayList<>(List.of(verb.split(" ")));
    words.add("--hlep");

    assertThat(Ran.by(words.toArray(String[]::new)).error(2, folder))
        .isEqualTo(
            "unknown option: '--hlep' (did you mean --help?); all arguments and options: shoestring "
                + verb
                + " --help");
  }

  @Test
  void verbs_misspeltOptionAmongOthers_isNamedAlone() {
    assertThat(Ran.by("cp", "--recursive", "a").error(2, folder))
        .isEqualTo(
            "unknown option: '--recursive'; all arguments and options: shoestring cp --help");
    assertThat(Ran.by("run", "--lesae", "3", "--nope").error(2, folder))
        .isEqualTo(
            "unknown options: '--lesae', '--nope' (did you mean --lease?); all arguments and"
                + " options: shoestring run --help");
    assertThat(Ran.by("cp", "-").error(2, folder))
        .isEqualTo(
            "missing argument: SOURCE... TARGET, but only '-' is given; all arguments and options:"
                + " shoestring cp --help");
  }

  @Test
  void verbs_optionsBeforeThem_areToldTheOrder() {
    assertThat(Ran.by("--set", "x={a: 1}", "run", "e.yaml").error(2, folder))
        .isEqualTo(
            "'--set' is before the verb; write options after it: shoestring run --set 'x={a: 1}'"
                + " e.yaml");
    assertThat(Ran.by("-n", "run").error(2, folder))
        .isEqualTo("'-n' is before the verb; write options after it: shoestring run -n");
    assertThat(Ran.by("shards", "-j", "2", "verify", "x").error(2, folder))
        .isEqualTo(
            "'-j' is before the verb; write options after it: shoestring shards verify -j 2 x");
    assertThat(Ran.by("--hlep").error(2, folder))
        .isEqualTo(
            "unknown option: '--hlep' (did you mean --help?); all arguments and options: shoestring"
                + " --help");
  }

  @ParameterizedTest
  @MethodSource("verbsWithWords")
  void verbs_emptyArguments_areRefused(String verb) {
    List<String> words = new ArrayList<>(List.of(verb.split(" ")));
    words.addAll(Collections.nCopies(OF_ONE_WORD.contains(verb) ? 1 : 2, ""));

    assertThat(Ran.by(words.toArray(String[]::new)).error(2, folder))
        .matches("[A-Z][\\p{Alpha}.:\\[\\] ]* is empty; is a variable in this command not set\\?");
  }

  @Test
  void verbs_emptyValues_areRefused() {
    assertThat(Ran.by("run", "e.yaml", "--work-dir", "").error(2, folder))
        .isEqualTo("--work-dir DIR is empty; is a variable in this command not set?");
    assertThat(Ran.by("run", "e.yaml", "--set", "").error(2, folder))
        .isEqualTo("--set KEY=VALUE is empty; is a variable in this command not set?");
    assertThat(Ran.by("gc", "w", "--forget=").error(2, folder))
        .isEqualTo("--forget EXPERIMENT/STAGE is empty; is a variable in this command not set?");
  }
}
