package org.shoestring.store.cache;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.Hashing;
import org.shoestring.bytes.Interrupts;
import org.shoestring.store.object.ImmutableObject;
import org.shoestring.store.object.ObjectStore;

/**
 * An object on its way to a file of this machine: a thread of its own fetches it as fast as it
 * comes, and any number of readers follow at their own pace, so that it is fetched once whoever
 * reads it, and no connection waits for a slow program. It ends when nobody reads it any more.
 *
 * <p>The last byte is passed on only after the whole was checked and kept: who has read all of it
 * finds the copy made.
 */
final class Download implements Runnable {
  private static final int PIECE = 1 << 16;

  private final ObjectStore store;
  private final ImmutableObject object;
  private final Path part;
  private final Keeper keeper;
  private final MessageDigest hash = ImmutableObject.newHash();
  private State state = State.STARTED;
  private long arrived;
  private int readers;
  private boolean abandoned;
  private @Nullable Throwable failure;

  private enum State {
    STARTED,
    OPEN,
    /** All bytes arrived, good or not: that is for readers to tell. */
    COMPLETE,
    /** The store failed. */
    FAILED,
    /** The file of this machine failed, or had no room; readers go on without it. */
    BROKEN
  }

  /** Takes the file when nothing more is written to it, once. */
  interface Keeper {
    /**
     * Takes it.
     *
     * @param good whether it holds the object
     * @param why it could not be written, null if it could
     */
    void end(boolean good, @Nullable IOException why);
  }

  /**
   * A download, for a reader to join before it is run.
   *
   * @param part an empty file
   */
  Download(ObjectStore store, ImmutableObject object, Path part, Keeper keeper) {
    this.store = store;
    this.object = object;
    this.part = part;
    this.keeper = keeper;
  }

  ObjectStore store() {
    return store;
  }

  ImmutableObject object() {
    return object;
  }

  Path part() {
    return part;
  }

  /** Adds a reader, if there is still something to follow. */
  synchronized boolean join() {
    if (abandoned || state == State.FAILED || state == State.BROKEN) {
      return false;
    }
    readers++;
    return true;
  }

  /** A reader has seen enough. */
  synchronized void leave() {
    readers--;
  }

  /** Fetches the object, to its end or as long as anybody reads it. */
  @Override
  public void run() {
    long bytes = -1;
    State end;
    @Nullable PartException broken = null;
    @Nullable Throwable failed = null;
    try (InputStream in = store.open(object.name())) {
      become(State.OPEN, null);
      bytes = write(in);
      end = bytes < 0 ? State.BROKEN : State.COMPLETE;
    } catch (PartException e) {
      end = State.BROKEN;
      broken = e;
    } catch (IOException | RuntimeException | Error e) {
      end = State.FAILED;
      failed = e;
    }
    // If it is not what it should be, whoever reads it tells.
    boolean good = end == State.COMPLETE && bytes == object.bytes() && isOfItsHash();
    try {
      keeper.end(good, broken);
    } finally { // Else readers would wait for ever.
      arrive(bytes);
      become(end, failed);
    }
  }

  private boolean isOfItsHash() {
    return HexFormat.of().formatHex(hash.digest()).startsWith(object.sha256());
  }

  /**
   * Writes the file, and returns its length; -1 if nobody reads it any more, or it would be longer
   * than the object is, for which alone there is room.
   */
  private long write(InputStream in) throws IOException {
    byte[] piece = new byte[PIECE];
    long written = 0;
    try (PartOutput out = new PartOutput(part)) {
      int count;
      while ((count = in.read(piece)) >= 0) {
        if (isAbandoned() || written + count > object.bytes()) {
          return -1;
        }
        Hashing.update(hash, piece, 0, count);
        out.write(piece, count);
        written += count;
        arrive(Math.min(written, object.bytes() - 1));
      }
    }
    return written;
  }

  /** A file of this machine failed, and not the store. */
  private static final class PartException extends IOException {
    private static final long serialVersionUID = 1;

    PartException(IOException cause) {
      super(cause.toString(), cause);
    }
  }

  private static final class PartOutput implements Closeable {
    private final OutputStream out;

    PartOutput(Path part) throws PartException {
      try {
        out = Files.newOutputStream(part, StandardOpenOption.WRITE);
      } catch (IOException e) {
        throw new PartException(e);
      }
    }

    void write(byte[] bytes, int count) throws PartException {
      try {
        out.write(bytes, 0, count);
      } catch (IOException e) {
        throw new PartException(e);
      }
    }

    @Override
    public void close() throws PartException {
      try {
        out.close();
      } catch (IOException e) {
        throw new PartException(e);
      }
    }
  }

  private synchronized boolean isAbandoned() {
    abandoned = readers == 0;
    return abandoned;
  }

  private synchronized void arrive(long bytes) {
    arrived = Math.max(arrived, bytes);
    notifyAll();
  }

  private synchronized void become(State next, @Nullable Throwable why) {
    state = next;
    failure = why;
    notifyAll();
  }

  /** Waits until the store has answered; fails as it did. */
  synchronized void awaitOpen() throws IOException {
    await(() -> state != State.STARTED);
    checkFailed();
  }

  /**
   * Waits for bytes behind a position.
   *
   * @return how many there are: 0 at the end of the object, -1 if no more will come this way
   */
  synchronized long awaitBehind(long position) throws IOException {
    await(() -> arrived > position || !(state == State.STARTED || state == State.OPEN));
    if (arrived > position) {
      return arrived - position;
    }
    checkFailed();
    return state == State.COMPLETE ? 0 : -1;
  }

  private void checkFailed() throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    } else if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    }
  }

  private synchronized void await(BooleanSupplier condition) throws InterruptedIOException {
    try {
      while (!condition.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException e) {
      throw Interrupts.stopped(store.location() + "/" + object.name() + ": stopped", e);
    }
  }
}
