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
    return super.create(name, content);
  }
}
