package org.shoestring.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;

/** A store that passes all requests on to another one. */
public class ForwardingStore implements ObjectStore {
  private final ObjectStore store;

  public ForwardingStore(ObjectStore store) {
    this.store = store;
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public InputStream open(String name) throws IOException {
    return store.open(name);
  }

  @Override
  public InputStream openAt(String name, long offset) throws IOException {
    return store.openAt(name, offset);
  }

  @Override
  public Path newSpool() throws IOException {
    return store.newSpool();
  }

  @Override
  public void put(String name, Path spool) throws IOException {
    store.put(name, spool);
  }

  @Override
  public boolean create(String name, byte[] content) throws IOException {
    return store.create(name, content);
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    return store.list(prefix);
  }

  @Override
  public Optional<StoredObject> stat(String name) throws IOException {
    return store.stat(name);
  }

  @Override
  public void delete(String name) throws IOException {
    store.delete(name);
  }
}
