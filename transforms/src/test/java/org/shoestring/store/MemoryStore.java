package org.shoestring.store;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;

/** A store in memory that counts the bytes that are read from it. */
public class MemoryStore implements ObjectStore {
  private record Entry(Content content, long version, Instant modified) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Content(byte[] bytes) {}

  private final ConcurrentSkipListMap<String, Entry> objects = new ConcurrentSkipListMap<>();
  private final AtomicLong versions = new AtomicLong();
  private final AtomicLong bytesRead = new AtomicLong();

  /** All bytes that anyone has read. */
  public long bytesRead() {
    return bytesRead.get();
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public InputStream open(String name) throws IOException {
    return openAt(name, 0);
  }

  @Override
  public InputStream openAt(String name, long offset) throws IOException {
    Entry entry = objects.get(name);
    if (entry == null) {
      throw new NoSuchObjectException(location(), name);
    }
    byte[] bytes = entry.content().bytes();
    int from = (int) Math.min(bytes.length, offset);
    return new FilterInputStream(new ByteArrayInputStream(bytes, from, bytes.length - from)) {
      @Override
      public int read() throws IOException {
        int b = in.read();
        bytesRead.addAndGet(b < 0 ? 0 : 1);
        return b;
      }

      @Override
      public int read(byte[] buffer, int start, int length) throws IOException {
        int count = in.read(buffer, start, length);
        bytesRead.addAndGet(Math.max(0, count));
        return count;
      }

      @Override
      public long skip(long count) throws IOException {
        long skipped = in.skip(count);
        bytesRead.addAndGet(skipped); // Elsewhere what is passed over travels too.
        return skipped;
      }

      @Override
      public int available() {
        return 0;
      }
    };
  }

  @Override
  public Path newSpool() throws IOException {
    Path spool = Files.createTempFile("memory-store", "");
    spool.toFile().deleteOnExit();
    return spool;
  }

  @Override
  public void put(String name, Path spool) throws IOException {
    objects.put(name, entry(Files.readAllBytes(spool)));
    Files.delete(spool);
  }

  @Override
  public boolean create(String name, byte[] content) {
    return objects.putIfAbsent(name, entry(content.clone())) == null;
  }

  private Entry entry(byte[] content) {
    return new Entry(new Content(content), versions.incrementAndGet(), Instant.now());
  }

  @Override
  public List<StoredObject> list(String prefix) {
    List<StoredObject> found = new ArrayList<>();
    objects
        .tailMap(prefix)
        .forEach(
            (name, entry) -> {
              if (name.startsWith(prefix)) {
                found.add(stored(name, entry));
              }
            });
    return found;
  }

  @Override
  public Optional<StoredObject> stat(String name) {
    return Optional.ofNullable(objects.get(name)).map(entry -> stored(name, entry));
  }

  private static StoredObject stored(String name, Entry entry) {
    return new StoredObject(
        name, entry.content().bytes().length, Long.toString(entry.version()), entry.modified());
  }

  @Override
  public void delete(String name) {
    objects.remove(name);
  }
}
