package org.shoestring.experiment;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.shoestring.pipeline.source.Sources;

/** The source files that stages have found so far in this process; any thread may ask and add. */
public final class FoundSources {
  private final Map<String, Sources> byStage = new ConcurrentHashMap<>();

  /** Those that a stage found last; empty if it has not looked. */
  public Optional<Sources> of(String stage) {
    return Optional.ofNullable(byStage.get(stage));
  }

  /** Takes what a stage has found. */
  public void found(String stage, Sources sources) {
    byStage.put(stage, sources);
  }
}
