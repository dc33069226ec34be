package org.shoestring.experiment.watch;

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
import org.shoestring.experiment.shell.ShellText;

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
            "exp/conf/a.yaml",
            "exp/conf/db/my.yaml",
            "exp/bin/tool",
            "exp/Makefile",
            "exp/lib/Text.pm",
            "exp/lib/sub/same.py",
            "exp/same.py",
            "exp/.hidden.json",
            "common/shared.py",
            "tok.py")) {
      Path file = temp.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
  }

  private CommandFiles read(String text) throws IOException {
    return new CommandFiles(folder, Map.of(), List.of("/bin/sh", "-c"), ShellText.read(text));
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
        "python3 'lib/*.py' => lib/tok2.py",
        "x --data 'lib/*/d?ep.py' => lib/sub/deep.py",
        "x --data=\"l[hi]b/t*.py\" => lib/tok2.py",
        "x --dir lib --files 't*.py' => tok.py lib/tok2.py",
        "x --glob=**/deep.py '--more=conf/{a,b}*.yaml' => lib/sub/deep.py conf/a.yaml",
        "python3 -c \"glob('conf/*.yaml')\" => conf/a.yaml",
        "x '*' '*.*' '**/*' '[a-z' 'no/*.py' => ",
        "expr 2 '*' 3; sed 's/.*/x/' conf.json => conf.json",
        "rm -f 'lib/*.txt'; x --out 'lib/*.py' => ",
        "python3 $D/tok2.py => lib/tok2.py",
        "python3 $D/deep.py => lib/sub/deep.py",
        "python3 $D/exp/tok.py => tok.py",
        "python3 ~/x/exp/lib/tok2.py => lib/tok2.py",
        "python3 ${D}/tok.py --conf=$E/a.yaml => tok.py conf/a.yaml",
        "python3 $D/$E/tok2.py => lib/tok2.py",
        "x $D/*.json => conf.json",
        "x $D $D/* $D/. $D/no.py => ",
        "x $D/../shared.py $D/../../tok.py => tok.py",
        "python3 $D/app/x => ",
        "cd $D && python3 tok.py => tok.py",
        "cd $D/lib && python3 tok2.py => lib/tok2.py",
        "make -C $D/lib/sub same.py => same.py lib/sub/same.py Makefile",
        "PYTHONPATH=$D/lib python3 -m tok2 => lib/tok2.py",
        "D=/usr; python3 $D/tok.py => ",
        "D=${D:-lib}; python3 $D/tok2.py => lib/tok2.py",
        "python3 $HOME/tok.py $USER/tok2.py => tok.py lib/tok2.py",
        "python3 ../common/shared.py => ../common/shared.py",
        "cd ../common && python3 shared.py => ../common/shared.py",
        "cd /usr && cat ../bin/sh => ",
        "/bin/sh --version /etc/passwd => ",
        "echo tok.pyc => ",
        "cd {out} && cat conf.json => conf.json",
        "cat '' . => ",
        "cat */sub/d*.py => lib/sub/deep.py",
        "cat l[hi]b/t??2.py => lib/tok2.py",
        "cat [!a-k]ib/[[:alpha:]]*[[:digit:]].py => lib/tok2.py",
        "cat **/deep.py => lib/sub/deep.py",
        "cat {conf,no}.json lib/{tok{1..3},x}.py => conf.json lib/tok2.py",
        "pushd lib && popd && cat tok.py => tok.py",
        "pushd lib; pushd sub; popd; cat tok2.py => lib/tok2.py",
        "cd lib; cd -; cat tok.py => tok.py",
        "env D=lib python3 lib/../tok.py => tok.py",
        "env -C lib python3 tok2.py => lib/tok2.py",
        "env D=lib sh -c 'python3 $D/tok2.py' => lib/tok2.py",
        "D=lib sh -c 'python3 $D/tok2.py'; cat $D/conf.json => lib/tok2.py conf.json",
        "[[ x == *.md || $y == *.json ]] && cat tok.py => tok.py",
        "[[ ( -f conf.json ) && x =~ ^(a|b)$ ]]; cat *.txt => conf.json log.txt",
        "x -fconf.json => conf.json",
        "x @conf.json => conf.json",
        "x lib/tok2.py:conf.json => conf.json lib/tok2.py",
        "x --files=tok.py,conf.json => conf.json tok.py",
        "x data=[conf.json,tok.py] => conf.json tok.py",
        "x +data=conf.json => conf.json",
        "$(pwd)/tok.py `pwd`/conf.json => tok.py conf.json",
        "cat ${FILE:-conf.json} => conf.json",
        "for f in a db/my; do cat conf/$f.yaml; done => conf/a.yaml",
        "for d in conf lib; do cat $d/tok2.py; done => lib/tok2.py",
        "cat $SHOESTRING_INPUT/tok2.py $(x) $y => ",
        "PATH=$PWD/bin:$PATH tool => bin/tool",
        "perl -Ilib -MText x => lib/Text.pm",
        "nohup make -j 2 => Makefile",
        "make -C lib => Makefile",
        "timeout 5h nice -n 10 torchrun --nproc 2 tok.py => tok.py",
        "ls | xargs -n 1 python3 tok.py => tok.py",
        ". ./tok.py; source conf.json => tok.py conf.json",
        "eval 'cd lib && python3 tok2.py' => lib/tok2.py",
        "parallel 'python3 tok.py {}' ::: 1 2 => tok.py",
        "awk '{ print $1 * $2 }' conf.json => conf.json",
        "sh -c 'cd lib; cat tok2.py'; cd lib; sh -ec 'cd ..; python3 tok.py' => lib/tok2.py tok.py",
        "sh -c 'cd lib/sub && cat same.py' => lib/sub/same.py",
        "cat *.json => conf.json",
        "cat .h*.json => .hidden.json",
        "perl -Ilib -e 'use Text;' => lib/Text.pm",
        "cp {out}/x conf.json; mv {out}/y log.txt; cat conf.json log.txt tok.py => tok.py",
        "wget -O log.txt x => ",
        "bash -c 'cat conf/*' => conf/a.yaml",
        "python3 tok.py | tee log.txt => tok.py",
        "rm -f log.txt; python3 tok.py --log log.txt > conf.json; cat conf.json => tok.py",
        "rm -f l*.txt {conf,no}.json; python3 tok.py log.txt conf.json => tok.py",
        "rm -rf $D/*; python3 tok.py conf.json => tok.py conf.json",
        "python3 -u -O tok.py => tok.py",
        "cc -o bin/tool tok.py && bin/tool conf.json => tok.py conf.json",
        "train --save-dir lib --restore-file tok2.py; cp lib/tok2.py lib/sub/deep.py {out} => ",
        "train --out . conf.json => conf.json",
        "mkdir -p lib; train --restore-file tok2.py => ",
        "train --valid-log log.txt --tensorboard_logdir lib tok2.py => ",
        "python3 -mtok => tok.py",
        "python3 -c 'import tok' => tok.py",
        "python3 -c 'import os; from tok import x' => tok.py",
        "PYTHONPATH=lib python3 -c 'import sys, tok2 as t' => lib/tok2.py",
        "python3 -c \"import sys; sys.path.append('lib'); import tok2\" => lib/tok2.py",
      })
  void files_wordsAsTheShellFindsThem(String text, String expected) throws IOException {
    String found = String.join(" ", named(text));
    assertThat(found).isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void files_escapesOfBash_areLetters() throws IOException {
    assertThat(
            named("cat $'\\x74ok.py' $'lib\\u002Ftok2.py' $'conf\\056json' $'it\\'s.py' $'a\\nb'"))
        .containsExactly("tok.py", "lib/tok2.py", "conf.json", "it's.py");
    Files.writeString(folder.resolve("größe"), "");
    assertThat(named("cat $'gr\\xc3\\xb6\\u00dfe'")).containsExactly("größe");
  }

  @Test
  void files_comments_nameNone() throws IOException {
    assertThat(named("# python3 tok.py\npython3 -V # conf.json")).isEmpty();
  }

  @Test
  void files_hereDocuments_areTextsOfPrograms() throws IOException {
    assertThat(named("python3 - <<E\nimport tok\nopen('conf.json')\nE\ncat log.txt"))
        .containsExactly("conf.json", "tok.py", "log.txt");
    assertThat(named("cd lib && sh <<'E'\ncat tok2.py\nE")).containsExactly("lib/tok2.py");
  }

  @Test
  void files_ofVariablesThatAreSet_areFound() throws IOException {
    CommandFiles found =
        new CommandFiles(
            folder,
            Map.of(
                "CONF", "conf.json",
                "PYTHONPATH", "lib:src",
                "HOME", String.valueOf(folder.getParent())),
            List.of("./bin/tool", "--rc=log.txt", "-c"),
            ShellText.read("python3 -m tok2; python3 ~/exp/tok.py"));
    assertThat(found.files())
        .extracting(file -> folder.relativize(file).toString())
        .containsExactly("conf.json", "bin/tool", "log.txt", "lib/tok2.py", "tok.py");
  }

  @Test
  void files_absolutePathsThroughLinks_areFound() throws IOException {
    Path link = folder.resolveSibling("link");
    Files.createSymbolicLink(link, folder);
    assertThat(named("python3 " + link + "/lib/tok2.py")).containsExactly("lib/tok2.py");
    assertThat(named("cd " + link + "/lib; cat tok2.py")).containsExactly("lib/tok2.py");
    folder = link;
    assertThat(named("python3 " + link.toRealPath() + "/tok.py")).containsExactly("tok.py");
  }

  @Test
  void files_placeholders_areNotFilesOfThoseNames() throws IOException {
    for (String name : List.of("out", "seed", "data.train", "model", "1.txt")) {
      Files.writeString(folder.resolve(name), "");
    }
    Files.createDirectories(folder.resolve("input"));
    CommandFiles found =
        read("x {out} {out}/y --s={seed} {data.train} a,{model} 'sh {model}' \"{input}/tok.py\"");
    assertThat(found.files()).isEmpty();
    assertThat(found.folders()).isEmpty();
    assertThat(named("sh -c 'cat {1..3}.txt'; cat {1..3}.txt")).containsExactly("1.txt");
  }

  @Test
  void outputs_foldersOfFilesThatAreNamed_areTold() throws IOException {
    assertThat(read("x --save-dir=lib --log-dir pkg conf; y lib/tok2.py").outputs())
        .containsExactly("--save-dir=lib");
  }

  @Test
  void outputs_filesThatOptionsWrite_areTold() throws IOException {
    assertThat(read("x --log log.txt --out=conf.json -o {out}/y --save-to none").outputs())
        .containsExactly("--out=conf.json", "log.txt");
  }

  @Test
  void packages_ofHydra_areTheFoldersOfTheirSettings() throws IOException {
    for (String command :
        List.of("x --config-name=a", "x --config-path conf -cn a.yaml", "x --config-name a")) {
      assertThat(read(command).packages()).as(command).containsExactly(folder.resolve("conf"));
    }
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
    assertThat(read("torchrun --module pkg.mod").packages()).containsExactly(folder.resolve("pkg"));
    assertThat(read("gunicorn --app=pkg.mod:main").packages())
        .containsExactly(folder.resolve("pkg"));
    assertThat(read("python3 -c 'from pkg.mod import x'").packages())
        .containsExactly(folder.resolve("pkg"));
    assertThat(read("python3 -um pkg.mod").packages()).containsExactly(folder.resolve("pkg"));
    assertThat(named("python3 -m tok")).containsExactly("tok.py");
    assertThat(named("cd lib && python3 -m tok2")).containsExactly("lib/tok2.py");
    assertThat(read("PYTHONPATH=src python3 -m inner.run").packages())
        .containsExactly(folder.resolve("src/inner"));
    assertThat(read("uv run python -m inner.run").packages())
        .containsExactly(folder.resolve("src/inner"));
    assertThat(read("python3 -m app").packages()).containsExactly(folder.resolve("app"));
    assertThat(read("python3 app").packages()).containsExactly(folder.resolve("app"));
    assertThat(read("python3 $D/app").packages()).containsExactly(folder.resolve("app"));
    assertThat(read("python3 x data.dir=app").packages()).containsExactly(folder.resolve("app"));
    assertThat(read("python3 x data.dir=pkg a.b=lib").packages()).isEmpty();
    assertThat(read("python3 -m json.tool; mkdir -m 755 lib").packages()).isEmpty();
  }

  @Test
  void unknown_programsBehindVariables_areTold() throws IOException {
    assertThat(
            read("python3 $D/x.py \"$(dirname x)/y.py\" {model}/z.py $D/data.tsv $E $D/tok.py")
                .unknown())
        .containsExactly("$/y.py", "$D/x.py");
  }
}
