package org.shoestring.store.remote;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.shoestring.store.object.StoredObject;

/**
 * A bucket whose client is closed when nobody can use it any more: neither a store nor a stream
 * holds it. Until then a thread knows how to close it, and with that keeps the class loader of the
 * job; so no static field may hold stores, or what holds them, but softly or weakly.
 */
public final class HeldBucket implements Bucket {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Bucket bucket;
  private final Cleaner.Cleanable client;

  public HeldBucket(Bucket bucket) {
    this.bucket = bucket;
    this.client = CLEANER.register(this, bucket::close);
  }

  /** Something that is asked, during which the bucket is held. */
  private interface Asked<T> {
    T of(Bucket bucket) throws IOException;
  }

  private <T> T ask(Asked<T> asked) throws IOException {
    try {
      return asked.of(bucket);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Something that is done, during which the bucket is held. */
  private interface Act {
    void on(Bucket bucket) throws IOException;
  }

  private void act(Act act) throws IOException {
    ask(
        asked -> {
          act.on(asked);
          return true;
        });
  }

  @Override
  public String location() {
    return bucket.location();
  }

  @Override
  public String address() {
    return bucket.address();
  }

  @Override
  public Content read(String key, long offset, Optional<String> version) throws IOException {
    Content content = ask(asked -> asked.read(key, offset, version));
    return content.with(new HoldingInput(content.in()));
  }

  /** Bytes that arrive by way of the client. */
  private final class HoldingInput extends FilterInputStream {
    HoldingInput(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return ask(asked -> in.read(bytes, offset, length));
    }
  }

  @Override
  public void put(String key, Path file, Attempts attempts) throws IOException {
    act(asked -> asked.put(key, file, attempts));
  }

  @Override
  public boolean create(String key, byte[] content, boolean onlyIfAbsent) throws IOException {
    return ask(asked -> asked.create(key, content, onlyIfAbsent));
  }

  @Override
  public Page list(String prefix, Optional<String> from) throws IOException {
    return ask(asked -> asked.list(prefix, from));
  }

  @Override
  public Optional<StoredObject> stat(String key) throws IOException {
    return ask(asked -> asked.stat(key));
  }

  @Override
  public void delete(String key) throws IOException {
    act(asked -> asked.delete(key));
  }

  @Override
  public List<Upload> uploads(String prefix) throws IOException {
    return ask(asked -> asked.uploads(prefix));
  }

  @Override
  public void abort(Upload upload) throws IOException {
    act(asked -> asked.abort(upload));
  }

  @Override
  public Optional<Trials> trials() {
    return bucket.trials();
  }

  /** Closes the client now. */
  @Override
  public void close() {
    client.clean();
  }
}
