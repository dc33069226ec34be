package org.shoestring.store.object;

import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * What a user should know though it is no error. It goes to the log unless a program tells its
 * users by itself.
 */
public final class Warnings {
  private static volatile Consumer<String> listener =
      remark -> LoggerFactory.getLogger(Warnings.class).warn(remark);

  private Warnings() {}

  /** Takes them from now on; called by any thread. */
  public static void to(Consumer<String> program) {
    listener = program;
  }

  /** Tells one. */
  public static void tell(String remark) {
    listener.accept(remark);
  }
}
