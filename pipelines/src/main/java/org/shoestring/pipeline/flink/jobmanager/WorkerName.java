package org.shoestring.pipeline.flink.jobmanager;

import java.util.Optional;
import java.util.UUID;
import org.shoestring.files.HostName;
import org.shoestring.pipeline.process.BuildIdentity;

/**
 * What a task manager is called in messages and in its cluster: {@code HOST-1f3a09b2_BUILD}. The
 * build is a part of it since it is the only thing that a task manager says of itself when it
 * joins.
 */
public final class WorkerName {
  private static final char SEPARATOR = '_';
  private static final int RANDOM_DIGITS = 8;

  private WorkerName() {}

  /** The name of this process: as its user calls it, else one that no other process has. */
  public static String of(Optional<String> given) {
    String name = given.orElseGet(WorkerName::unique).replace(SEPARATOR, '-');
    return name + SEPARATOR + BuildIdentity.here();
  }

  private static String unique() {
    return HostName.get() + "-" + UUID.randomUUID().toString().substring(0, RANDOM_DIGITS);
  }

  /** The build in a name; empty if the task manager was started by other means than ours. */
  public static Optional<String> build(String name) {
    int at = name.indexOf(SEPARATOR);
    return at < 0 ? Optional.empty() : Optional.of(name.substring(at + 1));
  }

  /**
   * The machine of a worker, or the whole name, if its user has chosen that. A worker that is
   * started again there has another name.
   */
  public static String machine(String name) {
    return shown(name).replaceFirst("-[0-9a-f]{" + RANDOM_DIGITS + "}$", "");
  }

  /** A name without its build, for people. */
  public static String shown(String name) {
    int at = name.indexOf(SEPARATOR);
    return at < 0 ? name : name.substring(0, at);
  }
}
