package org.shoestring.experiment.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandFilesTest {
  private Path folder;

  @BeforeEach
  void make(@TempDir Path temp) throws IOException {
    folder = temp.resolve("exp");
    for (String name :
        List.of(
            "exp/tok.py",
            "exp/my tok.py",
            "exp/it's.py",
            "exp/conf.json",
            "exp/lib/tok2.py",
            "exp/lib/sub/deep.py",
            "exp/pkg/mod.py",
            "exp/pkg/__init__.py",
            "exp/src/inner/run.py",
            "exp/app/__main__.py",
            "exp/log.txt",
            "common/shared.py",
            "tok.py")) {
      Path file = temp.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
  }

  private CommandFiles read(String text) throws IOException {
    return new CommandFiles(folder, Map.of("LIB", "lib"), ShellText.read(text));
  }

  private List<String> named(String text) throws IOException {
    return read(text).files().stream().map(file -> folder.relativize(file).toString()).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '~',
      value = {
        "python3 tok.py {out} => tok.py",
        "python3 'my tok.py' => my tok.py",
        "python3 \"my tok.py\" => my tok.py",
        "python3 my\\ tok.py => my tok.py",
        "python3 \"it's.py\" => it's.py",
        "python3 'it'\\''s.py' => it's.py",
        "python3 \"$PWD/tok.py\" => tok.py",
        "python3 ${PWD}/tok.py => tok.py",
        "cd lib && python3 tok2.py => lib/tok2.py",
        "cd lib; cd sub; python3 deep.py => lib/sub/deep.py",
        "cd lib/sub && cd .. && python3 tok2.py => lib/tok2.py",
        "cd -- lib && python3 $PWD/tok2.py => lib/tok2.py",
        "(cd lib); python3 tok.py => tok.py",
        "(cd lib && python3 tok2.py) => lib/tok2.py",
        "cd lib | cat; python3 tok.py => tok.py",
        "x=$(cd lib; cat tok2.py); cat conf.json => lib/tok2.py conf.json",
        "if cd lib; then python3 tok2.py; fi => lib/tok2.py",
        "{ cd lib; python3 tok2.py; } => lib/tok2.py",
        "D=lib; python3 $D/tok2.py => lib/tok2.py",
        "D=lib; python3 \"${D}\"/tok2.py => lib/tok2.py",
        "export D=lib; python3 $D/tok2.py => lib/tok2.py",
        "python3 $LIB/tok2.py => lib/tok2.py",
        "case x in y) ;; *) cat tok.py;; esac; cat log.txt => tok.py log.txt",
        "case $x in (conf*|*.txt) cat tok.py ;& lib/*) ;; *.py) esac => tok.py",
        "case x in x) for f in conf*; do cat $f; done;; *) ;; esac => conf.json",
        "PYTHONHASHSEED=1 python3 tok.py; => tok.py",
        "CONF=conf.json python3 x => conf.json",
        "x --config=conf.json => conf.json",
        "python3 tok.py<conf.json>log.txt 2>log.txt => conf.json tok.py",
        "cat >> log.txt => ",
        "echo $(cat conf.json) => conf.json",
        "echo `cat conf.json` => conf.json",
        "cat <(cat conf.json) => conf.json",
        "bash -c 'cd lib && python3 tok2.py' => lib/tok2.py",
        "python3 -c \"open('conf.json')\" => conf.json",
        "python3 lib/*.py => lib/tok2.py",
        "python3 'lib/*.py' => ",
        "python3 ../common/shared.py => ../common/shared.py",
        "cd ../common && python3 shared.py => ../common/shared.py",
        "cd /usr && cat ../bin/sh => ",
        "/bin/sh --version /etc/passwd => ",
        "echo tok.pyc => ",
        "cd {out} && cat conf.json => conf.json",
        "cat '' . => ",
      })
  void files_wordsAsTheShellFindsThem(String text, String expected) throws IOException {
    String found = String.join(" ", named(text));
    assertThat(found).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void files_comments_nameNone() throws IOException {
    assertThat(named("# python3 tok.py\npython3 -V # conf.json")).isEmpty();
  }

  @Test
  void files_absolutePathsBelowTheFolder_areFound() throws IOException {
    assertThat(named("python3 " + folder + "/tok.py")).containsExactly("tok.py");
    assertThat(named("cd " + folder + "/lib && python3 tok2.py")).containsExactly("lib/tok2.py");
    assertThat(named("python3 " + folder.resolveSibling("tok.py"))).isEmpty();
  }

  @Test
  void packages_ofModules_areFound() throws IOException {
    assertThat(read("python3 -m pkg.mod --x").packages()).containsExactly(folder.resolve("pkg"));
    assertThat(read("python3 -um pkg.mod").packages()).containsExactly(folder.resolve("pkg"));
    assertThat(named("python3 -m tok")).containsExactly("tok.py");
    assertThat(named("cd lib && python3 -m tok2")).containsExactly("lib/tok2.py");
    assertThat(read("PYTHONPATH=src python3 -m inner.run").packages())
        .containsExactly(folder.resolve("src/inner"));
    assertThat(read("python3 -m app").packages()).containsExactly(folder.resolve("app"));
    assertThat(read("python3 app").packages()).containsExactly(folder.resolve("app"));
    assertThat(read("python3 -m json.tool; mkdir -m 755 lib").packages()).isEmpty();
  }

  @Test
  void unknown_programsBehindVariables_areTold() throws IOException {
    assertThat(read("python3 $D/x.py \"$(pwd)/y.py\" {model}/z.py $D/data.tsv $E").unknown())
        .containsExactly("$/y.py", "$D/x.py");
  }
}
