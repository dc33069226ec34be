package org.shoestring.experiment.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.CommandSettings;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.FoundSources;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.StageContext;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.pipeline.process.Version;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.Workspace;
import org.shoestring.table.record.Recipe;
import org.shoestring.worker.CommandEnvironment;
import org.shoestring.worker.ShellCommand;

class CommandTemplateTest {
  private static final Set<String> STAGES = Set.of("model", "data", "other");
  private static final List<Recipe.Fact> FIXED =
      List.of(
          new Recipe.Fact("env LC_ALL", "C.UTF-8"),
          new Recipe.Fact("env PYTHONHASHSEED", "0"),
          new Recipe.Fact("env TZ", "UTC"));

  private final Path folder;

  CommandTemplateTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static CommandTemplate template(String text, String... files) {
    return template(CommandSettings.DEFAULT, text, files);
  }

  private static CommandTemplate template(CommandSettings settings, String text, String... files) {
    return CommandTemplate.read(
        new YamlNode.Text("here", text),
        List.of("input", "out"),
        STAGES,
        settings,
        List.of(files),
        new CommandSeed(null, false));
  }

  private Experiment experiment(String name) throws IOException {
    Path file = folder.resolve(name).resolve("e.yaml");
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(
        file, "experiment: e\nworkspace: w\nseed: 3\nstages: {a: {import: a.tsv, columns: [a]}}\n");
    return Experiment.read(file, List.of());
  }

  private List<Recipe.Fact> facts(String text, String... files) throws IOException {
    return facts(experiment("here"), template(text, files));
  }

  /** The facts without those that all commands have. */
  private List<Recipe.Fact> facts(Experiment experiment, CommandTemplate template)
      throws IOException {
    List<Recipe.Fact> facts = new ArrayList<>(template.facts().of(context(experiment)));
    facts.removeIf(fact -> FIXED.contains(fact));
    return facts;
  }

  private StageContext context(Experiment experiment) throws IOException {
    Workspace workspace =
        Workspace.open(
            Stores.withoutOptions(),
            "",
            experiment.workspace(),
            experiment.codec(),
            experiment.level());
    return new StageContext(experiment, workspace, Map.of(), new FoundSources(), remark -> {});
  }

  private String expand(String text) throws IOException {
    return command(text).text();
  }

  private ShellCommand command(String text) throws IOException {
    return template(text)
        .portable(context(experiment("here")))
        .on(
            Map.of("input", Path.of("/plain/path"), "out", Path.of("/path with/blank's {{")),
            folder.resolve("copies"));
  }

  @Test
  void inputs_ofStagesAndTables_areInOrderOnce() {
    assertThat(template("x {data.dev} {model} {data.dev} {data} {input}").inputs())
        .extracting(Reference::output)
        .containsExactly("data.dev", "model", "data");
  }

  @Test
  void facts_namesOfStages_doNotMatter() throws IOException {
    assertThat(facts("x {model} {data} {model}"))
        .isEqualTo(facts("x {data} {other} {data}"))
        .containsExactly(new Recipe.Fact("command", "x {0} {1} {0}"));
    assertThat(facts("x {model} {data}")).isNotEqualTo(facts("x {model} {model}"));
  }

  @Test
  void facts_placeOfTheExperiment_doesNotMatter() throws IOException {
    Experiment one = experiment("one");
    Experiment other = experiment("two/three");
    Files.writeString(one.folder().resolve("train.py"), "print(1)");
    Files.writeString(other.folder().resolve("train.py"), "print(1)");
    CommandTemplate template = template("python3 train.py --in {input} --seed {seed}");
    assertThat(facts(one, template))
        .isEqualTo(facts(other, template))
        .extracting(Recipe.Fact::name)
        .containsExactly("command", "file train.py", "seed");
  }

  @Test
  void facts_pathOfTheFolderAndItsVariable_differ() throws IOException {
    Path here = experiment("here").folder();
    assertThat(facts("echo '" + here + "'")).isNotEqualTo(facts("echo '$PWD'"));
    assertThat(facts("echo '" + here + "'"))
        .containsExactly(new Recipe.Fact("command", "echo '/{folder}'"));
  }

  @Test
  void facts_otherPathsOfTheFolder_areTheSame() throws IOException {
    Path here = experiment("my exp").folder();
    Files.createSymbolicLink(folder.resolve("link"), here);
    Experiment experiment = Experiment.read(here.resolve("e.yaml"), List.of());
    List<Recipe.Fact> expected = facts(experiment, template("x '" + here + "/y' {out}"));
    assertThat(expected).containsExactly(new Recipe.Fact("command", "x '/{folder}/y' {out}"));
    assertThat(facts(experiment, template("x '" + folder + "/link/y' {out}"))).isEqualTo(expected);
    assertThat(facts(experiment, template("x " + folder + "/my\\ exp/y")))
        .containsExactly(new Recipe.Fact("command", "x /{folder}/y"));
    Experiment linked = Experiment.read(folder.resolve("link/e.yaml"), List.of());
    assertThat(facts(linked, template("x '" + folder + "/link/y' {out}"))).isEqualTo(expected);
  }

  @Test
  void facts_pathOfTheFolderInSettings_isNoPartOfThem() throws IOException {
    Experiment experiment = experiment("here");
    String at = experiment.folder().toString();
    CommandSettings settings =
        new CommandSettings(
            List.of(at + "/my.sh", "-c"),
            new CommandEnvironment(Map.of("A", at + "/lib", "B", "/{folder}/lib"), Set.of()));
    assertThat(facts(experiment, template(settings, "x")))
        .contains(
            new Recipe.Fact("shell", "/{folder}/my.sh -c"),
            new Recipe.Fact("env A", "/{folder}/lib"),
            new Recipe.Fact("env B", "/{{folder}/lib"));
  }

  @Test
  void read_variablesThatOnlyEndLikeOurs_areTheUsersOwn() {
    assertThat(template("echo $MY_SHOESTRING_DIR").inputs()).isEmpty();
    assertThatThrownBy(() -> template("echo $SHOESTRING_DIR"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("here: unknown variable 'SHOESTRING_DIR'");
  }

  @Test
  void facts_editedFile_differ() throws IOException {
    Path here = experiment("here").folder();
    for (String command :
        List.of(
            "python3 train.py {out}",
            "python3 './train.py'>{out}/x",
            "X=1 python3 -c train.py;",
            "python3 --config=train.py")) {
      Files.writeString(here.resolve("train.py"), "print(1)");
      List<Recipe.Fact> before = facts(command);
      Files.writeString(here.resolve("train.py"), "print(2)");
      assertThat(facts(command)).as(command).isNotEqualTo(before).hasSize(2);
    }
  }

  @Test
  void facts_furtherFiles_areHashed() throws IOException {
    Path here = experiment("here").folder();
    Files.writeString(here.resolve("lib.py"), "1");
    List<Recipe.Fact> before = facts("x", "lib.py");
    Files.writeString(here.resolve("lib.py"), "2");
    assertThat(facts("x", "lib.py")).isNotEqualTo(before).hasSize(2);
  }

  @Test
  void facts_furtherFileMissing_isAUsageError() {
    assertThatThrownBy(() -> facts("x", "lib.py"))
        .hasMessage("here: files: there is no file '" + folder.resolve("here/lib.py") + "'");
  }

  @Test
  void facts_seed_onlyWhereItIsUsed() throws IOException {
    assertThat(facts("x {seed}")).contains(new Recipe.Fact("seed", "3"));
    assertThat(facts("x")).hasSize(1);
  }

  @Test
  void expand_values_areQuotedForTheShell() throws IOException {
    assertThat(expand("x {input} {out} {seed}"))
        .isEqualTo("x /plain/path '/path with/blank'\\''s {{' 3");
  }

  @Test
  void expand_otherBraces_areLeftToTheShell() throws IOException {
    String shell = "echo ${X} ${HOME:-a} $(date) | awk '{print $1}' | sed 's/a{2,3}/{}/' {a,b}";
    assertThat(expand(shell)).isEqualTo(shell);
  }

  @Test
  void expand_doubledBrace_isABrace() throws IOException {
    assertThat(expand("echo '{{model} {{{seed}'")).isEqualTo("echo '{model} {3'");
  }

  @Test
  void expand_shoestring_startsThisProgramAnywhere() throws Exception {
    String line = expand("cd / && {shoestring} --version");
    Process process = new ProcessBuilder("/bin/sh", "-c", line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).isEqualTo("shoestring " + Version.text() + "\n");
  }
}
