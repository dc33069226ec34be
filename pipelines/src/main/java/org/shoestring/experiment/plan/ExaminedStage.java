package org.shoestring.experiment.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.FinishedOutput;
import org.shoestring.experiment.Stage;
import org.shoestring.pipeline.StageWork;
import org.shoestring.table.Output;
import org.shoestring.table.record.Manifest;

/**
 * A stage looked at.
 *
 * @param reason why it is to run; which stages it waits for
 * @param inputs what it reads, as far as that exists
 * @param work null if it waits
 * @param output null if it waits
 * @param manifest null unless its output exists
 */
public record ExaminedStage(
    Stage stage,
    State state,
    String reason,
    Map<String, FinishedOutput> inputs,
    @Nullable StageWork work,
    @Nullable Output output,
    @Nullable Manifest manifest) {

  /** What is to be done for a stage. */
  public enum State {
    /** Its output exists. */
    CACHED,
    /** Nothing of it is done. */
    RUN,
    /** Some units of its work are done. */
    RESUME,
    /** What it works on is not known before other stages are done. */
    AFTER
  }

  /** The names of the outputs that it reads. */
  public List<String> needs() {
    return inputs.values().stream().map(input -> input.output().name()).distinct().toList();
  }

  /** Its output, if that exists. */
  public Optional<FinishedOutput> finished() {
    return output == null || manifest == null
        ? Optional.empty()
        : Optional.of(new FinishedOutput(output, manifest));
  }
}
