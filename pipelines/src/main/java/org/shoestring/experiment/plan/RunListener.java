package org.shoestring.experiment.plan;

/** Is told what a run does, from several threads. */
public interface RunListener {

  /** A stage's work begins. */
  void started(ExaminedStage stage);

  /** A stage ended, also one whose work never began. */
  void ended(StageResult result);
}
