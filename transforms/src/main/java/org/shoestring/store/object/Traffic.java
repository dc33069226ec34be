package org.shoestring.store.object;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What was asked of a remote store and what it answered, in this process: it has a price. */
public final class Traffic {
  /** The kinds of requests that providers tell apart in their prices. */
  public enum Kind {
    GET,
    PUT,
    LIST,
    HEAD,
    DELETE
  }

  private final Map<Kind, LongAdder> requests = new EnumMap<>(Kind.class);
  private final LongAdder up = new LongAdder();
  private final LongAdder down = new LongAdder();
  private final LongAdder spared = new LongAdder();

  /** No traffic yet. */
  public Traffic() {
    for (Kind kind : Kind.values()) {
      requests.put(kind, new LongAdder());
    }
  }

  /** Counts a request that is made, whatever comes of it. */
  public void request(Kind kind) {
    counter(kind).increment();
  }

  /** Counts bytes of objects that were sent. */
  public void sent(long bytes) {
    up.add(bytes);
  }

  /** Counts bytes of objects that were received. */
  public void received(long bytes) {
    down.add(bytes);
  }

  /** Counts bytes of objects that were read from copies on this machine instead. */
  public void spared(long bytes) {
    spared.add(bytes);
  }

  /** How many requests of a kind were made. */
  public long requests(Kind kind) {
    return counter(kind).sum();
  }

  /** How many requests of any kind were made. */
  public long requests() {
    return requests.values().stream().mapToLong(LongAdder::sum).sum();
  }

  public long bytesUp() {
    return up.sum();
  }

  public long bytesDown() {
    return down.sum();
  }

  /** Bytes of objects that were read from copies on this machine instead. */
  public long bytesSpared() {
    return spared.sum();
  }

  private LongAdder counter(Kind kind) {
    LongAdder counter = requests.get(kind);
    if (counter == null) {
      throw new IllegalArgumentException(kind.toString());
    }
    return counter;
  }
}
