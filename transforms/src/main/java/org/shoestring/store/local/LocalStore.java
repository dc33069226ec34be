package org.shoestring.store.local;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.shoestring.files.DiskSync;
import org.shoestring.files.FileIdentity;
import org.shoestring.files.FileNames;
import org.shoestring.files.FolderWalk;
import org.shoestring.files.Folders;
import org.shoestring.files.NewFile;
import org.shoestring.files.ProcessFolder;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.SpoolOutput;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.StoredObject;

/**
 * A folder as a store: objects appear by an atomic move, or by a hard link where only one writer
 * may win, after what they hold has reached the disk.
 */
public final class LocalStore implements ObjectStore {
  private final Path root;

  public LocalStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public InputStream open(String name) throws IOException {
    return openAt(name, 0);
  }

  @Override
  public InputStream openAt(String name, long offset) throws IOException {
    Path file = path(name);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchObjectException(location(), name);
    }
    if (!Files.isReadable(file)) {
      throw new StoreException(
          file
              + ": cannot read this file (permission denied); change its permissions with chmod"
              + " or chown",
          null);
    }
    FileInputStream in;
    try {
      in = new FileInputStream(file.toFile());
    } catch (FileNotFoundException e) {
      if (Files.exists(file)) {
        throw e;
      }
      throw new NoSuchObjectException(location(), name); // It vanished just now.
    }
    in.getChannel().position(offset);
    return in;
  }

  @Override
  public Optional<Path> file(String name) {
    return Optional.of(path(name));
  }

  /** Where spools lie, until they are moved to their places. */
  private Path spools() {
    return root.resolve("_tmp");
  }

  @Override
  public Path newSpool() throws IOException {
    try {
      return NewFile.in(ProcessFolder.under(spools()), "spool");
    } catch (FileSystemException e) {
      throw LocalFailure.of(spools(), e);
    }
  }

  @Override
  public void put(String name, Path spool) throws IOException {
    DiskSync.file(spool);
    putSynced(name, spool);
  }

  @Override
  public void putSynced(String name, Path spool) throws IOException {
    Path target = path(name);
    makeFolder(target);
    try {
      Files.move(
          spool, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AccessDeniedException e) {
      throw LocalFailure.of(parent(target), e);
    }
    DiskSync.folder(parent(target));
  }

  @Override
  public void replace(String name, byte[] content) throws IOException {
    Path spool = spool(content);
    try {
      putSynced(name, spool);
    } finally {
      Files.deleteIfExists(spool);
    }
  }

  /** A spool of a few bytes, on the disk. */
  private Path spool(byte[] content) throws IOException {
    try {
      Path spool = NewFile.path(ProcessFolder.under(spools()), "spool", "");
      SpoolOutput.make(spool, content);
      return spool;
    } catch (FileSystemException e) {
      throw LocalFailure.of(spools(), e);
    }
  }

  @Override
  public boolean create(String name, byte[] content) throws IOException {
    Path target = path(name);
    if (Files.exists(target)) {
      return false;
    }
    Path spool = spool(content);
    try {
      makeFolder(target);
      if (!link(target, spool)) {
        return false;
      }
      DiskSync.folder(parent(target));
      return true;
    } finally {
      Files.deleteIfExists(spool);
    }
  }

  private static boolean link(Path target, Path spool) throws IOException {
    try {
      Files.createLink(target, spool);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (AccessDeniedException e) {
      throw LocalFailure.of(parent(target), e);
    } catch (UnsupportedOperationException | FileSystemException e) {
      throw new StoreException(
          target
              + ": cannot make a hard link ("
              + e.getMessage()
              + "). A workspace needs a file system with hard links; FAT, exFAT and some network"
              + " shares have none. Put the workspace on another disk",
          e);
    }
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    Path folder = path(prefix.substring(0, prefix.lastIndexOf('/') + 1));
    List<StoredObject> objects = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return objects;
    }
    try {
      FolderWalk.files(
          folder,
          file -> {
            String name = root.relativize(file).toString().replace(File.separatorChar, '/');
            if (name.startsWith(prefix)) {
              FileNames.check(file);
              stat(name).ifPresent(objects::add);
            }
          });
    } catch (AccessDeniedException e) {
      throw new StoreException(
          e.getFile()
              + ": cannot read this file (permission denied); change its permissions with chmod"
              + " or chown",
          e);
    }
    objects.sort(Comparator.comparing(StoredObject::name));
    return objects;
  }

  @Override
  public Optional<StoredObject> stat(String name) throws IOException {
    Path file = path(name);
    try {
      if (!file.toFile().isFile()) { // Without an exception if there is none, as usual.
        return Optional.empty();
      }
      FileIdentity identity = FileIdentity.of(file);
      return Optional.of(
          new StoredObject(name, identity.bytes(), identity.version(), identity.modified()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(path(name));
  }

  /** The file of an object, or the folder of a prefix; nothing outside the root has a name here. */
  private Path path(String name) {
    boolean isPlain = name.indexOf('/') < 0 && !name.startsWith(".") && !name.isEmpty();
    if (isPlain) {
      return root.resolve(name);
    }
    boolean isUp = name.contains("..") && List.of(name.split("/", -1)).contains("..");
    if (isUp || name.startsWith("/")) {
      throw new IllegalArgumentException("'" + name + "' leaves " + root);
    }
    return root.resolve(name).normalize();
  }

  private static void makeFolder(Path file) throws IOException {
    Path folder = parent(file);
    try {
      Folders.make(folder);
    } catch (FileSystemException e) {
      throw LocalFailure.of(folder, e);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + " lies in no folder");
    }
    return parent;
  }
}
