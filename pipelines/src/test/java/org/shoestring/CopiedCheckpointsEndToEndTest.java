package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.object.ObjectStore;

/** Trainings whose checkpoints are copied to another store, file by file, and continued there. */
@Timeout(300)
class CopiedCheckpointsEndToEndTest extends SidecarFixture {
  private final Path stored;
  private final Path copied;

  CopiedCheckpointsEndToEndTest(@TempDir Path folder) throws IOException {
    super(folder);
    this.stored = server.resolve("buckets/bucket/run1");
    this.copied = folder.resolve("copied");
  }

  @Test
  void train_copiedFromABucketToAFolder_continuesFromTheSameCheckpoint() throws Exception {
    try (S3Server s3 = S3Server.in(server)) {
      Shoestring here = Shoestring.in(folder).in(s3.environment());
      int step = stoppedAfter(here, "TERM");
      copy(stored, copied);
      Shoestring elsewhere = Shoestring.in(folder).onMachine("b");
      here.run("checkpoints", "pull", LOCATION, "there").good();
      elsewhere.run("checkpoints", "pull", "copied", "here").good();
      Shoestring.Result verified = elsewhere.run("checkpoints", "verify", "copied").good();
      finish();

      Shoestring.Result continued = elsewhere.run(continuing("copied")).good();

      assertThat(begunAfter(continued)).isEqualTo(step);
      assertThat(continued.err())
          .containsPattern("attempt 2 continues from checkpoint 1/[0-9]+ \\(" + name(step) + ",");
      assertThat(verified.out().lines()).isNotEmpty().allMatch(line -> line.endsWith("\tok"));
      assertThat(files(folder.resolve("here"))).isEqualTo(files(folder.resolve("there")));
      assertThat(folder.resolve("here/" + name(step)))
          .hasSameBinaryContentAs(folder.resolve("a/" + name(step)));
    }
  }

  /** A machine that died has left its claim, which is copied, too. */
  @Test
  void train_copiedFromAFolderToABucket_continuesFromTheSameCheckpoint() throws Exception {
    try (S3Server s3 = S3Server.in(server)) {
      Shoestring here = Shoestring.in(folder).in(s3.environment());
      stoppedAfter(here, "KILL");
      copy(stored, copied);
      String newest = here.run("checkpoints", "ls", "copied").good().out();
      ObjectStore bucket = s3.stores().at("s3://bucket/back");
      for (String file : files(copied)) {
        bucket.put(
            file,
            Files.copy(
                copied.resolve(file), bucket.newSpool(), StandardCopyOption.REPLACE_EXISTING));
      }
      finish();

      Shoestring.Result continued = here.onMachine("b").run(continuing("s3://bucket/back")).good();

      String id =
          newest.lines().filter(line -> line.endsWith("\tnewest")).findFirst().orElseThrow();
      assertThat(continued.err())
          .contains("attempt 2 continues from checkpoint " + id.split("\t", 2)[0] + " (");
      assertThat(id).contains("\t" + name(begunAfter(continued)) + "\t");
    }
  }

  /** Copies go in any order: the manifest may be there, and a file that it names not yet. */
  @Test
  void train_copyThatWasCut_namesTheIncompleteOneAndContinuesFromTheOneBefore() throws Exception {
    try (S3Server s3 = S3Server.in(server)) {
      Shoestring here = Shoestring.in(folder).in(s3.environment());
      int step = stoppedAfter(here, "TERM");
      copy(stored, copied);
      for (String file : files(copied)) {
        if (file.endsWith("/" + name(step))) {
          Files.delete(copied.resolve(file));
        }
      }
      Shoestring elsewhere = Shoestring.in(folder).onMachine("b");
      Shoestring.Result verified = elsewhere.run("checkpoints", "verify", "copied");
      finish();

      Shoestring.Result continued = elsewhere.run(continuing("copied")).good();

      assertThat(verified.code()).isEqualTo(4);
      assertThat(verified.out().lines().filter(line -> !line.endsWith("\tok")))
          .singleElement()
          .asString()
          .contains("\t" + name(step) + "\t");
      int before = begunAfter(continued); // Of two that appear at once, the newer one is saved.
      assertThat(before).isBetween(1, step - 1);
      assertThat(continued.err())
          .containsPattern("checkpoint 1/[0-9]+ cannot be restored: .*" + name(step))
          .containsPattern("checkpoint 1/[0-9]+ is used instead")
          .containsPattern("continues from checkpoint 1/[0-9]+ \\(" + name(before) + ",");
    }
  }

  /** Trains on a machine until two checkpoints are saved, and sends it a signal. */
  private int stoppedAfter(Shoestring here, String signal) throws Exception {
    Shoestring.Running running = here.onMachine("a").start(train("a"));
    StoppedFixture.await(running, () -> saved(stored, 1).size() >= 2);
    List<ProcessHandle> all = running.process().descendants().toList();
    running.signal(signal);
    Shoestring.Result end = running.end();
    all.forEach(ProcessHandle::destroyForcibly);
    assertThat(end.code()).as(end.err()).isIn(75, 137);
    try (Stream<Path> steps = Files.list(folder.resolve("a"))) {
      return (int) steps.filter(file -> file.toString().contains("step-")).count();
    }
  }

  /** The same training with its checkpoints elsewhere. */
  private static String[] continuing(String location) {
    return Arrays.stream(train("b"))
        .map(word -> word.equals(LOCATION) ? location : word)
        .toArray(String[]::new);
  }

  private static String name(int step) {
    return String.format(Locale.ROOT, "step-%04d", step);
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    for (String file : files(from)) {
      Path copy = to.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(from.resolve(file), copy);
    }
  }
}
