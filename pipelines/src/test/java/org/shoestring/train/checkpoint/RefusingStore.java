package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.store.object.ObjectStore;

/** A store that refuses some requests, or lets them hang, as long as it is told to. */
final class RefusingStore extends ForwardingStore {
  private volatile Predicate<String> refused = name -> false;
  private volatile Predicate<String> hanging = name -> false;
  private volatile boolean isForbidden;
  private volatile String lost = "";
  private final CountDownLatch hangs = new CountDownLatch(1);

  RefusingStore(ObjectStore store) {
    super(store);
  }

  /** Refuses to create objects whose names end so; none if that is empty. */
  void refuse(String end) {
    refused = name -> !end.isEmpty() && name.endsWith(end);
  }

  /** Lets puts of objects whose names end so hang until they are interrupted. */
  void hang(String end) {
    hanging = name -> name.endsWith(end);
  }

  /** Waits until a put hangs. */
  void awaitHanging() throws InterruptedException {
    hangs.await();
  }

  /** Loses the answer to the next creation of an object whose name ends so. */
  void loseAnswer(String end) {
    lost = end;
  }

  /** Refuses to delete anything. */
  void forbidRemoval() {
    isForbidden = true;
  }

  @Override
  public void delete(String name) throws IOException {
    if (isForbidden) {
      throw new IOException("forbidden");
    }
    super.delete(name);
  }

  @Override
  public void put(String name, Path spool) throws IOException {
    if (hanging.test(name)) {
      hangs.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException("broken off");
      }
    }
    super.put(name, spool);
  }

  @Override
  public boolean create(String name, byte[] content) throws IOException {
    if (refused.test(name)) {
      throw new IOException("refused");
    }
    boolean created = super.create(name, content);
    if (!lost.isEmpty() && name.endsWith(lost)) {
      lost = "";
      throw new IOException("no answer");
    }
    return created;
  }
}
