package org.shoestring.files;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Where something is kept that is in the way, but may be wanted: beside it, with a number. */
public final class AsidePath {
  private static final String ASIDE = "-set-aside-";

  private AsidePath() {}

  /** A path for what is to be moved away, at which nothing lies yet. */
  public static Path of(Path path) {
    int number = 1;
    Path aside;
    do {
      aside = path.resolveSibling(path.getFileName() + ASIDE + number++);
    } while (Files.exists(aside, LinkOption.NOFOLLOW_LINKS));
    return aside;
  }

  /** Whether a path is that of something that was moved away. */
  public static boolean is(Path path) {
    return path.getFileName().toString().contains(ASIDE);
  }
}
