package org.shoestring.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.store.Stores;
import org.shoestring.store.object.HashedFile;
import org.shoestring.table.ProgramException;
import org.shoestring.table.record.StoredFile;

/** What a training command leaves in its folder, and what becomes of it. */
@Timeout(60)
class TrainOutputTest {
  private final TrainBench bench;

  TrainOutputTest(@TempDir Path folder) {
    this.bench = new TrainBench(folder);
  }

  @Test
  void run_filesInFolders_areCommittedWithTheirPaths() throws Exception {
    assertThat(
            bench.run(
                "mkdir -p $OUT/a/b $OUT/empty; echo 1 > $OUT/z; echo 22 > $OUT/a/b/c; :>$OUT/a/d"))
        .isTrue();
    assertThat(bench.manifest().files())
        .extracting(StoredFile::path, StoredFile::bytes)
        .containsExactly(tuple("a/b/c", 3L), tuple("a/d", 0L), tuple("z", 2L));
    Path copy = bench.copy();
    assertThat(copy.resolve("a/b/c")).hasContent("22");
    assertThat(bench.work).doesNotExist();
    assertThat(bench.remarks).containsExactly("left out of the output: empty (an empty folder)");
  }

  @Test
  void run_executableFile_isExecutableInCopies() throws Exception {
    bench.run(
        "echo '#!/bin/sh' > $OUT/tool; chmod 744 $OUT/tool; echo 1 > $OUT/data; chmod 611"
            + " $OUT/data");
    assertThat(bench.manifest().files())
        .extracting(StoredFile::path, StoredFile::executable)
        .containsExactly(tuple("data", false), tuple("tool", true));
    Path copy = bench.copy();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("tool"))))
        .isEqualTo("r-xr-xr-x");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("data"))))
        .isEqualTo("r--r--r--");
  }

  @Test
  void run_linksInOut_areFollowed() throws Exception {
    bench.run(
        "mkdir $OUT/step-5; echo 5 > $OUT/step-5/w; ln -s step-5 $OUT/best; ln -s step-5/w $OUT/l");
    assertThat(bench.manifest().files())
        .extracting(StoredFile::path)
        .containsExactly("best/w", "l", "step-5/w");
  }

  @Test
  void run_nothingInOut_isAFailure() {
    assertThatThrownBy(() -> bench.run("mkdir $OUT/a; echo done"))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("left no file in {out}, so there is no output to store")
        .hasMessageEndingWith("    done");
  }

  @Test
  void run_linkOutOfOut_isRefusedAndCommittedOnceItIsMended() throws Exception {
    Files.writeString(bench.folder.resolve("secret"), "s");
    Files.createDirectories(bench.folder.resolve("elsewhere/deep"));
    String train = "echo x >> runs; echo 1 > $OUT/a; ";
    for (String link :
        List.of(
            "ln -s " + bench.folder + "/secret $OUT/leak",
            "ln -s ../../secret $OUT/leak",
            "ln -s " + bench.folder + "/elsewhere $OUT/leak",
            "ln -s one $OUT/leak; ln -s two $OUT/one; ln -s ../../secret $OUT/two")) {
      assertThat(bench.refused(train + link))
          .startsWith(
              "command '"
                  + train
                  + link
                  + "' left a link in {out} that points outside it: leak -> ")
          .endsWith(
              "; replace it with a copy of the file, or remove it, in "
                  + bench.work.resolve("out"));
      assertThat(bench.folder.resolve("runs")).hasContent("x");
      assertThat(bench.output.manifest()).isEmpty();
    }
    for (String link : List.of("leak", "one", "two")) {
      Files.deleteIfExists(bench.work.resolve("out").resolve(link));
    }
    assertThat(bench.run(train)).isTrue();
    assertThat(bench.folder.resolve("runs")).hasContent("x");
    assertThat(bench.manifest().files()).extracting(StoredFile::path).containsExactly("a");
    assertThat(bench.log()).startsWith("$ OUT=");
  }

  @Test
  void run_linkOutOfOutInAFolder_isRefusedByItsPath() {
    assertThat(bench.refused("mkdir $OUT/d; ln -s / $OUT/d/root"))
        .contains("points outside it: d/root -> /;");
  }

  @Test
  void run_outItselfALinkElsewhere_isRefused() {
    assertThat(bench.refused("rmdir $OUT; ln -s / $OUT"))
        .endsWith("removed {out}, the folder for its output");
  }

  @Test
  void run_removedOut_isRefusedAndRunAgain() throws Exception {
    String train = "echo x >> runs; [ $(wc -l < runs) = 2 ] && echo 1 > $OUT/a || rmdir $OUT";
    assertThat(bench.refused(train))
        .isEqualTo("command '" + train + "' removed {out}, the folder for its output");
    assertThat(bench.run(train)).isTrue();
    assertThat(bench.folder.resolve("runs")).hasContent("x\nx");
  }

  @Test
  void run_whatNoFileCanBeMadeOf_isLeftOutAndNamed() throws Exception {
    bench.run(
        "echo 1 > $OUT/a; ln -s . $OUT/self; mkdir $OUT/b $OUT/c $OUT/empty; ln -s ../c $OUT/b/c;"
            + " ln -s ../b $OUT/c/b; ln -s round $OUT/round; ln -s nowhere $OUT/gone;"
            + " mkfifo $OUT/fifo; ln -s fifo $OUT/tofifo; ln -s /nowhere/at/all $OUT/gone2");
    assertThat(bench.manifest().files()).extracting(StoredFile::path).containsExactly("a");
    assertThat(bench.remarks)
        .containsExactly(
            "left out of the output: b/c/b (a circular link),"
                + " c/b/c (a circular link), empty (an empty folder),"
                + " fifo (neither a file nor a folder), gone (a broken link),"
                + " gone2 (a broken link), round (a circular link),"
                + " self (a circular link),"
                + " tofifo (a link to neither a file nor a folder)");
  }

  @Test
  void run_nameThatNoOutputCanHave_isRefused() {
    assertThat(bench.refused("touch \"$OUT/a\\\\b\""))
        .contains(
            "left a file in {out} whose name cannot be stored: 'a\\b' has a backslash; rename");
  }

  @Test
  void run_fileThatChangesWhileItIsStored_isRefused() throws Exception {
    String train = "echo x >> runs; echo one > $OUT/model";
    Path model = bench.work.resolve("out/model");
    ForwardingStore late =
        new ForwardingStore(Stores.withoutOptions().at(bench.output.workspace())) {
          @Override
          public void send(String name, HashedFile file) throws IOException {
            Files.writeString(model, "two!\n"); // It was hashed as it was before.
            super.send(name, file);
          }
        };

    assertThat(bench.refused(train, late))
        .isEqualTo(
            "command '"
                + train
                + "' had ended, but 'model' was changed in {out} before all was stored; end the"
                + " program that writes there, then run again: the command runs again");
    assertThat(bench.output.manifest()).isEmpty();
  }

  /** Its user mends it, and another program writes there, too. */
  @Test
  void run_fileThatChangesWhileItIsStoredOnceItIsMended_isStoredByTheNext() throws Exception {
    String train = "echo x >> runs; echo one > $OUT/model; ln -s / $OUT/root";
    assertThat(bench.refused(train)).contains("points outside it: root -> /;");
    Path model = bench.work.resolve("out/model");
    Files.delete(bench.work.resolve("out/root"));
    ForwardingStore late =
        new ForwardingStore(Stores.withoutOptions().at(bench.output.workspace())) {
          @Override
          public void send(String name, HashedFile file) throws IOException {
            super.send(name, file);
            Files.writeString(model, "two!\n");
          }
        };

    assertThat(bench.refused(train, late))
        .endsWith(
            "' had ended, but 'model' was changed in {out} before all was stored; end the program"
                + " that writes there, then run again");
    assertThat(bench.run(train)).isTrue();
    assertThat(bench.folder.resolve("runs")).hasContent("x");
    assertThat(bench.copy().resolve("model")).hasContent("two!");
  }
}
