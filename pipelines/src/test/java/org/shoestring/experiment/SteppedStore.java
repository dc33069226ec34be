package org.shoestring.experiment;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;

/** A store in memory each of whose requests is a step, with a clock that jumps. */
final class SteppedStore implements ObjectStore {
  private final TreeMap<String, StoredObject> objects = new TreeMap<>();
  private final TreeMap<String, byte[]> contents = new TreeMap<>();
  private final Path spools;
  private final Random random;
  private long version;
  private long seconds;

  SteppedStore(Path spools, Random random) {
    this.spools = spools;
    this.random = random;
  }

  /** The time, in seconds. */
  long seconds() {
    return seconds;
  }

  /** Lets time pass. */
  void pass(long more) {
    seconds += more;
  }

  /** An object, without a step. */
  Optional<byte[]> peek(String name) {
    return Optional.ofNullable(contents.get(name));
  }

  /** The objects of that prefix, without a step. */
  List<StoredObject> peekAll(String prefix) {
    return objects.tailMap(prefix).values().stream()
        .takeWhile(object -> object.name().startsWith(prefix))
        .toList();
  }

  private void step() {
    if (!Steps.isProcess()) {
      return; // Somebody looks at what is there.
    }
    Steps.turn();
    seconds += random.nextInt(30) == 0 ? random.nextInt(60) : random.nextInt(2);
  }

  @Override
  public String location() {
    return "stepped";
  }

  @Override
  public InputStream open(String name) throws IOException {
    return openAt(name, 0);
  }

  @Override
  public InputStream openAt(String name, long offset) throws IOException {
    step();
    byte[] content = contents.get(name);
    if (content == null) {
      throw new NoSuchObjectException(location(), name);
    }
    return new ByteArrayInputStream(content, (int) offset, content.length - (int) offset);
  }

  @Override
  public Path newSpool() throws IOException {
    return Files.createTempFile(spools, "spool", "");
  }

  @Override
  public void put(String name, Path spool) throws IOException {
    byte[] content = Files.readAllBytes(spool);
    Files.delete(spool);
    replace(name, content);
  }

  @Override
  public void replace(String name, byte[] content) {
    step();
    set(name, content);
  }

  private void set(String name, byte[] content) {
    contents.put(name, content.clone());
    objects.put(
        name,
        new StoredObject(
            name, content.length, Long.toString(version++), Instant.ofEpochSecond(seconds)));
  }

  @Override
  public boolean create(String name, byte[] content) {
    step();
    if (contents.containsKey(name)) {
      return false;
    }
    set(name, content);
    return true;
  }

  @Override
  public List<StoredObject> list(String prefix) {
    step();
    return peekAll(prefix);
  }

  @Override
  public Optional<StoredObject> stat(String name) {
    step();
    return Optional.ofNullable(objects.get(name));
  }

  @Override
  public void delete(String name) {
    step();
    contents.remove(name);
    objects.remove(name);
  }
}
