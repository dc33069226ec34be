package org.shoestring.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.UsageException;
import org.shoestring.store.StoreFile.ConditionalCreate;

/**
 * Opens the store of a location: a folder's path, or {@code STORE://BUCKET/FOLDER}, where STORE is
 * {@code s3}, {@code gs} or any name that has a {@link StoreFile}. One instance a location and
 * process.
 */
public final class Stores {
  private static final Map<String, ObjectStore> OPEN = new ConcurrentHashMap<>();
  private static final Map<String, OpenBucket> BUCKETS = new ConcurrentHashMap<>();
  private static volatile Path localFolder = CacheFolder.ofUser();
  private static volatile Supplier<PipelineOptions> beam =
      () -> PipelineOptionsFactory.create(); // A lambda loads Beam's options only when it is run.
  private static volatile @Nullable ObjectCache cache;
  private static @Nullable PipelineOptions lastPipeline;

  private Stores() {}

  /** What the stores of one bucket share. */
  private record OpenBucket(
      StoreFile file,
      Bucket bucket,
      Traffic traffic,
      Attempts attempts,
      AtomicReference<ConditionalCreate> conditional) {}

  /** Where what goes to remote stores is written before it is sent; for stores opened later. */
  public static void keepLocally(Path folder) {
    localFolder = folder;
  }

  /** Keeps copies of what never changes in remote stores; null for none. */
  public static void cache(@Nullable ObjectCache copies) {
    cache = copies;
    OPEN.clear();
  }

  /** Whether copies are kept of what never changes in remote stores. */
  public static boolean isCaching() {
    return cache != null;
  }

  /** Whether so many bytes of what remote stores hold may be kept here at once. */
  public static boolean takesCopies(long bytes) {
    ObjectCache copies = cache;
    return copies != null && copies.takes(bytes);
  }

  /**
   * Takes the options of Beam that decide how {@code s3://} and {@code gs://} are spoken to; for
   * stores opened later.
   *
   * @param options asked for when such a store is opened
   */
  public static void use(Supplier<PipelineOptions> options) {
    beam = options;
    BUCKETS.clear();
    OPEN.clear();
  }

  /** The same for the options of a pipeline that reads or writes; they are those of the process. */
  public static synchronized void useFor(PipelineOptions pipeline) {
    if (pipeline != lastPipeline) {
      lastPipeline = pipeline;
      use(() -> pipeline);
    }
  }

  /** The options of Beam that were given, or none. */
  public static PipelineOptions options() {
    return beam.get();
  }

  /**
   * The store of a location.
   *
   * @throws UsageException for a location that names no store
   */
  public static ObjectStore at(String location) {
    ObjectStore known = OPEN.get(location);
    return known == null ? OPEN.computeIfAbsent(location, Stores::open) : known;
  }

  /** Lets a location be that of a store of a test. */
  static void put(String location, ObjectStore store) {
    OPEN.put(location, store);
  }

  private static ObjectStore open(String location) {
    if (!Location.isRemote(location)) {
      return new LocalStore(Path.of(location));
    }
    Location remote = Location.parse(location);
    OpenBucket open = BUCKETS.computeIfAbsent(remote.root(), known -> bucket(location, remote));
    ObjectCache copies = cache;
    return new RemoteStore(
        open.bucket(),
        remote.folder().isEmpty() ? "" : remote.folder() + "/",
        open.attempts(),
        localFolder.resolve(SpoolOutput.SPOOLS),
        open.conditional(),
        copies == null ? null : new CachedObjects(copies, open.traffic()));
  }

  private static OpenBucket bucket(String location, Location remote) {
    try {
      StoreFile file = StoreFile.named("'" + location + "'", remote.store());
      Traffic traffic = new Traffic();
      Bucket bucket = provider(file).open(file, remote.bucket(), traffic);
      return new OpenBucket(
          file,
          bucket,
          traffic,
          new Attempts(file.giveUpAfter()),
          new AtomicReference<>(file.conditionalCreate()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BucketProvider provider(StoreFile file) {
    return Objects.requireNonNull(providers().get(file.type()), "checked when it was read");
  }

  /** What speaks to buckets, by the type that a {@link StoreFile} names. */
  static Map<String, BucketProvider> providers() {
    Map<String, BucketProvider> known = new TreeMap<>();
    for (BucketProvider provider : ServiceLoader.load(BucketProvider.class)) {
      known.put(provider.type(), provider);
    }
    return known;
  }

  /** What this process asked of each remote bucket that it used. */
  public static Map<String, Traffic> traffic() {
    Map<String, Traffic> traffic = new TreeMap<>();
    BUCKETS.forEach((name, open) -> traffic.put(name, open.traffic()));
    return traffic;
  }
}
