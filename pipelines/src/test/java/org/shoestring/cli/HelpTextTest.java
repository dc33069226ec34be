package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.files.FolderWalk;
import org.shoestring.store.Stores;
import picocli.CommandLine;

class HelpTextTest {

  /** The program, its verbs, and theirs. */
  private static Stream<CommandLine> commands() {
    List<CommandLine> all =
        new ArrayList<>(List.of(Verbs.commands(Stores.withoutOptions(), List.of())));
    for (int i = 0; i < all.size(); i++) {
      all.addAll(all.get(i).getSubcommands().values());
    }
    return all.stream();
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void of_anyWidth_fitsAndBreaksNoWord(CommandLine command) {
    String whole = words(HelpText.of(command, 3000));
    for (int columns : new int[] {40, 55, 79, 80, 100, 200}) {
      String help = HelpText.of(command, columns);
      assertThat(help.lines()).allMatch(line -> line.length() <= columns);
      if (columns > 60) {
        assertThat(words(help)).isEqualTo(whole);
      }
      assertThat(help.replaceAll("\\s", "")).isEqualTo(whole.replace(" ", ""));
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void summary_ofEachVerb_isASentence(CommandLine command) {
    String summary = command.getCommandSpec().usageMessage().description()[0];
    assertThat(summary).matches("[A-Z].*\\.");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void descriptions_ofOptions_areNotBrokenByHand(CommandLine command) {
    command
        .getCommandSpec()
        .args()
        .forEach(
            argument ->
                assertThat(argument.description())
                    .as(argument.paramLabel())
                    .allMatch(part -> part.matches("([A-Z]|FILE).*"))
                    .allMatch(part -> !part.contains("\n")));
  }

  /** The formatter breaks code, but no text. */
  @Test
  void sources_ofAllVerbs_haveNoLineOver100Columns() throws IOException {
    Path sources = Path.of("src/main/java/org/shoestring/cli");
    assertThat(sources).isDirectory();
    List<String> wide = new ArrayList<>();
    FolderWalk.files(
        sources,
        file -> {
          for (String line : Files.readAllLines(file)) {
            if (line.length() > 100) {
              wide.add(file.getFileName() + ": " + line.strip());
            }
          }
        });
    assertThat(wide).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "shards verify", "lexicon train"})
  void help_ofAVerb_isThatOfItsOption(String verb) {
    String[] option = (verb + " --help").split(" ", -1);
    String[] help = ("help " + verb).split(" ", -1);
    assertThat(Ran.by(help).good().out()).isEqualTo(Ran.by(option).good().out());
  }

  @Test
  void help_unknownVerb_listsTheKnown() {
    Ran ran = Ran.by("help", "shards", "verfy");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            "shoestring: shards: unknown verb 'verfy' (did you mean verify?); known: verify\n");
    assertThat(Ran.by("help", "nope").err())
        .isEqualTo(Ran.by("nope").err())
        .startsWith("shoestring: unknown verb 'nope'; known: run, status, ");
  }

  @Test
  void of_80Columns_isAlignedBelowDescriptions() {
    CommandLine translate =
        commands()
            .filter(command -> command.getCommandName().equals("translate"))
            .findFirst()
            .orElseThrow();
    assertThat(HelpText.of(translate, 80).lines())
        .containsExactly(
            "Usage: shoestring lexicon translate [-hV] --model=DIR",
            "",
            "Translates stdin to stdout, line by line.",
            "",
            "  -h, --help        Show this help message and exit.",
            "      --model=DIR   What 'lexicon train' wrote to --out.",
            "  -V, --version     Print version information and exit.");
    assertThat(HelpText.of(translate, 40).lines())
        .containsExactly(
            "Usage: shoestring lexicon translate",
            "       [-hV] --model=DIR",
            "",
            "Translates stdin to stdout, line by",
            "line.",
            "",
            "  -h, --help",
            "      Show this help message and exit.",
            "  --model=DIR",
            "      What 'lexicon train' wrote to",
            "      --out.",
            "  -V, --version",
            "      Print version information and",
            "      exit.");
  }

  /** picocli puts one blank only behind an option that is as long as its column. */
  @Test
  void of_longOption_isAlignedAsTheOthers() {
    CommandLine train =
        commands()
            .filter(command -> command.getCommandName().equals("train"))
            .filter(command -> command.getParent().getCommandName().equals("shoestring"))
            .findFirst()
            .orElseThrow();

    assertThat(HelpText.of(train, 80))
        .contains(
            "      --checkpoints=LOCATION Where checkpoints, learning curve and log are\n"
                + " ".repeat(29)
                + "saved: a folder, ");
  }

  @Test
  void commands_ofAnyVerb_areThatVerbAlone() {
    Set<String> all = Verbs.commands(Stores.withoutOptions(), List.of()).getSubcommands().keySet();
    assertThat(all).hasSize(24);
    for (String verb : all) {
      CommandLine commands = Verbs.commands(Stores.withoutOptions(), List.of(verb, "x"));
      if (!verb.equals("help")) {
        assertThat(commands.getSubcommands()).containsOnlyKeys(verb);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "help", "--help", "-h", "--version", "rnu", "--rnu", "run.yaml"})
  void commands_ofAnythingElse_areAll(String word) {
    List<String> words = word.isEmpty() ? List.of() : List.of(word, "run");
    assertThat(Verbs.commands(Stores.withoutOptions(), words).getSubcommands())
        .hasSize(24)
        .containsKeys("run", "lexicon");
  }

  /** The same as with all verbs: it is only made faster. */
  @Test
  void commands_ofOneVerb_haveTheSameHelp() {
    Verbs.commands(Stores.withoutOptions(), List.of())
        .getSubcommands()
        .forEach(
            (verb, command) -> {
              CommandLine one =
                  Objects.requireNonNull(
                      Verbs.commands(Stores.withoutOptions(), List.of(verb))
                          .getSubcommands()
                          .get(verb));
              assertThat(HelpText.of(one, 80)).isEqualTo(HelpText.of(command, 80));
            });
  }
}
