package org.shoestring.worker;

import java.io.Serializable;
import java.util.Optional;
import org.shoestring.files.HostName;

/**
 * The machine on which a pipeline was made, as its workers know it: what fails on another one is
 * told with that one's name.
 *
 * @param host its name
 */
public record HomeMachine(String host) implements Serializable {
  /** A property of Java, in a process that is a worker of a cluster: its name there. */
  public static final String WORKER = "shoestring.worker";

  /** This one. */
  public static HomeMachine here() {
    return new HomeMachine(HostName.get());
  }

  /** The name that this process has as a worker of a cluster, which no other one has. */
  public static Optional<String> workerName() {
    return Optional.ofNullable(System.getProperty(WORKER));
  }

  /**
   * The name of this process as a worker of a cluster, else that of its machine, if it is another
   * one.
   */
  public Optional<String> other() {
    Optional<String> worker = workerName();
    if (worker.isPresent()) {
      return worker;
    }
    String here = HostName.get();
    return here.equals(host) ? Optional.empty() : Optional.of(here);
  }
}
