package org.shoestring.store.remote;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.shoestring.store.object.ChangedException;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.TransientException;

/**
 * A bucket of a provider: what {@link RemoteStore} asks of it. Every call is one request, made once
 * and counted in a {@link Traffic}; trying again, going on after a cut and telling a lost answer
 * are not its business.
 *
 * <p>Methods throw {@link TransientException} for what may go well the next time, {@link
 * NoSuchObjectException} where there must be an object, and {@link StoreException}, with the cure,
 * for what will not change.
 */
public interface Bucket extends AutoCloseable {

  /** As messages name it: {@code s3://bucket}. */
  String location();

  /** Where its requests go and what they are signed for, for people; no secret is in it. */
  default String address() {
    return location();
  }

  /**
   * The bytes of an object from {@code offset} on, none if it ends before.
   *
   * @param version only of this version; any if empty
   * @throws ChangedException if the object is of another version by now
   */
  Content read(String key, long offset, Optional<String> version) throws IOException;

  /**
   * An object that is being read.
   *
   * @param in to be closed, at whatever point, without reading what is left
   * @param bytes how many bytes it has from the offset on
   * @param hash of the whole object, if the store tells it and its client does not compare it
   */
  record Content(InputStream in, long bytes, String version, Optional<ContentHash> hash)
      implements Closeable {
    /** One whose client compares the hash that the store tells. */
    public Content(InputStream in, long bytes, String version) {
      this(in, bytes, version, Optional.empty());
    }

    /** The same by way of another stream. */
    Content with(InputStream other) {
      return new Content(other, bytes, version, hash);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /**
   * Makes the object of that name from a file, or replaces it, whole or not at all; what arrived is
   * checked by its length and hash. A large file goes in several requests, each with its own tries,
   * and what was sent is removed on any failure.
   */
  void put(String key, Path file, Attempts attempts) throws IOException;

  /**
   * Makes a small object.
   *
   * @param onlyIfAbsent whether the store itself is to refuse if there is one of that name
   * @return false if it refused
   */
  boolean create(String key, byte[] content, boolean onlyIfAbsent) throws IOException;

  /**
   * The next objects whose names start with {@code prefix}, in the order of their names' bytes.
   *
   * @param from what the page before said; empty for the first page
   */
  Page list(String prefix, Optional<String> from) throws IOException;

  /**
   * Some objects.
   *
   * @param next where the next page starts; empty for the last one
   */
  record Page(List<StoredObject> objects, Optional<String> next) {
    public Page {
      objects = List.copyOf(objects);
    }
  }

  /** What is known of an object; empty if there is none. */
  Optional<StoredObject> stat(String key) throws IOException;

  /** Removes an object; removing one that is not there is no error. */
  void delete(String key) throws IOException;

  /** Uploads in parts that were neither completed nor aborted, of names that start so. */
  default List<Upload> uploads(String prefix) throws IOException {
    return List.of();
  }

  /** Removes what an unfinished upload has sent. */
  default void abort(Upload upload) throws IOException {
    throw new IllegalArgumentException(location() + " has no uploads in parts");
  }

  /** An upload in parts that is not finished. */
  record Upload(String key, String id, Instant started) {}

  /** Ends the connections of its client; it is not used any more. */
  @Override
  default void close() {}

  /** What only an examination of the store asks of it; empty if it has no such things. */
  default Optional<Trials> trials() {
    return Optional.empty();
  }

  /** Requests that are made to see what a store makes of them. */
  interface Trials {
    /** Sends an object with a digest that is not its own; whether the store refused it. */
    boolean refusesWrongDigest(String key) throws IOException;

    /** Makes an object of parts, which are removed on any failure. */
    void putInParts(String key, List<byte[]> parts) throws IOException;

    /** Begins an upload in parts, and sends the first. */
    Upload begin(String key, byte[] part) throws IOException;
  }
}
