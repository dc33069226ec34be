package org.shoestring.experiment.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.Bench;
import org.shoestring.experiment.Experiment;
import org.shoestring.experiment.FoundSources;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.StageContext;
import org.shoestring.experiment.stage.PipeStage;
import org.shoestring.files.FileIdentity;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ChangedFileException;
import org.shoestring.table.Output;
import org.shoestring.table.Workspace;
import org.shoestring.transform.piping.PipeLines;

/** Commands that are run where their experiment's folder is not. */
@Timeout(60)
class SentCommandTest {
  private final Path temp;
  private final Path folder;

  SentCommandTest(@TempDir Path temp) throws IOException {
    this.temp = temp.toRealPath();
    this.folder = this.temp.resolve("it's here");
  }

  private Bench bench(String stage) throws IOException {
    return new Bench(
        folder,
        "experiment: e\nworkspace: "
            + temp.resolve("ws")
            + "\nstages:\n  raw: {import: a.tsv, columns: [en]}\n  p:\n    pipe: raw\n"
            + "    columns: [x]\n"
            + stage.indent(4));
  }

  private Workspace workspace(Experiment experiment) throws IOException {
    return Workspace.open(
            Stores.withoutOptions(), "", experiment.workspace(), experiment.codec(), 1)
        .make();
  }

  private PortableCommand portable(Experiment experiment) throws IOException {
    Stage stage = Objects.requireNonNull(experiment.stages().get("p"));
    CommandTemplate command = ((PipeStage) stage).command();
    StageContext context =
        new StageContext(
            experiment, workspace(experiment), Map.of(), new FoundSources(), remark -> {});
    assertThat(command.facts().of(context)).isNotEmpty();
    return command.portable(context);
  }

  private Output making(Experiment experiment) throws IOException {
    return workspace(experiment).output("pipe-0123456789abcdef0123456789abcdef");
  }

  private PipeLines.Command sent(Bench bench) throws IOException {
    Experiment experiment = bench.experiment();
    return portable(experiment).sentWith(making(experiment));
  }

  /** What a command prints on a machine that has nothing but its work folder. */
  private String printed(PipeLines.Command command, String work) throws Exception {
    Process process = command.on(Map.of(), temp.resolve(work)).process().start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return said;
  }

  private void moveAway() throws IOException {
    Files.move(folder, temp.resolve("moved away"));
  }

  private List<String> stored() throws IOException {
    Path files = temp.resolve("ws/outputs/pipe-0123456789abcdef0123456789abcdef/_files");
    try (Stream<Path> all = Files.walk(files)) {
      return all.filter(Files::isRegularFile)
          .map(file -> files.relativize(file).toString().replaceFirst("^[0-9a-f]{16}/", ""))
          .sorted()
          .toList();
    }
  }

  private static Path below(Path at, String name) throws IOException {
    try (Stream<Path> all = Files.walk(at)) {
      return all.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  @Test
  void sent_filesInFolders_runWithTheirLayoutAndModes() throws Exception {
    Bench bench =
        bench("command: 'cd lib && ./run.sh && cat ../words.txt'\nfiles: [lib/part, words.txt]");
    bench.write("lib/run.sh", "#!/bin/sh\ncat part/own.txt; pwd; echo >> made.here\n");
    bench.write("lib/part/own.txt", "own\n");
    bench.write("words.txt", "words\n");
    bench.write("more/of.txt", "not named\n");
    assertThat(bench.path("lib/run.sh").toFile().setExecutable(true)).isTrue();
    PipeLines.Command command = sent(bench);
    moveAway();

    for (int again = 0; again < 2; again++) { // A file that the program adds stays.
      assertThat(printed(command, "work"))
          .startsWith("own\n" + temp.resolve("work") + "/_files-")
          .endsWith("/lib\nwords\n");
    }

    assertThat(bench.remarks()).isEmpty();
    assertThat(stored())
        .containsExactly("_list.tsv", "lib/part/own.txt", "lib/run.sh", "words.txt");
  }

  @Test
  void sent_foldersWithoutFiles_areThere() throws Exception {
    Bench bench = bench("command: 'ls -d in; echo x > logs/a/b.txt; tee out/c < t.txt'");
    bench.write("t.txt", "t\n");
    for (String name : List.of("in", "logs/a", "out", "not named")) {
      Files.createDirectories(folder.resolve(name));
    }
    PipeLines.Command command = sent(bench);
    moveAway();

    assertThat(printed(command, "work")).isEqualTo("in\nt\n");
    assertThat(below(temp.resolve("work"), "b.txt")).hasContent("x");
    try (Stream<Path> all = Files.walk(temp.resolve("work"))) {
      assertThat(all).noneMatch(path -> path.endsWith("not named"));
    }
  }

  @Test
  void sent_pathsOfTheFolder_leadToTheCopy() throws Exception {
    Bench bench =
        bench(
            """
            command: sh "%s/t.sh" ; cat $LIB/u.txt "$UP/v.txt"
            files: [lib, v.txt]
            env: {LIB: lib, UP: "%s"}
            """
                .formatted(folder, folder));
    bench.write("t.sh", "echo t\n");
    bench.write("lib/u.txt", "u\n");
    bench.write("v.txt", "v\n");
    PipeLines.Command command = sent(bench);
    moveAway();

    assertThat(printed(command, "a 'work' \"folder\"")).isEqualTo("t\nu\nv\n");
  }

  @Test
  void sent_changedCopy_isRestored() throws Exception {
    Bench bench = bench("command: 'sh t.sh'");
    bench.write("t.sh", "echo t\n");
    PipeLines.Command command = sent(bench);
    String unused = printed(command, "work");
    Path copy = below(temp.resolve("work"), "t.sh");
    Files.delete(copy);
    Files.writeString(copy, "echo other\n");

    assertThat(printed(command, "work")).isEqualTo("t\n");
    assertThat(bench.remarks()).singleElement(STRING).contains("t.sh was changed, and is restored");
  }

  /** Samples share files by such links. */
  @Test
  void sent_linkThatLeadsOut_isSentAsTheFile() throws Exception {
    Bench bench = bench("command: 'sh t.sh'");
    bench.write("e.txt", "");
    Files.writeString(temp.resolve("shared.sh"), "echo shared\n");
    Files.createSymbolicLink(folder.resolve("t.sh"), temp.resolve("shared.sh"));
    PipeLines.Command command = sent(bench);
    moveAway();
    Files.delete(temp.resolve("shared.sh"));

    assertThat(printed(command, "work")).isEqualTo("shared\n");
  }

  @Test
  void sent_fileOutsideTheFolder_isRefusedWithTheCure() throws Exception {
    Path outside = Files.writeString(temp.resolve("t.sh"), "echo t\n");
    Bench bench = bench("command: 'sh ../t.sh'");

    assertThatThrownBy(() -> sent(bench))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "command 'sh ../t.sh' needs the file "
                + outside
                + ", which cannot be sent to the workers of this runner, because it is not in the"
                + " experiment's folder "
                + folder
                + ". Copy it there, and name it by its relative path. If it is a program that is"
                + " installed on each worker, name it without its folder");
  }

  @Test
  void sent_fileThatChangedSinceTheKeyWasTold_isRefused() throws Exception {
    Bench bench = bench("command: 'sh t.sh'");
    bench.write("t.sh", "echo t\n");
    Experiment experiment = bench.experiment();
    PortableCommand portable = portable(experiment);
    bench.write("t.sh", "echo u\n");

    assertThatThrownBy(() -> portable.sentWith(making(experiment)))
        .isInstanceOf(ChangedFileException.class)
        .hasMessageContaining("t.sh");
  }

  @Test
  void sent_filesThatAreThere_areNotPutAgain() throws Exception {
    Bench bench = bench("command: 'sh t.sh; sh u.sh'");
    bench.write("t.sh", "echo t\n");
    bench.write("u.sh", "echo u\n");
    PipeLines.Command first = sent(bench);
    Path files = temp.resolve("ws/outputs/pipe-0123456789abcdef0123456789abcdef/_files");
    Path kept = below(files, "t.sh");
    Files.delete(below(files, "u.sh"));
    FileIdentity before = FileIdentity.of(kept);

    assertThat(printed(sent(bench), "work")).isEqualTo(printed(first, "other")).isEqualTo("t\nu\n");
    assertThat(FileIdentity.of(kept)).isEqualTo(before);
  }
}
