package org.shoestring.store.cache;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.shoestring.files.ProcessFolder;
import org.shoestring.store.local.LocalFailure;
import org.shoestring.store.object.ImmutableObject;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.Warnings;

/**
 * Copies of remote objects that never change, in a folder of this machine that any number of
 * processes share, so that nothing is downloaded twice. Nothing fails for want of it: what cannot
 * be kept is read from the store.
 */
public final class ObjectCache {
  private final Path folder;
  private final long capacity;
  private final CachedFiles copies;
  private final @Nullable CacheCapacity room;
  private final Executor downloader;
  private final Map<Path, Download> downloads = new HashMap<>();
  private final AtomicBoolean told = new AtomicBoolean();

  private ObjectCache(Path folder, long capacity, @Nullable CacheCapacity room) {
    this(folder, capacity, room, ObjectCache::inThread);
  }

  /**
   * The cache in a folder.
   *
   * @param room null if no copies are made
   * @param downloader runs downloads while their readers wait for them
   */
  ObjectCache(Path folder, long capacity, @Nullable CacheCapacity room, Executor downloader) {
    this.folder = folder;
    this.capacity = capacity;
    this.copies = new CachedFiles(folder);
    this.room = room;
    this.downloader = downloader;
  }

  /**
   * The cache in a folder.
   *
   * @param capacity how many bytes of the disk its copies may take
   */
  public static ObjectCache in(Path folder, long capacity) {
    return new ObjectCache(
        folder, capacity, new CacheCapacity(folder, capacity, CacheCapacity.diskOf(folder)));
  }

  /**
   * The cache in a folder as it is: copies are used, and none is made.
   *
   * @param capacity how many bytes it may have where it is filled
   */
  public static ObjectCache asItIs(Path folder, long capacity) {
    return new ObjectCache(folder, capacity, null);
  }

  /** Whether it may hold so many bytes, where it is filled. */
  boolean takes(long bytes) {
    return bytes <= capacity;
  }

  /** Whether there is a copy of an object. */
  boolean has(String location, ImmutableObject object) {
    return copies.has(location, object);
  }

  /**
   * The bytes of an object's copy from {@code offset} on, if there is one.
   *
   * @param traffic counts what is read of it
   */
  Optional<InputStream> copy(
      String location, ImmutableObject object, long offset, Traffic traffic) {
    try {
      return copies.open(location, object, offset).map(in -> spared(in, traffic));
    } catch (IOException e) {
      tell(e);
      return Optional.empty();
    }
  }

  private static InputStream spared(InputStream copy, Traffic traffic) {
    return new FilterInputStream(copy) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        traffic.spared(Math.max(0, count));
        return count;
      }
    };
  }

  /**
   * The bytes of an object: those of its copy, or as they arrive there. The download of a copy is
   * begun unless another reader in this process has.
   *
   * @param traffic counts what is read of copies, and of the downloads of others
   * @return empty if no copy can be made
   * @throws IOException if the store fails
   */
  Optional<InputStream> open(ObjectStore store, ImmutableObject object, Traffic traffic)
      throws IOException {
    Optional<InputStream> copy = copy(store.location(), object, 0, traffic);
    if (copy.isPresent() || !object.isIdentified()) {
      return copy;
    }
    Path file = copies.file(store.location(), object);
    Optional<DownloadInput> joined;
    boolean first;
    try {
      synchronized (downloads) {
        Download running = downloads.get(file);
        first = running == null;
        if (running != null) {
          joined = DownloadInput.join(running);
        } else if (has(store.location(), object)) {
          joined = Optional.empty();
        } else {
          joined = begin(store, object, file);
        }
      }
    } catch (IOException e) {
      tell(e);
      return Optional.empty();
    }
    if (joined.isEmpty()) {
      return copy(store.location(), object, 0, traffic); // It may have been made just now.
    }
    DownloadInput input = joined.get();
    input.awaitOpen();
    return Optional.of(first ? input : spared(input, traffic));
  }

  /** Begins a download, and joins it; empty if there is no room. */
  private Optional<DownloadInput> begin(ObjectStore store, ImmutableObject object, Path file)
      throws IOException {
    Path part = reserve(object);
    if (part == null) {
      return Optional.empty();
    }
    Download.Keeper keeper =
        (good, why) -> {
          synchronized (downloads) {
            end(store.location(), object, part, good);
            downloads.remove(file);
          }
          if (why != null) {
            tell(why);
          }
        };
    Optional<DownloadInput> input = Optional.empty();
    boolean begun = false;
    try {
      Files.createFile(part);
      Download download = new Download(store, object, part, keeper);
      input = DownloadInput.join(download);
      downloader.execute(download);
      downloads.put(file, download); // Its end waits for the lock that is held here.
      begun = true;
      return input;
    } finally {
      if (!begun) {
        discard(object, part);
        if (input.isPresent()) {
          input.get().close();
        }
      }
    }
  }

  private static void inThread(Runnable download) {
    Thread thread = new Thread(download, "download");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Keeps what is to be put: to be called before, since the spool is gone afterwards.
   *
   * @return to be given to {@link #end} when it was put, or was not; null if no copy can be made
   */
  @Nullable Path keep(ImmutableObject object, Path spool) {
    return keep(object, spool, ObjectCache::linkOrCopy);
  }

  /** The same for a file that is not ours. */
  @Nullable Path keepCopy(ImmutableObject object, Path file) {
    return keep(object, file, (from, part) -> Files.copy(from, part));
  }

  /** Makes a file like another one. */
  private interface Keeping {
    void make(Path from, Path part) throws IOException;
  }

  private @Nullable Path keep(ImmutableObject object, Path spool, Keeping keeping) {
    Path part = null;
    try {
      part = object.isIdentified() ? reserve(object) : null;
      if (part != null) {
        keeping.make(spool, part);
      }
      return part;
    } catch (IOException e) {
      tell(e);
      if (part != null) {
        discard(object, part);
      }
      return null;
    }
  }

  /**
   * Keeps what is read to its end, under the hash that it turns out to have.
   *
   * @param in the bytes of an object from its first
   */
  InputStream keeping(String location, String name, long bytes, InputStream in) {
    ImmutableObject unknown = new ImmutableObject(name, bytes, "");
    Path part = null;
    try {
      part = reserve(unknown);
      if (part == null) {
        return in;
      }
      Path kept = part;
      return CachingInput.of(
          in,
          kept,
          bytes,
          (sha256, why) -> {
            end(location, new ImmutableObject(name, bytes, sha256), kept, !sha256.isEmpty());
            if (why != null) {
              tell(why);
            }
          });
    } catch (IOException e) {
      tell(e);
      if (part != null) {
        discard(unknown, part);
      }
      return in;
    }
  }

  /** Spools most often lie on the same disk, and a second name costs nothing. */
  private static void linkOrCopy(Path spool, Path part) throws IOException {
    try {
      Files.createLink(part, spool);
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(spool, part);
    }
  }

  /** A name for a file with room for a copy; null if there is no room. */
  private @Nullable Path reserve(ImmutableObject object) throws IOException {
    if (room == null) {
      return null;
    }
    try {
      Path parts = ProcessFolder.under(folder.resolve("_tmp"));
      return room.reserve(object.bytes()) ? parts.resolve(UUID.randomUUID().toString()) : null;
    } catch (UncheckedIOException e) {
      throw new IOException(e); // Of going through a folder.
    }
  }

  /**
   * Makes a file a copy, or removes it.
   *
   * @param part as it was reserved
   * @param good whether it holds the object
   */
  void end(String location, ImmutableObject object, Path part, boolean good) {
    if (!good || room == null) {
      discard(object, part);
      return;
    }
    try {
      copies.add(location, object, part);
      room.filled(object.bytes());
    } catch (IOException e) {
      tell(e);
      discard(object, part);
    }
  }

  private void discard(ImmutableObject object, Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      tell(e);
    }
    if (room != null) {
      room.release(object.bytes());
    }
  }

  /** Users are told once: without the cache all goes on, at a price. */
  private void tell(IOException e) {
    if (Thread.currentThread().isInterrupted()) {
      return; // The reader is stopped; nothing is wrong with the cache.
    }
    if (told.compareAndSet(false, true)) {
      Warnings.tell(
          "cache "
              + folder
              + ": "
              + LocalFailure.reason(e)
              + "; continuing without it, so objects may be downloaded again");
    }
  }
}
