package org.shoestring.experiment.gc;

/**
 * Trainings whose checkpoints were kept, all or some, though nothing reaches them.
 *
 * @param bytes of what was kept
 */
public record KeptTrainings(long trainings, long bytes) {
  static final KeptTrainings NONE = new KeptTrainings(0, 0);

  KeptTrainings and(long more) {
    return new KeptTrainings(trainings + 1, bytes + more);
  }
}
