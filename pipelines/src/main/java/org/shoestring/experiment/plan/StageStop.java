package org.shoestring.experiment.plan;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.shoestring.lease.HolderStop;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.lease.LeaseManager;
import org.shoestring.lease.LeaseWatch;
import org.shoestring.table.Output;

/**
 * Asks whoever runs a stage, on any machine, to save and stop, and waits until it has. That may be
 * another key than the stage has here: a machine with another version of a file runs it, say. The
 * record of the stage tells.
 *
 * @param leases of the workspace
 * @param remarks takes what is waited for
 */
public record StageStop(Planner planner, LeaseManager leases, Consumer<String> remarks) {

  /**
   * What came of it.
   *
   * @param holder who was asked; empty for nobody
   */
  public record Answer(HolderStop.End end, Optional<LeaseHolder> holder) {}

  /** Asks, and waits as long as who runs it lives. */
  public Answer ask(ExaminedStage stage) throws IOException, InterruptedException {
    Set<String> outputs = new LinkedHashSet<>();
    Output output = stage.output();
    if (output != null) {
      outputs.add(output.name());
    }
    outputs.addAll(planner.recorded(stage.stage()));
    Answer answer = new Answer(HolderStop.End.NOBODY, Optional.empty());
    for (String name : outputs) {
      LeaseWatch watch = leases.watch(name);
      HolderStop.End end = new HolderStop(leases, remarks).ask(stage.stage().name(), watch);
      if (end.compareTo(answer.end()) > 0) { // One that was silent is told before all.
        answer = new Answer(end, watch.holder());
      }
    }
    return answer;
  }
}
