package org.shoestring.train.checkpoint;

import java.io.IOException;
import java.util.function.Predicate;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.store.object.ObjectStore;

/** A store that creates some objects only when it is told to. */
final class RefusingStore extends ForwardingStore {
  private volatile Predicate<String> refused = name -> false;

  RefusingStore(ObjectStore store) {
    super(store);
  }

  /** Refuses to create objects whose names end so; none if that is empty. */
  void refuse(String end) {
    refused = name -> !end.isEmpty() && name.endsWith(end);
  }

  @Override
  public boolean create(String name, byte[] content) throws IOException {
    if (refused.test(name)) {
      throw new IOException("refused");
    }
    return super.create(name, content);
  }
}
