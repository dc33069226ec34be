package org.shoestring.store.local;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.shoestring.store.object.ObjectStore;

/** Folders that objects leave behind when they are removed from a store that is a folder. */
public final class EmptyFolders {
  private EmptyFolders() {}

  /**
   * Removes those that are empty; nothing happens where objects are no files.
   *
   * @param names of the objects that were removed
   * @param stays which folders stay all the same, with those around them
   */
  public static void remove(ObjectStore store, List<String> names, Predicate<Path> stays)
      throws IOException {
    for (String name : names) {
      Optional<Path> folder = store.file(name).map(Path::getParent);
      while (folder.isPresent() && !stays.test(folder.get()) && isRemoved(folder.get())) {
        folder = folder.map(Path::getParent);
      }
    }
  }

  private static boolean isRemoved(Path folder) throws IOException {
    try {
      Files.delete(folder);
      return true;
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      return false;
    }
  }
}
