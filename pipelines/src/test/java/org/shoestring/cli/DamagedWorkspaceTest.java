package org.shoestring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.files.FolderWalk;
import org.shoestring.server.DamagedTexts;
import org.shoestring.server.DirectRunnerWorkers;

/**
 * Every small object of a workspace, damaged in every field: an error of that file, or the same.
 */
@Tag("long")
class DamagedWorkspaceTest {
  /** Tests of each object try all damages; runs take longer. */
  private static final int EACH = 7;

  private final Path folder;
  private final Path workspace;

  DamagedWorkspaceTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.workspace = folder.resolve("w");
    Files.writeString(folder.resolve("a.en"), "one\ntwo two\nthree\nfour\n");
    Files.writeString(folder.resolve("a.de"), "eins\nzwei\n\nfour\n");
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: [a.en, a.de], shard-size: 16, columns: [en, de]}
          clean: {preprocess: raw, steps: [empty]}
          mixed: {shard: clean, into: 2}
          exact: {score: "mixed:en", against: "mixed:de", metric: exact-match}
        """);
    run().good();
  }

  private Ran run() {
    return Ran.by("run", folder.resolve("e.yaml").toString(), "--runner", "direct");
  }

  private List<Path> files(String pattern) throws IOException {
    try (Stream<Path> files = Files.walk(workspace)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> ("/" + workspace.relativize(file)).matches(pattern))
          .sorted()
          .toList();
    }
  }

  private Map<String, byte[]> state() throws IOException {
    Map<String, byte[]> state = new TreeMap<>();
    for (Path file : files(".*")) {
      state.put(workspace.relativize(file).toString(), Files.readAllBytes(file));
    }
    return state;
  }

  private void restore(Map<String, byte[]> state) throws IOException {
    DirectRunnerWorkers.await();
    FolderWalk.remove(workspace);
    for (Map.Entry<String, byte[]> file : state.entrySet()) {
      Path path = workspace.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling(""));
      Files.write(path, file.getValue());
    }
  }

  private List<String> results() throws IOException {
    List<String> results = new ArrayList<>();
    for (Path manifest : files("/outputs/.*_manifest\\.tsv")) {
      // Without the hash it is a manifest of an earlier version.
      results.add(
          manifest
              + Files.readString(manifest).replaceFirst("^(shoestring\t1)\t[0-9a-f]{64}", "$1"));
    }
    return results;
  }

  private void damageAll(List<Path> objects, Map<String, byte[]> whole) throws IOException {
    assertThat(objects).isNotEmpty();
    List<String> expected = resultsOf(whole);
    int number = 0;
    for (Path object : objects) {
      String text =
          new String(whole.get(workspace.relativize(object).toString()), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> damaged : DamagedTexts.of(text).entrySet()) {
        if (number++ % EACH != 0) {
          continue;
        }
        String what = object + ", " + damaged.getKey();
        restore(whole);
        Files.writeString(object, damaged.getValue());
        Ran ran = run();
        assertThat(ran.err()).as(what).doesNotContain("internal error", "\tat ", "Exception");
        if (ran.code() == 0) {
          assertThat(results()).as(what).isEqualTo(expected);
        } else {
          assertThat(ran.code()).as(what + ": " + ran.err()).isIn(2, 4);
          assertThat(ran.err()).as(what).contains(object.getFileName().toString());
        }
      }
    }
  }

  /** What a run makes of a whole state. */
  private List<String> resultsOf(Map<String, byte[]> whole) throws IOException {
    restore(whole);
    run().good();
    return results();
  }

  @Test
  void run_recordOrManifestDamaged_isAnErrorOrTheSame() throws IOException {
    damageAll(files("/_workspace\\.tsv|/experiments/.*|/outputs/.*_manifest\\.tsv"), state());
  }

  @Test
  void run_unitRecordDamaged_isAnErrorOrTheSame() throws IOException {
    for (String type : List.of("import", "preprocess", "shard", "score")) {
      Map<String, byte[]> before = state();
      for (Path manifest : files("/outputs/" + type + "-.*_manifest\\.tsv")) {
        Files.delete(manifest);
      }
      if (type.equals("score")) {
        for (Path scores : files("/outputs/score-.*/(_parts/scores\\.tsv|scores/.*)")) {
          Files.delete(scores);
        }
      }
      if (type.equals("import")) {
        List<Path> records = files("/outputs/import-.*/_parts/.*");
        Files.delete(records.get(records.size() - 1));
      }
      damageAll(files("/outputs/" + type + "-.*/_parts/.*"), state());
      restore(before);
    }
  }
}
