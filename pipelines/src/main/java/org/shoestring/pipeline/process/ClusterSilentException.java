package org.shoestring.pipeline.process;

/** A cluster of other machines does not answer any more; its job may go on. */
public final class ClusterSilentException extends ClusterException {
  private static final long serialVersionUID = 1;

  public ClusterSilentException(String message, Throwable cause) {
    super(message, cause);
  }
}
