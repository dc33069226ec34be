package org.shoestring.experiment;

import java.io.IOException;
import java.util.List;
import org.shoestring.pipeline.StageWork;
import org.shoestring.pipeline.Verification;
import org.shoestring.spec.UsageException;

/** A stage as an experiment has it: its settings are checked, its inputs may not exist yet. */
public interface Stage {

  /** As the experiment names it. */
  String name();

  /** The stage type: {@code import}, {@code train} ... */
  String type();

  /** File and line. */
  String where();

  /** The outputs of other stages that it needs. */
  List<Reference> inputs();

  /**
   * The work, once all inputs exist.
   *
   * @throws UsageException if the settings do not fit the inputs
   */
  StageWork work(StageContext context) throws IOException;

  /**
   * Where the lines of its output come from, once that exists.
   *
   * @throws UsageException if that cannot be told
   */
  default Lineage lineage(StageContext context) throws IOException {
    throw new UsageException(
        where() + ": where the lines of a " + type() + " stage come from is not known yet");
  }

  /**
   * What decides its output though it is no part of its key, as far as that can be told: a sentence
   * for each.
   */
  default List<String> unwatched(Experiment experiment) throws IOException {
    return List.of();
  }

  /** What can be checked of its output, once that exists. */
  default Verification verification(StageContext context) {
    Finished own = context.output(name());
    return Verification.of(own.output().folder(), own.manifest());
  }
}
