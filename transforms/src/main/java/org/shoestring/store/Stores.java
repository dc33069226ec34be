package org.shoestring.store;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.UsageException;
import org.shoestring.store.cache.CacheSettings;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.local.LocalStore;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.OptionSnapshot;
import org.shoestring.store.remote.StoreOptions;

/**
 * Opens the store of a location: a folder's path, or {@code STORE://BUCKET/FOLDER}, where STORE is
 * {@code s3}, {@code gs} or any name that has a {@link StoreFile}.
 *
 * <p>It is a value: made of options of Beam, of the store files of the working directory and of
 * what the variables in them stand for. It is sent to workers inside of functions and sources, and
 * speaks to the same stores there. Credentials and folders of this machine are not sent: a worker
 * finds its own. All that are equal share their clients, which are closed when the last one is
 * gone.
 */
public final class Stores implements Serializable {
  private static final long serialVersionUID = 1;

  private final transient Beam beam;
  private final transient LocalWork local;
  private final transient String id;
  private final transient Map<String, ObjectStore> folders = new ConcurrentHashMap<>();
  private transient volatile @Nullable OpenStores open;

  private Stores(Beam beam, LocalWork local, String id) {
    this.beam = beam;
    this.local = local;
    this.id = id;
  }

  /**
   * Options that are asked for once, when the first remote store is opened or a value is needed.
   */
  private static final class Beam {
    private final Supplier<PipelineOptions> given;
    private final Supplier<PipelineOptions> unset;
    private @Nullable OptionSnapshot snapshot;

    Beam(Supplier<PipelineOptions> given) {
      this(given, () -> PipelineOptionsFactory.create()); // Beam's options are loaded when it runs.
    }

    private Beam(Supplier<PipelineOptions> given, Supplier<PipelineOptions> unset) {
      this.given = given;
      this.unset = unset;
    }

    /** Options none of which is set, made only if a library needs some. */
    static Beam unset(Supplier<PipelineOptions> made) {
      Beam beam = new Beam(made, made);
      beam.snapshot = OptionSnapshot.UNSET;
      return beam;
    }

    /** Nobody else's options. */
    StoreOptions options() {
      OptionSnapshot known = snapshot();
      return known.equals(OptionSnapshot.UNSET)
          ? StoreOptions.unset(unset)
          : new StoreOptions(known.whole(), Set.of());
    }

    synchronized OptionSnapshot snapshot() {
      OptionSnapshot known = snapshot;
      if (known == null) {
        known = OptionSnapshot.of(given.get());
        snapshot = known;
      }
      return known;
    }
  }

  /** Stores that are spoken to without options of Beam. */
  public static Stores withoutOptions() {
    // A lambda loads Beam's options only when it is run.
    return withoutOptions(() -> PipelineOptionsFactory.create());
  }

  /**
   * The same.
   *
   * @param unset makes new options, where a library needs some; none of them is set
   */
  public static Stores withoutOptions(Supplier<PipelineOptions> unset) {
    return new Stores(Beam.unset(unset), LocalWork.ofUser(), "");
  }

  /** Stores that are spoken to as these options say now; those of a pipeline, for example. */
  public static Stores of(PipelineOptions options) {
    Stores stores = of((Supplier<PipelineOptions>) () -> options);
    stores.beam.snapshot();
    return stores;
  }

  /**
   * Stores that are spoken to as these options say.
   *
   * @param options asked for at most once, when a remote store is opened or a worker needs them
   */
  public static Stores of(Supplier<PipelineOptions> options) {
    return new Stores(new Beam(options), LocalWork.ofUser(), "");
  }

  /** Those of a value that has arrived. */
  static Stores of(StoreSettings settings) {
    Beam received = new Beam(() -> settings.received().beam());
    Stores stores = new Stores(received, settings.local(), settings.id());
    stores.open = OpenStores.of(settings, settings::received);
    return stores;
  }

  /** The same with another folder for what goes to remote stores, where it is written first. */
  public Stores workingIn(Path folder) {
    String path = folder.toAbsolutePath().normalize().toString();
    return new Stores(beam, new LocalWork(path, local.cache()), id);
  }

  /** The folder for local work of this process; a worker elsewhere has its own. */
  public Path workFolder() {
    return Path.of(local.folder());
  }

  /** The same with copies of what never changes in remote stores; null for none. */
  public Stores caching(@Nullable CacheSettings copies) {
    return new Stores(beam, new LocalWork(local.folder(), copies), id);
  }

  /** The same, equal to no others: for a test that puts stores of its own at locations. */
  Stores unique() {
    return new Stores(beam, local, UUID.randomUUID().toString());
  }

  /** Whether copies are kept of what never changes in remote stores. */
  public boolean isCaching() {
    return local.cache() != null;
  }

  /** Whether so many bytes of what remote stores hold may be kept here at once. */
  public boolean takesCopies(long bytes) {
    CacheSettings copies = local.cache();
    return copies != null && bytes <= copies.capacity();
  }

  private OpenStores open() {
    OpenStores known = open;
    if (known == null) {
      StoreSettings settings = StoreSettings.here(beam.snapshot(), local, id);
      known = OpenStores.of(settings, beam::options);
      open = known;
    }
    return known;
  }

  /**
   * The store of a location.
   *
   * @throws UsageException for a location that names no store
   */
  public ObjectStore at(String location) {
    ObjectStore folder = folders.get(location);
    if (folder != null) {
      return folder;
    }
    OpenStores asked = open;
    ObjectStore known = asked == null ? null : asked.known(location);
    if (known != null) {
      return known;
    }
    boolean isRemote = Location.isRemote(location);
    return isRemote
        ? open().at(location)
        : folders.computeIfAbsent(location, path -> new LocalStore(Path.of(path)));
  }

  /**
   * How the store of a location is spoken to.
   *
   * @throws UsageException if there is no such store, or its file is wrong
   */
  public StoreFile file(Location remote) throws IOException {
    return open().file(remote);
  }

  /** Lets a location be that of a store of a test. */
  void put(String location, ObjectStore store) {
    open().put(location, store);
  }

  /** What this process asked of each remote bucket that it used. */
  public Map<String, Traffic> traffic() {
    OpenStores known = open;
    return known == null ? Map.of() : known.traffic();
  }

  /** Closes the clients of all that are equal; a store that is asked for later is opened anew. */
  public void close() {
    OpenStores known = open;
    if (known != null) {
      known.close();
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Stores stores && open() == stores.open());
  }

  @Override
  public int hashCode() {
    return open().settings().hashCode();
  }

  /** For messages; what it is made of may be long. */
  @Override
  public String toString() {
    return "stores";
  }

  private Object writeReplace() {
    return open().settings();
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("stores are read by way of their settings");
  }
}
