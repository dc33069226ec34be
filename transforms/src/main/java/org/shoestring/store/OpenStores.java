package org.shoestring.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.cache.CacheSettings;
import org.shoestring.store.cache.ObjectCache;
import org.shoestring.store.cache.ReadThroughCache;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.config.StoreFile.ConditionalCreate;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.Attempts;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.BucketProvider;
import org.shoestring.store.remote.HeldBucket;
import org.shoestring.store.remote.RemoteStore;
import org.shoestring.store.remote.StoreOptions;

/** The clients and the cache of all {@link Stores} of one value in this process. */
final class OpenStores {
  private static final Map<StoreSettings, WeakReference<OpenStores>> BY_VALUE = new HashMap<>();

  private final StoreSettings settings;
  private final StoreOptions options;
  private final @Nullable ObjectCache cache;
  private final Map<String, OpenBucket> buckets = new ConcurrentHashMap<>();
  private final Map<String, ObjectStore> stores = new ConcurrentHashMap<>();

  private OpenStores(StoreSettings settings, StoreOptions options) {
    this.settings = settings;
    this.options = options;
    CacheSettings copies = settings.local().cache();
    this.cache = copies == null ? null : copies.open();
  }

  /** What the stores of one bucket share. */
  private record OpenBucket(
      StoreFile file,
      HeldBucket bucket,
      Traffic traffic,
      Attempts attempts,
      AtomicReference<ConditionalCreate> conditional) {}

  /**
   * Those of a value.
   *
   * @param options asked for if there are none yet
   */
  static OpenStores of(StoreSettings settings, Supplier<StoreOptions> options) {
    synchronized (BY_VALUE) {
      WeakReference<OpenStores> known = BY_VALUE.get(settings);
      OpenStores open = known == null ? null : known.get();
      if (open == null) {
        BY_VALUE.values().removeIf(other -> other.get() == null);
        open = new OpenStores(settings, options.get());
        BY_VALUE.put(settings, new WeakReference<>(open));
      }
      return open;
    }
  }

  StoreSettings settings() {
    return settings;
  }

  ObjectStore at(String location) {
    ObjectStore known = stores.get(location);
    return known == null ? stores.computeIfAbsent(location, this::open) : known;
  }

  void put(String location, ObjectStore store) {
    stores.put(location, store);
  }

  /** A store that was put, or asked for before. */
  @Nullable ObjectStore known(String location) {
    return stores.get(location);
  }

  private ObjectStore open(String location) {
    Location remote = Location.parse(location);
    OpenBucket open = buckets.computeIfAbsent(remote.root(), root -> bucket(remote));
    return new RemoteStore(
        open.bucket(),
        remote.folder().isEmpty() ? "" : remote.folder() + "/",
        open.attempts(),
        settings.local().spools(),
        open.conditional(),
        cache == null ? null : new ReadThroughCache(cache, open.traffic()));
  }

  /** How the store of a location is spoken to. */
  StoreFile file(Location remote) throws IOException {
    OpenBucket open = buckets.get(remote.root());
    if (open != null) {
      return open.file();
    }
    return settings
        .files()
        .named("'" + remote + "'", remote.store(), BucketProvider.all().keySet());
  }

  private OpenBucket bucket(Location remote) {
    try {
      StoreFile file = file(remote);
      Traffic traffic = new Traffic();
      Bucket bucket = provider(file).open(file, options, remote.bucket(), traffic);
      return new OpenBucket(
          file,
          new HeldBucket(bucket),
          traffic,
          new Attempts(file.giveUpAfter()),
          new AtomicReference<>(file.conditionalCreate()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BucketProvider provider(StoreFile file) {
    return Objects.requireNonNull(
        BucketProvider.all().get(file.type()), "checked when it was read");
  }

  Map<String, Traffic> traffic() {
    Map<String, Traffic> traffic = new TreeMap<>();
    buckets.forEach((name, open) -> traffic.put(name, open.traffic()));
    return traffic;
  }

  void close() {
    stores.clear();
    for (OpenBucket open : buckets.values()) {
      open.bucket().close();
    }
    buckets.clear();
  }
}
