package org.shoestring.experiment;

import java.io.IOException;
import java.nio.file.Path;
import org.shoestring.store.object.ObjectStore;

/** A store that tells of each request that changes something, before it is carried out. */
public final class HookedStore extends ForwardingStore {
  private final Hook hook;

  public HookedStore(ObjectStore store, Hook hook) {
    super(store);
    this.hook = hook;
  }

  /** What is done before a request; it fails if this does. */
  public interface Hook {
    void before(String request, String name) throws IOException;
  }

  @Override
  public void put(String name, Path spool) throws IOException {
    hook.before("put", name);
    super.put(name, spool);
  }

  @Override
  public boolean create(String name, byte[] content) throws IOException {
    hook.before("create", name);
    return super.create(name, content);
  }

  @Override
  public void delete(String name) throws IOException {
    hook.before("delete", name);
    super.delete(name);
  }
}
