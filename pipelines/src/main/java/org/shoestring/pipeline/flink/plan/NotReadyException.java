package org.shoestring.pipeline.flink.plan;

import org.shoestring.pipeline.process.ClusterException;

/**
 * What a process of a cluster needs is not there, but may come by itself, such as an address or
 * another process: who starts the process again and again, as systemd does, goes on with it. Any
 * other thing that a user must mend is a {@link org.shoestring.spec.UsageException}, and no second
 * start mends that.
 */
public final class NotReadyException extends ClusterException {
  private static final long serialVersionUID = 1;

  public NotReadyException(String message, Throwable cause) {
    super(message, cause);
  }

  public NotReadyException(String message) {
    super(message);
  }
}
