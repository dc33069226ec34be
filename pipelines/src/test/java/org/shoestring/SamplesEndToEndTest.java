package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples, from their data to their score, as a user runs them. */
class SamplesEndToEndTest {
  private final Path folder;
  private final Shoestring shoestring;

  SamplesEndToEndTest(@TempDir Path folder) {
    this.folder = folder;
    this.shoestring = Shoestring.in(folder);
  }

  private Map<String, String> digests(String workspace) throws IOException {
    return Outputs.digests(folder.resolve(workspace));
  }

  @Test
  void enDe_run_endsInABleuAndIsCachedThen() throws Exception {
    Samples.copy("en-de", folder);
    assertThat(
            shoestring.run("run", "en-de.yaml", "-j", "1", "--set", "workspace=one").good().out())
        .contains("bleu\tBLEU\t37.18816533804031\tnrefs:1|")
        .doesNotContain("CACHED");
    assertThat(
            shoestring.run("run", "en-de.yaml", "-j", "4", "--set", "workspace=four").good().err())
        .doesNotContain("internal error");
    assertThat(digests("four")).isEqualTo(digests("one"));

    String again = shoestring.run("run", "en-de.yaml", "--set", "workspace=one").good().out();
    assertThat(again.lines().filter(line -> line.contains(" CACHED  "))).hasSize(7);
    assertThat(again.lines()).hasSize(8);

    String chrf =
        shoestring
            .run("run", "en-de.yaml", "--set", "workspace=one", "--set", "stages.bleu.metric=chrf")
            .good()
            .out();
    assertThat(chrf.lines().filter(line -> line.contains(" DONE  ")))
        .singleElement()
        .asString()
        .startsWith("bleu    DONE    chrF2 ");
  }

  @Test
  void sentiment_run_endsInAnAccuracy() throws Exception {
    assumeTrue(StreamReader.isThere(), StreamReader.TAKES);
    Samples.copy("sentiment", folder);
    assertThat(shoestring.run("run", "sentiment.yaml").good().out())
        .contains("accuracy\taccuracy\t0.8166666666666667\tnrefs:1|");
    assertThat(shoestring.run("run", "sentiment.yaml").good().out().lines())
        .allMatch(line -> line.contains(" CACHED  ") || line.startsWith("accuracy\t"));
  }

  /** Who wants the neural model changes the command and what it imports; its file shows how. */
  @Test
  void enDePytorch_besideEnDe_differsInTheModelOnly() throws IOException {
    Samples.copy("en-de", folder);
    List<String> lexicon = Files.readAllLines(folder.resolve("en-de.yaml"));
    List<String> pytorch =
        new ArrayList<>(Files.readAllLines(folder.resolve("en-de-pytorch.yaml")));
    int files = pytorch.indexOf("    files: [shoestring_data.py]  # train.py imports it.");

    assertThat(pytorch.get(files - 1)).startsWith("    command: ");
    pytorch.remove(files);
    assertThat(pytorch).hasSameSizeAs(lexicon);
    assertThat(IntStream.range(0, lexicon.size()).boxed())
        .filteredOn(i -> !lexicon.get(i).equals(pytorch.get(i)))
        .singleElement()
        .satisfies(
            i -> {
              assertThat(lexicon.get(i)).startsWith("    command: \"{shoestring} lexicon train ");
              assertThat(pytorch.get(i)).contains(" python3 train.py ");
              assertThat(pytorch.subList(0, i)).contains("  model:").doesNotContain("  hyp:");
            });
  }

  /** Fewer steps than in its file, which reaches 71.2. */
  @Test
  @Tag("long")
  void enDePytorch_run_endsInABleu() throws Exception {
    Shoestring here = shoestring.in(PyTorch.environment());
    Samples.copy("en-de", folder);
    Path file = folder.resolve("en-de-pytorch.yaml");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("--seed {seed}", "--seed {seed} --steps 600"));

    String out = here.run("run", "en-de-pytorch.yaml").good().out();
    String score = out.lines().reduce("", (before, line) -> line);
    assertThat(score).startsWith("bleu\tBLEU\t");
    assertThat(Double.parseDouble(score.split("\t", -1)[2])).isGreaterThan(15);
    assertThat(here.run("run", "en-de-pytorch.yaml").good().out().lines())
        .filteredOn(line -> line.contains(" CACHED  "))
        .hasSize(7);
    assertThat(here.run("log", "en-de-pytorch.yaml", "model").good().out())
        .contains("\n600\tdev-accuracy\t0.");
  }

  @Test
  void enDe_inBzip2_endsInTheSameBleu() throws Exception {
    Samples.copy("en-de", folder);
    assertThat(shoestring.run("run", "en-de.yaml", "--set", "compression=bzip2").good().out())
        .contains("bleu\tBLEU\t37.18816533804031\tnrefs:1|");
    try (Stream<Path> files = Files.walk(folder.resolve("workspace/outputs"))) {
      assertThat(files.map(Path::toString).filter(name -> name.contains("part-")))
          .isNotEmpty()
          .allMatch(name -> name.endsWith(".tsv.bz2"));
    }
    assertThat(shoestring.run("run", "en-de.yaml"))
        .satisfies(result -> assertThat(result.code()).isEqualTo(2))
        .extracting(Shoestring.Result::error)
        .asString()
        .startsWith("en-de.yaml:9: compression is gzip, but the workspace ");
  }
}
