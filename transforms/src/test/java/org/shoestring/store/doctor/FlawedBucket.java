package org.shoestring.store.doctor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.object.TransientException;
import org.shoestring.store.object.UnsupportedRequestException;
import org.shoestring.store.remote.Attempts;
import org.shoestring.store.remote.Bucket;

/** A bucket in memory that does all that is asked of it but for its flaws. */
public final class FlawedBucket implements Bucket, Bucket.Trials {
  /** What some stores, or proxies before them, do. */
  public enum Flaw {
    BUSY_AT_FIRST,
    IGNORES_CONDITIONS,
    REFUSES_CONDITIONS,
    IGNORES_RANGES,
    TAKES_DAMAGED,
    LISTS_NOTHING,
    KEEPS_DELETED,
    SPOILS_NAMES,
    SPOILS_BYTES,
    SPOILS_PARTS,
    LISTS_NO_UPLOADS,
    KEEPS_ABORTED_UPLOADS,
    PUBLISHES_ABORTED_UPLOADS,
    HAS_NO_TRIALS
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Entry(byte[] bytes, Instant modified) {}

  private final Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
  private final Duration clockOff;
  private final Map<String, Entry> objects = new TreeMap<>();
  private final List<Upload> uploads = new ArrayList<>();

  FlawedBucket(Duration clockOff, Flaw... flaws) {
    this.clockOff = clockOff;
    this.flaws.addAll(Arrays.asList(flaws));
  }

  FlawedBucket(Flaw... flaws) {
    this(Duration.ZERO, flaws);
  }

  private boolean is(Flaw flaw) {
    return flaws.contains(flaw);
  }

  /** The names of all objects, and of all unfinished uploads. */
  public List<String> left() {
    List<String> left = new ArrayList<>(objects.keySet());
    uploads.forEach(upload -> left.add(upload.key()));
    return left;
  }

  private void set(String key, byte[] bytes) {
    String name = is(Flaw.SPOILS_NAMES) ? key.replace('+', ' ') : key;
    objects.put(name, new Entry(bytes, Instant.now().plus(clockOff)));
  }

  @Override
  public String location() {
    return "flawed://bucket";
  }

  @Override
  public Content read(String key, long offset, Optional<String> version) throws IOException {
    Entry entry = objects.get(key);
    if (entry == null) {
      throw new NoSuchObjectException(location(), key);
    }
    byte[] bytes = entry.bytes().clone();
    if (is(Flaw.SPOILS_BYTES)) {
      bytes[0] ^= 1;
    }
    int from = is(Flaw.IGNORES_RANGES) ? 0 : (int) offset;
    int length = bytes.length - from;
    return new Content(new ByteArrayInputStream(bytes, from, length), length, "1");
  }

  @Override
  public void put(String key, Path file, Attempts attempts) throws IOException {
    set(key, Files.readAllBytes(file));
  }

  @Override
  public boolean create(String key, byte[] content, boolean onlyIfAbsent) throws IOException {
    if (onlyIfAbsent && is(Flaw.REFUSES_CONDITIONS)) {
      throw new UnsupportedRequestException("If-None-Match", new IOException("501"));
    }
    if (flaws.remove(Flaw.BUSY_AT_FIRST)) {
      set(key, content);
      throw new TransientException("503 SlowDown", null);
    }
    if (onlyIfAbsent && objects.containsKey(key) && !is(Flaw.IGNORES_CONDITIONS)) {
      return false;
    }
    set(key, content);
    return true;
  }

  @Override
  public Page list(String prefix, Optional<String> from) {
    List<StoredObject> found = new ArrayList<>();
    if (!is(Flaw.LISTS_NOTHING)) {
      objects.forEach(
          (key, entry) -> {
            if (key.startsWith(prefix)) {
              found.add(new StoredObject(key, entry.bytes().length, "1", entry.modified()));
            }
          });
    }
    return new Page(found, Optional.empty());
  }

  @Override
  public Optional<StoredObject> stat(String key) {
    return Optional.ofNullable(objects.get(key))
        .map(entry -> new StoredObject(key, entry.bytes().length, "1", entry.modified()));
  }

  @Override
  public void delete(String key) {
    if (!is(Flaw.KEEPS_DELETED)) {
      objects.remove(key);
    }
  }

  @Override
  public List<Upload> uploads(String prefix) {
    return is(Flaw.LISTS_NO_UPLOADS)
        ? List.of()
        : uploads.stream().filter(upload -> upload.key().startsWith(prefix)).toList();
  }

  @Override
  public void abort(Upload upload) {
    if (!is(Flaw.KEEPS_ABORTED_UPLOADS)) {
      uploads.remove(upload);
    }
    if (is(Flaw.PUBLISHES_ABORTED_UPLOADS)) {
      set(upload.key(), new byte[1]);
    }
  }

  @Override
  public Optional<Trials> trials() {
    return is(Flaw.HAS_NO_TRIALS) ? Optional.empty() : Optional.of(this);
  }

  @Override
  public boolean refusesWrongDigest(String key) {
    if (is(Flaw.TAKES_DAMAGED)) {
      set(key, new byte[1]);
    }
    return !is(Flaw.TAKES_DAMAGED);
  }

  @Override
  public void putInParts(String key, List<byte[]> parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    byte[] bytes = all.toByteArray();
    set(key, is(Flaw.SPOILS_PARTS) ? Arrays.copyOf(bytes, bytes.length - 1) : bytes);
  }

  @Override
  public Upload begin(String key, byte[] part) {
    Upload upload = new Upload(key, "id", Instant.now());
    uploads.add(upload);
    return upload;
  }
}
