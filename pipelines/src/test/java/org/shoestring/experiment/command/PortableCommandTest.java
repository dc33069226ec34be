package org.shoestring.experiment.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shoestring.pipeline.process.Version;
import org.shoestring.spec.UsageException;
import org.shoestring.worker.CommandEnvironment;
import org.shoestring.worker.ShellCommand;

/** Commands whose paths are such as nobody has thought of, run by real shells. */
@Timeout(60)
class PortableCommandTest {
  private static final List<String> SHELL = List.of("/bin/sh", "-c");

  private final Path folder;

  PortableCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static List<String> names() {
    return List.of(
        "two  words ",
        "it's",
        "q\"uote\"",
        "'",
        "$HOME ${PATH} $(touch made) `touch made`",
        "back\\slash\\n\\",
        "line\nfeed\n",
        "\t\r\u0001\u007f",
        "~",
        "~root",
        "-rf",
        "--help",
        "*?[a-z]{a,b}",
        "!history ; & | < > ( ) #",
        "a=b",
        "{{ {input} {model}",
        "%s%n$1\\1",
        "gr\u00fc\u00dfe \u4f60\u597d \ud83d\ude00 e\u0301",
        "\u2028\u0085\u00a0");
  }

  private PortableCommand command(
      List<String> shell, String text, Path in, Map<String, String> set) {
    return new PortableCommand(
        new ShellCommand(shell, text, in.toString(), new CommandEnvironment(set, Set.of())),
        Map.of("seed", "7"),
        text.contains("{shoestring}"),
        List.of(),
        Set.of());
  }

  /** What a command prints, between the zero bytes behind each. */
  private List<String> printed(PortableCommand command, Map<String, Path> paths, Path work)
      throws Exception {
    Process process = command.on(paths, work).process().redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).endsWith("\0");
    return List.of(said.substring(0, said.length() - 1).split("\0", -1));
  }

  @ParameterizedTest
  @MethodSource("names")
  void on_pathOfAnyName_isThatPathHoweverItIsQuoted(String name) throws Exception {
    Path model = Files.createDirectory(folder.resolve(name));
    String text =
        "printf '%s\\0' {model} \"{model}\" '{model}' x{model}x \"$SHOESTRING_MODEL\""
            + " \"$(printf %sx {model})\" {seed}";
    String path = model.toString();
    for (List<String> shell : List.of(SHELL, List.of("bash", "-euo", "pipefail", "-c"))) {
      assertThat(printed(command(shell, text, model, Map.of()), Map.of("model", model), folder))
          .containsExactly(path, path, path, "x" + path + "x", path, path + "x", "7");
    }
    assertThat(model).isEmptyDirectory();
  }

  @ParameterizedTest
  @MethodSource("names")
  void on_folderAndVariableOfAnyName_areThose(String name) throws Exception {
    Path in = Files.createDirectory(folder.resolve(name));
    String text = "printf '%s\\0' \"$PWD\" \"$VALUE\"";
    assertThat(printed(command(SHELL, text, in, Map.of("VALUE", name)), Map.of(), folder))
        .containsExactly(in.toRealPath().toString(), name);
    assertThat(in).isEmptyDirectory();
  }

  @Test
  void on_thisProgramInAFolderOfAnyName_starts() throws Exception {
    Path work = Files.createDirectory(folder.resolve("a 'b' \"c\" $HOME `x` \\\n ü -d"));
    String text =
        "{shoestring} --version && printf '\\0' && sh -c '{shoestring} --version' && printf '\\0'";
    List<String> said = new ArrayList<>();
    for (String line : printed(command(SHELL, text, folder, Map.of()), Map.of(), work)) {
      said.add(line.strip());
    }
    String version = "shoestring " + Version.text();
    assertThat(said).containsExactly(version, version);
  }

  @Test
  void on_thisProgramInAFolderThatNoClassPathTakes_saysWhatToDo() throws IOException {
    Path work = Files.createDirectory(folder.resolve("a:b"));
    assertThatThrownBy(
            () -> command(SHELL, "{shoestring} head x", folder, Map.of()).on(Map.of(), work))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "Java cannot start a program from the folder "
                + work
                + ", because ':' separates the entries of a class path; choose another folder with"
                + " --work-dir");
  }
}
