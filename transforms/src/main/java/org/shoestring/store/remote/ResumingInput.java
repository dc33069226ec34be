package org.shoestring.store.remote;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BulkInput;
import org.shoestring.store.object.ChangedException;
import org.shoestring.store.object.DamagedContentException;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.TransientException;

/**
 * The bytes of a remote object: after a cut it goes on where it was, in the same version of the
 * object, and it ends only where the object does. If the store tells the hash of an object that is
 * read as a whole, it is compared before the last bytes are handed out, however many answers there
 * were.
 */
final class ResumingInput extends BulkInput {
  private final Bucket bucket;
  private final String key;
  private final Attempts.Pauses pauses;
  private final long start;
  private String version;
  private long position;
  private long end;
  private long answered;
  private Bucket.@Nullable Content content;
  private ContentHash.@Nullable Arriving hash;
  private boolean closed;

  private ResumingInput(
      Bucket bucket, String key, long position, Bucket.Content content, Attempts.Pauses pauses) {
    this.bucket = bucket;
    this.key = key;
    this.start = position;
    this.position = position;
    this.answered = position;
    this.content = content;
    this.end = position + content.bytes();
    this.version = content.version();
    this.hash = hash(content);
    this.pauses = pauses;
  }

  private ContentHash.@Nullable Arriving hash(Bucket.Content first) {
    return start == 0 ? first.hash().map(ContentHash::arriving).orElse(null) : null;
  }

  static ResumingInput open(Bucket bucket, String key, long offset, Attempts attempts)
      throws IOException {
    String what = bucket.location() + "/" + key + ": read";
    Bucket.Content content =
        attempts.run(what, before -> bucket.read(key, offset, Optional.empty()));
    return new ResumingInput(bucket, key, offset, content, attempts.pauses(what));
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException(bucket.location() + "/" + key + ": closed");
    }
    if (length == 0) {
      return 0;
    }
    while (position < end) {
      try {
        int count = content().in().read(bytes, offset, (int) Math.min(length, end - position));
        if (count > 0) {
          check(bytes, offset, count);
          position += count;
          pauses.reset();
          return count;
        }
        throw new IOException("the connection ended after " + position + " of " + end + " bytes");
      } catch (NoSuchObjectException e) {
        throw new ChangedException(bucket.location(), key); // It was there a moment ago.
      } catch (ChangedException | StoreException e) {
        throw e;
      } catch (DamagedContentException e) {
        drop();
        if (position > (hash == null ? answered : start)) {
          closed = true; // Who reads has some of it.
          throw new StoreException(
              bucket.location() + "/" + key + ": read: " + message(e) + "; run the command again",
              e);
        }
        pauses.after(new TransientException(message(e), e));
      } catch (TransientException e) {
        drop();
        pauses.after(e);
      } catch (IOException e) {
        drop();
        pauses.after(new TransientException(message(e), e));
      }
    }
    return -1;
  }

  private void check(byte[] bytes, int offset, int count) throws DamagedContentException {
    if (hash != null) {
      hash.add(bytes, offset, count);
      if (position + count == end) {
        hash.check();
      }
    }
  }

  private static String message(IOException e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  private Bucket.Content content() throws IOException {
    Bucket.Content open = content;
    if (open == null && position == start) {
      // Nothing was read of it: whatever it is now will do.
      open = bucket.read(key, start, Optional.empty());
      version = open.version();
      end = start + open.bytes();
      hash = hash(open);
      content = open;
    } else if (open == null) {
      open = bucket.read(key, position, Optional.of(version));
      answered = position;
      content = open;
      if (!open.version().equals(version)) {
        throw new ChangedException(bucket.location(), key); // The store did not look itself.
      }
      if (open.bytes() != end - position) {
        throw new IOException("the answer is cut short");
      }
    }
    return open;
  }

  private void drop() {
    Bucket.Content open = content;
    content = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It is of no use any more, however it ends.
      }
    }
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public void close() {
    closed = true;
    drop();
  }
}
