package org.shoestring.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.shoestring.pipeline.StageWork;
import org.shoestring.pipeline.verify.Verification;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.Columns;

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
   * The tables that it will make, by name; none if it makes files, empty if only running it tells.
   *
   * @param known those of the stages before
   * @throws UsageException if it asks them for tables or columns that they will not make
   */
  default Optional<Map<String, Columns>> tables(KnownTables known) {
    return Optional.empty();
  }

  /**
   * Fails for a file of this machine that its command needs and that is not there.
   *
   * @param folder of the experiment
   * @throws UsageException with the file
   */
  default void checkFiles(Path folder) {}

  /**
   * The work, once all inputs exist.
   *
   * @throws UsageException if the settings do not fit the inputs
   */
  StageWork work(StageContext context) throws IOException;

  /** The same stage as one run wants it, which is no part of what it makes. */
  default Stage running(RunSettings run) {
    return this;
  }

  /** The files that it reads besides outputs of other stages, as the experiment names them. */
  default List<String> sourcePatterns() {
    return List.of();
  }

  /** The source files that it reads besides outputs of other stages, once they were looked at. */
  default Optional<SourcesRead> sources(StageContext context) throws IOException {
    return Optional.empty();
  }

  /** Whether each unit of its work leaves one record, so that records tell how much is done. */
  default boolean leavesOneRecordPerUnit() {
    return true;
  }

  /** Whether its output takes about as many bytes as its input; others take far fewer. */
  default boolean isAsLargeAsInput() {
    return true;
  }

  /** Whether it runs programs, which leave a log. */
  default boolean runsPrograms() {
    return false;
  }

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
    FinishedOutput own = context.output(name());
    return Verification.of(own.output().stores(), own.output().folder(), own.manifest());
  }
}
