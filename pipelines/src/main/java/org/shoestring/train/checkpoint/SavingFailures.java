package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.store.local.LocalFailure;

/**
 * What goes wrong while checkpoints are saved. It is said once, and the training fails with it in
 * the end, unless saving works again. A store may be back at any time; an error of this program is
 * tried again for about two minutes.
 */
final class SavingFailures {
  private static final int UNEXPECTED = 8;

  private final Consumer<String> remarks;
  private boolean isFailing;
  private int unexpected;
  private @Nullable Exception last;
  private @Nullable Throwable broken;

  SavingFailures(Consumer<String> remarks) {
    this.remarks = remarks;
  }

  /**
   * Saving has failed, and will be tried again.
   *
   * @return whether there is no hope any more, which is so once
   */
  synchronized boolean add(Exception why) {
    last = ofStore(why).map(Exception.class::cast).orElse(why);
    if (last instanceof IOException io) {
      unexpected = 0;
      tell(LocalFailure.shown(io));
      return false;
    }
    unexpected++;
    tell("internal error: " + why);
    return unexpected >= UNEXPECTED && isNowBroken(why);
  }

  private static Optional<IOException> ofStore(Exception why) {
    if (why instanceof UncheckedIOException unchecked) {
      return Optional.ofNullable(unchecked.getCause());
    }
    return why instanceof BadDataException
        ? Optional.of(new IOException(why.getMessage(), why))
        : Optional.empty();
  }

  /** It has failed, and nothing is tried any more. */
  synchronized boolean addLast(Error why) {
    return isNowBroken(why);
  }

  private boolean isNowBroken(Throwable why) {
    boolean isFirst = broken == null;
    broken = isFirst ? why : broken;
    return isFirst;
  }

  private void tell(String why) {
    if (!isFailing) {
      isFailing = true;
      remarks.accept(
          "a checkpoint cannot be saved now ("
              + why
              + "). The training goes on, and this is tried again");
    }
  }

  /** Saving has worked. */
  synchronized void over() {
    unexpected = 0;
    last = null;
    if (isFailing) {
      isFailing = false;
      remarks.accept("checkpoints are saved again");
    }
  }

  /** Fails if saving does not work, or there was no hope once. */
  synchronized void check() throws IOException {
    Throwable error = last == null || last instanceof IOException ? broken : last;
    if (error instanceof OutOfMemoryError outOfMemory) {
      throw outOfMemory; // Which the process ends with.
    }
    if (error != null) {
      throw new IllegalStateException("checkpoints could not be saved", error);
    }
    if (last instanceof IOException why) {
      throw why;
    }
  }
}
