package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.spec.UsageException;

/** An experiment that cannot be run, in a file. */
record WrongExperiment(Path file) {
  static final String HEAD = "experiment: e\nworkspace: w\nstages:\n";
  static final String RAW = "  raw: {import: raw.tsv, columns: [en, de]}\n";

  /** What the user is told, with the file as {@code e.yaml}. */
  String error(String yaml, String... settings) {
    try {
      Files.writeString(file, yaml);
      Experiment.read(file, List.of(settings));
    } catch (UsageException e) {
      assertThat(ExitCode.of(e)).isEqualTo(2);
      return String.valueOf(e.getMessage()).replace(file.toString(), "e.yaml");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no error");
  }
}
