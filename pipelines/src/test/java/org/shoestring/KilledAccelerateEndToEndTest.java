package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.files.FolderWalk;
import org.shoestring.train.preset.LaidOut;

/**
 * A training of two processes that is killed before the second one has written its random state:
 * nothing but time tells that a file is missing.
 */
@Tag("long")
@Timeout(120)
class KilledAccelerateEndToEndTest {
  private final Path folder;

  KilledAccelerateEndToEndTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Path written = Files.createDirectory(folder.resolve("written"));
    Files.write(written.resolve("model.safetensors"), LaidOut.safetensors());
    Files.write(written.resolve("optimizer.bin"), LaidOut.torch());
    Files.write(written.resolve("random_states_0.pkl"), LaidOut.torch());
    Files.writeString(
        folder.resolve("train.sh"),
        """
        mkdir local/checkpoint_0
        cp written/* local/checkpoint_0
        touch torn
        [ ! -e killed ] || kill -9 $$
        while [ ! -e go ]; do sleep 0.1; done
        cp written/random_states_0.pkl local/checkpoint_0/random_states_1.pkl
        while [ ! -e end ]; do sleep 0.1; done
        """);
  }

  private Shoestring.Running start(String preset) throws IOException {
    return Shoestring.in(folder)
        .start(
            "train",
            "--checkpoints",
            "saved",
            "--local",
            "local",
            "--preset",
            preset,
            "--",
            "sh",
            "train.sh");
  }

  @Test
  void train_trainerIsKilled_doesNotTakeWhatMayLackFiles() throws Exception {
    Files.createFile(folder.resolve("killed"));

    Shoestring.Result killed = start("accelerate").end();

    assertThat(killed.code()).isEqualTo(1);
    assertThat(killed.err()).contains("'checkpoint_0' was not saved, because it may lack files");
    assertThat(manifests()).isEmpty();
    Files.delete(folder.resolve("killed"));
    startsFromNothingAndSavesTheWhole();
  }

  @Test
  void train_bothAreKilled_doesNotTakeWhatMayLackFiles() throws Exception {
    Shoestring.Running running = start("accelerate:unchanged=3600");
    StoppedFixture.await(running, () -> Files.exists(folder.resolve("torn")));
    int unused = running.process().destroyForcibly().waitFor();

    startsFromNothingAndSavesTheWhole();
  }

  private void startsFromNothingAndSavesTheWhole() throws Exception {
    Files.createFile(folder.resolve("go"));
    Shoestring.Running again = start("accelerate:unchanged=1");
    StoppedFixture.await(again, () -> !manifests().isEmpty());
    Files.createFile(folder.resolve("end"));

    assertThat(again.end().good().err())
        .contains("'checkpoint_0' was moved to ", "starts from nothing");
    assertThat(folder.resolve("local-set-aside-1/checkpoint_0/model.safetensors")).exists();
    assertThat(Files.readString(manifests().get(0))).contains("checkpoint_0/random_states_1.pkl");
  }

  private List<Path> manifests() {
    List<Path> manifests = new ArrayList<>();
    try {
      FolderWalk.files(
          folder.resolve("saved"),
          file -> {
            if (file.getFileName().toString().matches("[0-9]{6}\\.tsv")) {
              manifests.add(file);
            }
          });
    } catch (IOException e) {
      return List.of(); // The folder is not there yet, or a file went meanwhile.
    }
    return manifests;
  }
}
