package org.shoestring.pipeline.process;

/** A cluster of other machines did not do the work, or does not answer any more. */
public class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ClusterException(String message) {
    super(message);
  }

  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
