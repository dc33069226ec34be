package org.shoestring.store.cache;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.shoestring.files.FolderWalk;

/**
 * The room that the copies in a cache's folder may take: a number of bytes, and never the last of
 * the disk. Copies that were not used for longest make room for new ones.
 *
 * <p>Bounds are strict for one process. The copies of others that use the folder are noticed
 * whenever a sixteenth of the room was given away, so that each may exceed it by so much, and by
 * what it is just fetching.
 */
final class CacheCapacity {
  /** What is left to others: 1 GiB, or a twentieth of a disk below 20 GiB. */
  private static final long KEPT_FREE = 1L << 30;

  private static final int KEPT_FREE_SHARE = 20;
  private static final int RECOUNT_SHARE = 16;

  /** What is freed beyond need, so that not every new copy looks through the folder. */
  private static final int FREED_SHARE = 8;

  private static final long BLOCK = 4096;

  private final Path folder;
  private final long capacity;
  private final Disk disk;
  private long kept;
  private long reserved;
  private long untilRecount;

  /** The disk that the folder lies on. */
  interface Disk {
    /** How many bytes of it this user may still take, after what must be left to others. */
    long spare() throws IOException;
  }

  /**
   * Room in a folder.
   *
   * @param capacity in bytes
   */
  CacheCapacity(Path folder, long capacity, Disk disk) {
    this.folder = folder;
    this.capacity = capacity;
    this.disk = disk;
  }

  /** The disk of a folder that exists. */
  static Disk diskOf(Path folder) {
    return () -> {
      FileStore store = Files.getFileStore(folder);
      return store.getUsableSpace() - Math.min(KEPT_FREE, store.getTotalSpace() / KEPT_FREE_SHARE);
    };
  }

  /**
   * Sets room for a copy aside, if need be that of others. It is to be {@link #filled} or {@link
   * #release}d.
   *
   * @return false if there is none
   */
  synchronized boolean reserve(long bytes) throws IOException {
    long size = onDisk(bytes);
    if (size > capacity) {
      return false;
    }
    if (size > untilRecount || missing(size) > 0) {
      List<Copy> copies = copies();
      kept = copies.stream().mapToLong(Copy::size).sum();
      long missing = missing(size);
      if (missing > 0) {
        free(copies, missing + capacity / FREED_SHARE);
      }
      untilRecount = capacity / RECOUNT_SHARE;
    }
    if (missing(size) > 0) {
      return false;
    }
    reserved += size;
    untilRecount -= size;
    return true;
  }

  /** How many bytes are missing for a copy of that size; not more than 0 if there is room. */
  private long missing(long size) throws IOException {
    return reserved + size - Math.min(capacity - kept, disk.spare());
  }

  /** A copy stands in its reserved room. */
  synchronized void filled(long bytes) {
    release(bytes);
    kept += onDisk(bytes);
  }

  /** Gives up reserved room. */
  synchronized void release(long bytes) {
    reserved -= onDisk(bytes);
  }

  private static long onDisk(long bytes) {
    return (bytes + BLOCK - 1) / BLOCK * BLOCK;
  }

  private record Copy(Path file, long size, long used) {}

  private List<Copy> copies() throws IOException {
    List<Copy> copies = new ArrayList<>();
    for (Path file : FolderWalk.entries(folder)) {
      if (CachedFiles.isCopy(file)) {
        try {
          BasicFileAttributes of = Files.readAttributes(file, BasicFileAttributes.class);
          copies.add(new Copy(file, onDisk(of.size()), of.lastModifiedTime().toMillis()));
        } catch (NoSuchFileException e) {
          // Another process needed its room just now.
        }
      }
    }
    return copies;
  }

  private void free(List<Copy> copies, long bytes) throws IOException {
    copies.sort(Comparator.comparingLong(Copy::used));
    long freed = 0;
    for (Copy copy : copies) {
      if (freed >= bytes) {
        break;
      }
      Files.deleteIfExists(copy.file());
      freed += copy.size();
    }
    kept -= freed;
  }
}
