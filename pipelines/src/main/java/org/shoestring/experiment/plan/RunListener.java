package org.shoestring.experiment.plan;

import org.shoestring.experiment.plan.Planner.Examined;

/** Is told what a run does, from several threads. */
public interface RunListener {

  /** A stage's work begins. */
  void started(Examined stage);

  /** A stage ended, also one whose work never began. */
  void ended(StageResult result);
}
