package org.shoestring.store.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.shoestring.files.FolderWalk;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.Stores;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.local.LocalStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.object.TemporaryName;
import org.shoestring.store.object.TemporaryName.Use;
import org.shoestring.store.object.UnsupportedRequestException;
import org.shoestring.store.remote.Attempts;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.RemoteStore;

/**
 * Examines a store by using it: everything that stages ask of it is tried in {@code
 * _tmp/doctor-UUID/}, which is removed afterwards whatever happens.
 */
public final class Doctor {
  /** A person waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** What is said of a file that nobody will find in the working directory. */
  private static final String BUILT_IN =
      " (built into the program; to change it, make a file of this path in the current folder)";

  private final Stores stores;
  private final Consumer<Finding> listener;

  /**
   * A doctor.
   *
   * @param listener is told of every finding as it is made
   */
  public Doctor(Stores stores, Consumer<Finding> listener) {
    this.stores = stores;
    this.listener = listener;
  }

  /**
   * Examines the store of a location.
   *
   * @return whether it can be used
   */
  public boolean examine(String location) throws IOException {
    return Location.isRemote(location) ? examineRemote(location) : examineFolder(Path.of(location));
  }

  /** Whether there is room where a folder lies, or will lie. */
  public static Finding space(String what, Path folder) throws IOException {
    return FolderChecks.space(what, folder);
  }

  private boolean examineRemote(String location) throws IOException {
    Location remote = Location.parse(location);
    StoreFile file;
    try {
      file = stores.file(remote);
    } catch (UsageException e) {
      return tell(Finding.fail("store file", String.valueOf(e.getMessage())));
    }
    tell(Finding.ok("store file", file.where() + (file.written().builtIn() ? BUILT_IN : "")));
    RemoteStore store;
    try {
      store = (RemoteStore) stores.at(location);
    } catch (UsageException e) {
      return tell(Finding.fail("client", String.valueOf(e.getMessage())));
    } catch (UncheckedIOException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      return tell(Finding.fail("client", String.valueOf(cause.getMessage())));
    }
    tell(Finding.ok("client", store.bucket().address()));
    return examine(file, store);
  }

  /** Examines a folder of a bucket. */
  public boolean examine(StoreFile file, RemoteStore store) throws IOException {
    Duration patience = file.giveUpAfter().compareTo(PATIENCE) < 0 ? file.giveUpAfter() : PATIENCE;
    Attempts attempts = new Attempts(patience).quietly();
    RemoteStore ward = store.below(folder(), attempts);
    ObjectChecks objects = new ObjectChecks(ward);
    BucketChecks bucket = new BucketChecks(file, ward);
    if (!tell(Check.needed("bucket", bucket::reach).run(attempts))) {
      return false; // There is nothing to remove.
    }
    List<Check> checks =
        List.of(
            Check.needed("put", objects::put),
            Check.needed("get", objects::get),
            Check.of("list", objects::list),
            Check.of("range", objects::range),
            Check.of("delete", objects::delete),
            Check.of("checksum", bucket::checksum),
            Check.of("multipart", bucket::multipart),
            Check.of("abort", bucket::abort),
            Check.of("create", bucket::create),
            Check.of("clock", bucket::clock),
            Check.of("names", objects::names),
            Check.of("latency", objects::latency),
            Check.of("speed", objects::speed));
    return run(checks, Check.of("clean up", what -> empty(what, ward)), attempts);
  }

  private boolean examineFolder(Path folder) throws IOException {
    Path root = folder.toAbsolutePath().normalize();
    Path ward = root.resolve(folder());
    Path made = ward; // What was not there before goes again.
    while (made.getParent() != null && !Files.exists(made.getParent())) {
      made = made.getParent();
    }
    Path first = made;
    LocalStore store = new LocalStore(ward);
    ObjectChecks objects = new ObjectChecks(store);
    FolderChecks local = new FolderChecks(root, store);
    List<Check> checks =
        List.of(
            Check.needed("folder", local::writable),
            Check.needed("put", objects::put),
            Check.needed("get", objects::get),
            Check.of("list", objects::list),
            Check.of("range", objects::range),
            Check.of("delete", objects::delete),
            Check.of("create", local::create),
            Check.of("names", objects::names),
            Check.of("space", local::space),
            Check.of("latency", objects::latency),
            Check.of("speed", objects::speed));
    return run(
        checks, Check.of("clean up", what -> remove(what, ward, first)), new Attempts(PATIENCE));
  }

  private static String folder() {
    return TemporaryName.of(Use.DOCTOR);
  }

  private boolean run(List<Check> checks, Check cleaning, Attempts attempts) {
    boolean usable = true;
    try {
      for (Check check : checks) {
        boolean well = tell(check.run(attempts));
        usable &= well;
        if (!well && check.needed()) {
          break;
        }
      }
    } finally {
      usable &= tell(cleaning.run(attempts));
    }
    return usable;
  }

  private static Finding empty(String what, RemoteStore ward) throws IOException {
    for (Bucket.Upload upload : uploads(ward)) {
      ward.bucket().abort(upload);
    }
    for (StoredObject object : ward.list("")) {
      ward.delete(object.name());
    }
    return ward.list("").isEmpty()
        ? Finding.ok(what, "nothing is left")
        : Finding.warn(what, "some objects could not be removed; delete them: " + ward.location());
  }

  private static List<Bucket.Upload> uploads(RemoteStore ward) throws IOException {
    try {
      return ward.bucket().uploads(ward.key(""));
    } catch (UnsupportedRequestException e) {
      return List.of();
    }
  }

  /** Removes a folder with all in it, and those above it that are empty, up to {@code first}. */
  private static Finding remove(String what, Path ward, Path first) throws IOException {
    FolderWalk.remove(ward);
    Path above = ward.getParent();
    try {
      while (above != null && above.startsWith(first)) {
        if (Files.isDirectory(above)) {
          Files.deleteIfExists(above);
        }
        above = above.getParent();
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // Somebody else's files are in it, or it was never made.
    }
    return Finding.ok(what, "nothing is left");
  }

  private boolean tell(Finding finding) {
    listener.accept(finding);
    return !finding.failed();
  }
}
