package org.shoestring.store.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.shoestring.files.CacheFolder;
import org.shoestring.files.FileIdentity;
import org.shoestring.files.ProcessFolder;
import org.shoestring.store.cache.ReadThroughCache;
import org.shoestring.store.config.StoreFile.ConditionalCreate;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.store.object.ChangedException;
import org.shoestring.store.object.ChangedFileException;
import org.shoestring.store.object.HashedFile;
import org.shoestring.store.object.ImmutableObject;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.ParallelRequests;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.object.TemporaryName;
import org.shoestring.store.object.TemporaryName.Use;
import org.shoestring.store.object.UnsupportedRequestException;

/**
 * A folder of a remote bucket as a store: tries again what fails for now, goes on reading after a
 * cut, and tells its own lost answers from the success of others.
 */
public final class RemoteStore implements ObjectStore {
  private final Bucket bucket;
  private final String prefix;
  private final Attempts attempts;
  private final Path spools;
  private final AtomicReference<ConditionalCreate> conditional;
  private final @Nullable ReadThroughCache cached;

  /**
   * A store.
   *
   * @param prefix of the names of its objects in the bucket; empty, or ending in {@code /}
   * @param spools a local folder
   * @param conditional whether the bucket can create conditionally; shared by the bucket's stores,
   *     since a probe is made once
   * @param cached objects that never change are read by way of it; null for none
   */
  public RemoteStore(
      Bucket bucket,
      String prefix,
      Attempts attempts,
      Path spools,
      AtomicReference<ConditionalCreate> conditional,
      @Nullable ReadThroughCache cached) {
    this.bucket = bucket;
    this.prefix = prefix;
    this.attempts = attempts;
    this.spools = spools;
    this.conditional = conditional;
    this.cached = cached;
  }

  /** A store without a cache. */
  public RemoteStore(
      Bucket bucket,
      String prefix,
      Attempts attempts,
      Path spools,
      AtomicReference<ConditionalCreate> conditional) {
    this(bucket, prefix, attempts, spools, conditional, null);
  }

  /** The bucket that it lies in. */
  public Bucket bucket() {
    return bucket;
  }

  /** The name of an object in the bucket. */
  public String key(String name) {
    return prefix + name;
  }

  /** A folder of it, with attempts of its own. */
  public RemoteStore below(String folder, Attempts others) {
    return new RemoteStore(bucket, prefix + folder + "/", others, spools, conditional);
  }

  @Override
  public String location() {
    return prefix.isEmpty()
        ? bucket.location()
        : bucket.location() + "/" + prefix.substring(0, prefix.length() - 1);
  }

  @Override
  public InputStream open(String name) throws IOException {
    return openAt(name, 0);
  }

  @Override
  public InputStream openAt(String name, long offset) throws IOException {
    try {
      return ResumingInput.open(bucket, prefix + name, offset, attempts);
    } catch (NoSuchObjectException e) {
      throw new NoSuchObjectException(location(), name);
    }
  }

  @Override
  public InputStream open(ImmutableObject object) throws IOException {
    return cached == null ? open(object.name()) : cached.open(this, object);
  }

  @Override
  public InputStream openAt(ImmutableObject object, long offset) throws IOException {
    return cached == null ? openAt(object.name(), offset) : cached.openAt(this, object, offset);
  }

  @Override
  public InputStream openToKeep(String name, long bytes) throws IOException {
    return cached == null ? open(name) : cached.openToKeep(this, name, bytes);
  }

  @Override
  public boolean hasCopy(ImmutableObject object) {
    return cached != null && cached.has(this, object);
  }

  @Override
  public void put(ImmutableObject object, Path spool) throws IOException {
    if (cached == null) {
      put(object.name(), spool);
    } else {
      cached.put(this, object, spool);
    }
  }

  @Override
  public Path newSpool() throws IOException {
    try {
      return Files.createTempFile(ProcessFolder.under(spools), "spool", "");
    } catch (IOException e) {
      throw new StoreException(
          spools
              + ": cannot write there ("
              + LocalFailure.reason(e)
              + "), where uploads are written first; "
              + CacheFolder.otherFolder(),
          e);
    }
  }

  @Override
  public void put(String name, Path spool) throws IOException {
    bucket.put(prefix + name, spool, attempts);
    Files.deleteIfExists(spool);
  }

  @Override
  public void send(String name, HashedFile file) throws IOException {
    file.check();
    if (cached == null) {
      bucket.put(prefix + name, file.path(), attempts);
    } else {
      ImmutableObject object = new ImmutableObject(name, file.bytes(), file.sha256());
      cached.send(this, object, file.path(), from -> bucket.put(prefix + name, from, attempts));
    }
    deleteIfChanged(name, file::check);
  }

  @Override
  public void replace(String name, Path file) throws IOException {
    FileIdentity identity = FileIdentity.of(file);
    bucket.put(prefix + name, file, attempts);
    deleteIfChanged(name, () -> ChangedFileException.unless(file, identity));
  }

  /** Looks whether a file is what it was when its bytes were first read. */
  private interface Look {
    void run() throws IOException;
  }

  private void deleteIfChanged(String name, Look look) throws IOException {
    try {
      look.run();
    } catch (IOException e) {
      delete(name); // Its bytes may be those of no file that ever was.
      throw e;
    }
  }

  @Override
  public void replace(String name, byte[] content) throws IOException {
    boolean unused =
        attempts.run(
            location() + "/" + name + ": write",
            before -> bucket.create(prefix + name, content, false));
  }

  @Override
  public boolean create(String name, byte[] content) throws IOException {
    if (!createsConditionally()) {
      return createUnguarded(name, content);
    }
    return attempts.run(
        location() + "/" + name + ": create",
        before -> {
          if (bucket.create(prefix + name, content, true)) {
            return true;
          }
          // An attempt whose answer was lost may have made it.
          return before > 0 && holds(name, content);
        });
  }

  /** Without help of the store: whoever writes last counts, and all see who that was. */
  private boolean createUnguarded(String name, byte[] content) throws IOException {
    if (stat(name).isPresent()) {
      return false;
    }
    attempts.run(
        location() + "/" + name + ": create",
        before -> bucket.create(prefix + name, content, false));
    return holds(name, content);
  }

  private boolean holds(String name, byte[] content) throws IOException {
    try (InputStream in = open(name)) {
      return Arrays.equals(in.readNBytes(content.length + 1), content);
    } catch (NoSuchObjectException | ChangedException e) {
      return false; // It came and went, by others.
    }
  }

  /** Tried, where that is not known, with two creates of one object: the second must fail. */
  @Override
  public boolean createsConditionally() throws IOException {
    synchronized (conditional) {
      if (conditional.get() == ConditionalCreate.PROBE) {
        conditional.set(probe() ? ConditionalCreate.YES : ConditionalCreate.NO);
      }
      return conditional.get() == ConditionalCreate.YES;
    }
  }

  private boolean probe() throws IOException {
    String key = prefix + TemporaryName.of(Use.PROBE);
    String what = location() + ": test of conditional create";
    try {
      attempts.run(what, before -> bucket.create(key, new byte[] {'1'}, true));
      return !attempts.run(what, before -> bucket.create(key, new byte[] {'2'}, true));
    } catch (UnsupportedRequestException e) {
      return false;
    } finally {
      attempts.run(
          what,
          before -> {
            bucket.delete(key);
            return true;
          });
    }
  }

  @Override
  public List<StoredObject> list(String start) throws IOException {
    List<StoredObject> objects = new ArrayList<>();
    forEach(start, objects::add);
    return objects;
  }

  @Override
  public void forEach(String start, Each each) throws IOException {
    Optional<String> next = Optional.empty();
    do {
      Optional<String> from = next;
      Bucket.Page page =
          attempts.run(
              location() + "/" + start + ": list", before -> bucket.list(prefix + start, from));
      for (StoredObject object : page.objects()) {
        each.object(named(object));
      }
      next = page.next();
    } while (next.isPresent());
  }

  /** The object under its name in this store. */
  private StoredObject named(StoredObject object) {
    return new StoredObject(
        object.name().substring(prefix.length()),
        object.bytes(),
        object.version(),
        object.modified());
  }

  @Override
  public Optional<StoredObject> stat(String name) throws IOException {
    return attempts
        .run(location() + "/" + name + ": check", before -> bucket.stat(prefix + name))
        .map(this::named);
  }

  @Override
  public void delete(String name) throws IOException {
    attempts.run(
        location() + "/" + name + ": delete",
        before -> {
          bucket.delete(prefix + name);
          return true;
        });
  }

  @Override
  public void deleteAll(List<String> names) throws IOException {
    List<String> unused =
        ParallelRequests.each(
            names,
            name -> {
              delete(name);
              return name;
            });
  }

  @Override
  public List<Unfinished> unfinished() throws IOException {
    return attempts.run(location() + ": list uploads", before -> bucket.uploads(prefix)).stream()
        .map(upload -> (Unfinished) new UnfinishedUpload(upload))
        .toList();
  }

  private final class UnfinishedUpload implements Unfinished {
    private final Bucket.Upload upload;

    UnfinishedUpload(Bucket.Upload upload) {
      this.upload = upload;
    }

    @Override
    public String name() {
      return upload.key().substring(prefix.length());
    }

    @Override
    public Instant begun() {
      return upload.started();
    }

    @Override
    public void remove() throws IOException {
      attempts.run(
          bucket.location() + "/" + upload.key() + ": abort upload",
          before -> {
            bucket.abort(upload);
            return true;
          });
    }
  }
}
