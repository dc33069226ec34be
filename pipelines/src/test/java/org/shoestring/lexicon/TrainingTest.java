package org.shoestring.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.bytes.BadDataException;

class TrainingTest {
  private final List<String> said = new ArrayList<>();

  private final Path folder;

  TrainingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void run_resumedAfterAnyIteration_givesTheBytesOfAnUninterruptedRun(int iterations)
      throws IOException {
    Path whole = Samples.train(folder.resolve("whole"), 5, said::add);
    Samples.train(folder.resolve("resumed"), iterations, said::add);
    said.clear();
    Path resumed = Samples.train(folder.resolve("resumed"), 5, said::add);

    assertThat(said).contains("resuming after iteration " + iterations);
    assertSameModel(resumed, whole);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 50, -1, -9})
  void run_newestCheckpointCutShort_usesTheOneBefore(int length) throws IOException {
    Path whole = Samples.train(folder, 5, said::add);
    byte[] lexicon = Files.readAllBytes(whole.resolve(Training.LEXICON));
    Path newest = checkpoint(5);
    byte[] bytes = Files.readAllBytes(newest);
    Files.write(newest, Arrays.copyOf(bytes, length < 0 ? bytes.length + length : length));
    said.clear();

    Path again = Samples.train(folder, 5, said::add);

    assertThat(said).contains("skipped the checkpoint " + newest + ": it is incomplete");
    assertThat(said).contains("resuming after iteration 4");
    assertThat(again.resolve(Training.LEXICON)).hasBinaryContent(lexicon);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 12, 80, 200, -3})
  void run_newestCheckpointAltered_usesTheOneBefore(int place) throws IOException {
    Samples.train(folder, 5, said::add);
    Path newest = checkpoint(5);
    byte[] bytes = Files.readAllBytes(newest);
    bytes[place < 0 ? bytes.length + place : place] ^= 4;
    Files.write(newest, bytes);
    said.clear();

    Samples.train(folder, 5, said::add);

    assertThat(said).anyMatch(line -> line.startsWith("skipped the checkpoint " + newest + ": "));
    assertThat(said).contains("resuming after iteration 4");
  }

  @Test
  void run_checkpointsOfOtherData_startsAnewAndSaysSo() throws IOException {
    Samples.train(folder, 5, said::add);
    said.clear();
    Pairs others = Samples.of("A man reads.\tEin Mann liest.");

    Path again = Samples.train(others, folder, 3, said::add);

    assertThat(said)
        .contains(
            "skipped the checkpoint "
                + checkpoint(5)
                + ": it belongs to other data or other settings")
        .contains("iteration 1 of 3: log-likelihood -11.1");
    assertThat(checkpoint(2)).exists();
    assertThat(checkpoint(3)).exists();
    Path fresh = Samples.train(others, folder.resolve("fresh"), 3, said::add);
    assertSameModel(again, fresh);
  }

  @Test
  void run_checkpointBeyondTheIterations_passesItOver() throws IOException {
    Samples.train(folder, 5, said::add);
    said.clear();
    Path again = Samples.train(folder, 4, said::add);

    assertThat(said)
        .contains(
            "skipped the checkpoint "
                + checkpoint(5)
                + ": it is from a later iteration than the last one (--iterations 4)")
        .contains("resuming after iteration 4");
    assertSameModel(again, Samples.train(folder.resolve("fresh"), 4, said::add));
  }

  @Test
  void run_pairsItCannotUse_saysHowMany() throws IOException {
    Pairs pairs = Samples.of("a\tb", " \tb", "a ".repeat(101) + "\tb");
    Samples.train(pairs, folder, 1, said::add);

    assertThat(said)
        .contains(
            "3 sentence pairs",
            "skipped 1 pair with an empty sentence",
            "skipped 1 pair with more than 100 words in a sentence (--max-words)");
  }

  @Test
  void run_noUsablePair_isBadData() {
    assertThatThrownBy(() -> Samples.train(Samples.of("\t"), folder, 1, said::add))
        .isInstanceOf(BadDataException.class)
        .hasMessage(
            "no sentence pair of 1 can be used; check --data, --source and --target, or raise --max-words");
  }

  private Path checkpoint(int iteration) {
    return folder.resolve("checkpoints").resolve("iteration-000" + iteration + ".model1");
  }

  private static void assertSameModel(Path actual, Path expected) {
    for (String name : List.of(Training.LEXICON, Training.BIGRAMS)) {
      assertThat(actual.resolve(name)).hasSameBinaryContentAs(expected.resolve(name));
    }
  }
}
