package org.shoestring.experiment.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.shell.ShellText;
import org.shoestring.spec.UsageException;

@Timeout(60)
class WatchedFilesTest {
  private final Path folder;

  WatchedFilesTest(@TempDir Path temp) {
    this.folder = temp.resolve("exp");
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private CommandFiles named(String command) throws IOException {
    return new CommandFiles(folder, Map.of(), List.of("/bin/sh", "-c"), ShellText.read(command));
  }

  private Map<String, String> unwatched(String command, String... files) throws IOException {
    return watched(command, files).unwatched();
  }

  private WatchedFiles watched(String command, String... files) throws IOException {
    WatchedFiles watched = new WatchedFiles(folder, folder.resolve("ws"), named(command));
    for (String file : files) {
      watched.add("e.yaml:3", file);
    }
    return watched;
  }

  @Test
  void add_foldersAndPatterns_areTheirFiles() throws IOException {
    for (String name :
        new String[] {
          "lib/a.py", "lib/deep/b.json", "lib/__pycache__/a.pyc", "lib/.git/x", "lib/.hidden",
          "conf/x.json", "conf/y.yaml", "conf/deep/z.json", "ws/part.json", "top.json"
        }) {
      write(name, "");
    }
    assertThat(watched("x", "lib").files()).containsOnlyKeys("lib/a.py", "lib/deep/b.json");
    assertThat(watched("x", "conf/*.json").files()).containsOnlyKeys("conf/x.json");
    assertThat(watched("x", "conf/**.json").files())
        .containsOnlyKeys("conf/x.json", "conf/deep/z.json");
    assertThat(watched("x", "{conf,lib}/*.{json,py}").files())
        .containsOnlyKeys("conf/x.json", "lib/a.py");
    assertThat(watched("x", ".").files())
        .containsOnlyKeys(
            "lib/a.py",
            "lib/deep/b.json",
            "conf/x.json",
            "conf/y.yaml",
            "conf/deep/z.json",
            "top.json");
  }

  @Test
  void add_nothingThere_isAUsageError() throws IOException {
    write("a[1].txt", "");
    Files.createDirectories(folder.resolve("empty"));
    assertThat(watched("x", "a[1].txt").files()).containsOnlyKeys("a[1].txt");
    assertThatThrownBy(() -> watched("x", "no.py"))
        .isInstanceOf(UsageException.class)
        .hasMessage("e.yaml:3: files: there is no file '" + folder.resolve("no.py") + "'");
    for (String name : new String[] {"*.py", "empty", "no/*.py"}) {
      assertThatThrownBy(() -> watched("x", name))
          .hasMessage("e.yaml:3: files: nothing matches '" + name + "' in " + folder);
    }
    assertThatThrownBy(() -> watched("x", "a{b"))
        .hasMessage("e.yaml:3: files: the pattern 'a{b' has an unclosed bracket or brace");
  }

  @Test
  void add_interpretersAndEnvironments_areNotWatched() throws IOException {
    write("venv/pyvenv.cfg", "");
    write("venv/bin/tool", "#!" + folder);
    write("t.py", "");
    write("ws/made.py", "");
    Files.createSymbolicLink(folder.resolve("python"), Path.of("/bin/sh").toRealPath());
    write("../common/c.py", "");
    Files.createSymbolicLink(folder.resolve("c.py"), folder.resolve("../common/c.py"));

    assertThat(watched("venv/bin/tool; ./python t.py c.py ws/made.py").files())
        .containsOnlyKeys("t.py", "c.py");
  }

  @Test
  void add_linksInAPackage_areFollowedOnlyInTheFolder() throws IOException {
    write("pkg/run.py", "");
    write("conf/x.json", "");
    Path elsewhere = Files.createDirectories(folder.resolveSibling("elsewhere"));
    Files.writeString(elsewhere.resolve("data.bin"), "");
    Files.createSymbolicLink(folder.resolve("pkg/data"), elsewhere);
    Files.createSymbolicLink(folder.resolve("pkg/conf"), Path.of("../conf"));
    assertThat(watched("python3 -m pkg.run").files())
        .containsOnlyKeys("pkg/run.py", "pkg/conf/x.json");
    assertThat(watched("x", "pkg").files())
        .containsOnlyKeys("pkg/run.py", "pkg/conf/x.json", "pkg/data/data.bin");
  }

  @Test
  void add_packages_areTheirFiles() throws IOException {
    write("pkg/__init__.py", "");
    write("pkg/run.py", "");
    write("pkg/words.txt", "");
    write("pkg/__pycache__/run.pyc", "");
    assertThat(watched("python3 -m pkg.run").files())
        .containsOnlyKeys("pkg/__init__.py", "pkg/run.py", "pkg/words.txt");
  }

  @Test
  void unwatched_programsThatWatchedOnesUse_areTold() throws IOException {
    write("train.py", "import os, model\nfrom layers.conv import Conv\nprint('data')\n");
    write("model.py", "if 1:\n    import deeper\n");
    write("deeper.py", "import train\n");
    write("data.py", "");
    write("layers/conv.py", "");
    write("run.sh", "set -e\n. ./env.sh\npython3 other.py --model x\n");
    write("env.sh", "");
    write("other.py", "");
    assertThat(unwatched("python3 train.py"))
        .isEqualTo(Map.of("deeper.py", "model.py", "layers", "train.py", "model.py", "train.py"));
    assertThat(unwatched("python3 train.py", "model.py", "layers", "deeper.py")).isEmpty();
    assertThat(unwatched("sh run.sh")).isEqualTo(Map.of("env.sh", "run.sh", "other.py", "run.sh"));
  }

  @Test
  void unwatched_filesThatProgramsHaveBetweenQuotes_areTold() throws IOException {
    write("t.py", "open('conf/x.json'); open('none.txt'); y = 'word'\n");
    write("conf/x.json", "");
    write("word", "");
    assertThat(unwatched("python3 t.py")).isEqualTo(Map.of("conf/x.json", "t.py"));
  }

  @Test
  void unwatched_longProgramsOnOneLine_areReadToTheirEnd() throws IOException {
    write("conf.json", "");
    write("model.py", "");
    write("open.py", "x = 'conf.json' + \"" + "a.b;".repeat(200_000));
    write("empty.py", "import model\n" + "\n".repeat(400_000));
    write("open.sh", "cat conf.json\nx='" + "a.b,c/d;".repeat(20_000));
    write("deep.sh", "cat conf.json\n" + "(".repeat(20_000));
    assertThat(unwatched("x open.py")).isEqualTo(Map.of("conf.json", "open.py"));
    assertThat(unwatched("x empty.py")).isEqualTo(Map.of("model.py", "empty.py"));
    assertThat(unwatched("x open.sh")).isEqualTo(Map.of("conf.json", "open.sh"));
    assertThat(unwatched("x deep.sh")).isEqualTo(Map.of("conf.json", "deep.sh"));
  }

  @Test
  void unwatched_scriptThatNamesVeryManyFiles_namesEachOnce() throws IOException {
    write("t.sh", "cat lib/*.txt lib\n");
    for (int i = 0; i < 3000; i++) {
      write("lib/" + i + ".txt", "");
    }
    assertThat(unwatched("sh t.sh")).hasSize(3000).containsEntry("lib/7.txt", "t.sh");
  }

  @Test
  void unwatched_whatScriptsOfAnyNameRun_isTold() throws IOException {
    write("bin/go", "#!/usr/bin/env bash\ncd lib && python3 a.py\nsh src/b.sh --x=conf.json\n");
    write("lib/a.py", "");
    write("src/b.sh", "cat src/words.txt\n");
    write("src/words.txt", "");
    write("conf.json", "");
    assertThat(unwatched("bin/go"))
        .isEqualTo(
            Map.of(
                "lib/a.py", "bin/go",
                "src/b.sh", "bin/go",
                "conf.json", "bin/go",
                "src/words.txt", "src/b.sh"));
  }

  @Test
  void unwatched_modulesInFoldersThatTheCommandNames_areTold() throws IOException {
    write("bin/t.pl", "use Words;\n");
    write("lib/Words.pm", "");
    assertThat(unwatched("perl -Ilib bin/t.pl")).isEqualTo(Map.of("lib/Words.pm", "bin/t.pl"));
  }

  @Test
  void unwatchedFolders_namedOnesWithoutAWatchedFile_areTold() throws IOException {
    for (String name : List.of("conf/a.yaml", "lib/t.py", "runs/log", "ws/x", "venv/pyvenv.cfg")) {
      write(name, "");
    }
    Files.createDirectories(folder.resolve("empty"));
    String command =
        "mkdir -p runs; python3 lib/t.py --dir=lib --conf conf --out runs --x empty ws venv .";
    assertThat(watched(command).unwatchedFolders()).containsExactly("conf");
  }
}
