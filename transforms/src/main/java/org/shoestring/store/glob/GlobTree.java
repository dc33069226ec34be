package org.shoestring.store.glob;

import java.io.IOException;
import java.util.Optional;
import org.shoestring.store.object.StoredObject;

/** The folders and files that a glob is looked for in; their paths are relative to it. */
interface GlobTree {

  /** Whether there is a folder. */
  boolean hasFolder(String path) throws IOException;

  /** What is known of a file; empty if there is none. */
  Optional<StoredObject> file(String path) throws IOException;

  /** Takes files. */
  interface Each {
    void file(String path, StoredObject file);
  }

  /**
   * Gives the files of a folder that match, in any order.
   *
   * @param folder ends in {@code /}, or is empty
   * @param pattern of paths in the folder; {@code each} gets whole ones
   */
  void match(String folder, GlobPattern pattern, Each each) throws IOException;
}
