package org.shoestring.worker;

/** Work was stopped by its {@link StopSignal}; what it had finished is kept. */
public final class StoppedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient StopSignal.Reason reason;

  /** For a reason. */
  public StoppedException(StopSignal.Reason reason) {
    super("stopped: " + reason.text());
    this.reason = reason;
  }

  /** What the work was stopped for. */
  public StopSignal.Reason reason() {
    return reason;
  }
}
