package org.shoestring.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may write and run a file, where the file system knows that; elsewhere nothing is done. */
public final class FileModes {
  private FileModes() {}

  /** Whether its owner may run a file. */
  public static boolean isExecutable(Path file) throws IOException {
    PosixFileAttributeView view = view(file);
    return view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OWNER_EXECUTE);
  }

  /** Lets all run a file who may read it. */
  public static void makeExecutable(Path file) throws IOException {
    PosixFileAttributeView view = view(file);
    if (view != null) {
      Set<PosixFilePermission> mode = EnumSet.copyOf(view.readAttributes().permissions());
      view.setPermissions(withExecution(mode));
    }
  }

  /** Lets nobody but its owner see what is in a file or folder. */
  public static void makePrivate(Path file) throws IOException {
    PosixFileAttributeView view = view(file);
    if (view != null) {
      Set<PosixFilePermission> mode =
          EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      view.setPermissions(Files.isDirectory(file) ? withExecution(mode) : mode);
    }
  }

  /** Lets nobody write a file. */
  public static void makeReadOnly(Path file, boolean executable) throws IOException {
    PosixFileAttributeView view = view(file);
    if (view != null) {
      Set<PosixFilePermission> mode =
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.GROUP_READ,
              PosixFilePermission.OTHERS_READ);
      view.setPermissions(executable ? withExecution(mode) : mode);
    }
  }

  private static Set<PosixFilePermission> withExecution(Set<PosixFilePermission> mode) {
    Set<PosixFilePermission> more = EnumSet.copyOf(mode);
    more.add(PosixFilePermission.OWNER_EXECUTE);
    if (mode.contains(PosixFilePermission.GROUP_READ)) {
      more.add(PosixFilePermission.GROUP_EXECUTE);
    }
    if (mode.contains(PosixFilePermission.OTHERS_READ)) {
      more.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    return more;
  }

  private static @Nullable PosixFileAttributeView view(Path file) {
    return Files.getFileAttributeView(file, PosixFileAttributeView.class);
  }
}
