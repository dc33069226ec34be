package org.shoestring.store.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.shoestring.store.object.ImmutableObject;

/**
 * The files of a cache: copies of objects that never change, each under a hash of its location and
 * its own. One appears whole, by a rename. A process checks a copy once before it uses it, unless
 * it has made it itself, and removes a damaged one.
 */
final class CachedFiles {
  private static final int NAME_DIGITS = 40;
  private static final String ENDING = ".copy";
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{" + NAME_DIGITS + "}\\.copy");

  private final Path folder;
  private final Set<Path> checked = ConcurrentHashMap.newKeySet();

  CachedFiles(Path folder) {
    this.folder = folder;
  }

  /** Where the copy of an object is, or would be. */
  Path file(String location, ImmutableObject object) {
    MessageDigest hash = ImmutableObject.newHash();
    String what = location + "/" + object.name() + "\n" + object.identity();
    hash.update(what.getBytes(StandardCharsets.UTF_8));
    String name = HexFormat.of().formatHex(hash.digest()).substring(0, NAME_DIGITS);
    return folder.resolve(name + ENDING);
  }

  /** Whether a file has the name of a copy; nothing else in the folder is ever touched. */
  static boolean isCopy(Path file) {
    return NAME.matcher(file.getFileName().toString()).matches();
  }

  /** Whether there is a copy of the right length. */
  boolean has(String location, ImmutableObject object) {
    try {
      return object.isIdentified() && Files.size(file(location, object)) == object.bytes();
    } catch (IOException e) {
      return false; // Most often since there is none.
    }
  }

  /** The bytes of a good copy from {@code offset} on, if there is one; it counts as used now. */
  Optional<InputStream> open(String location, ImmutableObject object, long offset)
      throws IOException {
    if (!has(location, object)) {
      return Optional.empty();
    }
    Path file = file(location, object);
    try {
      if (!checked.contains(file) && !hash(file).startsWith(object.sha256())) {
        Files.delete(file);
        return Optional.empty();
      }
      checked.add(file);
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        channel.position(offset);
        use(file);
        return Optional.of(Channels.newInputStream(channel));
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      return Optional.empty(); // Another process needed its room just now.
    }
  }

  private static void use(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Another user's, or on a disk that is only read: its bytes are as good.
    }
  }

  private static String hash(Path file) throws IOException {
    MessageDigest hash = ImmutableObject.newHash();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), hash)) {
      Files.copy(file, out);
    }
    return HexFormat.of().formatHex(hash.digest());
  }

  /** Makes a file that is known to be good the copy of an object. */
  void add(String location, ImmutableObject object, Path part) throws IOException {
    Path file = file(location, object);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    checked.add(file);
  }
}
