package org.shoestring.store.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.shoestring.spec.Bytes;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;

/** What every store must do, tried in an empty folder of it. */
final class ObjectChecks {
  static final String OTHER_BYTES =
      "the store returned other bytes than were written; do not use this store";

  private static final String NAME = "object";
  private static final int OFFSET = 50_000;

  /** A byte more than gs is sent in one request, so that a session is tried. */
  private static final int LARGE = (8 << 20) + 1;

  private static final int LATENCIES = 5;

  /** Names that programs of users give to their files. */
  private static final List<String> ODD_NAMES =
      List.of("a b", "ä/日本", "a+b=c,d", "a%20b", "#?&", "'(x)!~*", "A", "a");

  private final ObjectStore store;
  private final byte[] content = noise(1 << 16);

  ObjectChecks(ObjectStore store) {
    this.store = store;
  }

  /** Bytes that nothing on the way can compress. */
  static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  Finding put(String what) throws IOException {
    store.replace(NAME, content);
    return Finding.ok(what, Bytes.show(content.length));
  }

  Finding get(String what) throws IOException {
    return Arrays.equals(read(NAME, 0), content)
        ? Finding.ok(what, "the same bytes")
        : Finding.fail(what, OTHER_BYTES);
  }

  Finding list(String what) throws IOException {
    List<StoredObject> found = store.list("");
    boolean seen =
        found.stream().anyMatch(o -> o.name().equals(NAME) && o.bytes() == content.length);
    return seen
        ? Finding.ok(what, "shows the new object")
        : Finding.fail(
            what,
            "does not show an object that was just written, so finished work would not be found; use"
                + " a store with consistent lists");
  }

  Finding range(String what) throws IOException {
    byte[] rest = read(NAME, OFFSET);
    return Arrays.equals(rest, Arrays.copyOfRange(content, OFFSET, content.length))
        ? Finding.ok(what, "from byte " + OFFSET)
        : Finding.fail(
            what,
            "a read from byte "
                + OFFSET
                + " returned other bytes; a proxy between here and the store may drop the header"
                + " Range. Repair the proxy, or connect without it");
  }

  Finding delete(String what) throws IOException {
    store.delete(NAME);
    return store.stat(NAME).isEmpty()
        ? Finding.ok(what, "gone")
        : Finding.fail(
            what, "the object is still there; give these credentials the permission to delete");
  }

  Finding names(String what) throws IOException {
    List<String> lost = new ArrayList<>();
    for (String name : ODD_NAMES) {
      byte[] bytes = name.getBytes(UTF_8);
      store.replace("names/" + name, bytes);
    }
    List<String> listed = store.list("names/").stream().map(StoredObject::name).toList();
    for (String name : ODD_NAMES) {
      boolean same = false;
      try {
        same = Arrays.equals(read("names/" + name, 0), name.getBytes(UTF_8));
      } catch (NoSuchObjectException e) {
        // Told below.
      }
      if (!same || !listed.contains("names/" + name)) {
        lost.add("'" + name + "'");
      }
    }
    return lost.isEmpty()
        ? Finding.ok(what, "blanks, +, %, #, accents, 日本")
        : Finding.warn(
            what,
            "the store does not keep these names: "
                + String.join(", ", lost)
                + "; do not give such names to files in {out}");
  }

  Finding latency(String what) throws IOException {
    store.replace(NAME, content);
    long[] nanos = new long[LATENCIES];
    for (int i = 0; i < LATENCIES; i++) {
      long start = System.nanoTime();
      store.stat(NAME);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return Finding.ok(
        what,
        String.format(
            Locale.ROOT, "%.1f ms, the median of %d", nanos[LATENCIES / 2] / 1e6, LATENCIES));
  }

  Finding speed(String what) throws IOException {
    byte[] large = noise(LARGE);
    Path spool = Files.write(store.newSpool(), large); // A file goes in parts, bytes do not.
    long start = System.nanoTime();
    store.put("large", spool);
    long up = System.nanoTime() - start;
    start = System.nanoTime();
    boolean same = Arrays.equals(read("large", 0), large);
    long down = System.nanoTime() - start;
    return same
        ? Finding.ok(
            what,
            String.format(
                Locale.ROOT,
                "%.1f MB/s up, %.1f MB/s down, with %s",
                LARGE * 1e3 / up,
                LARGE * 1e3 / down,
                Bytes.show(LARGE)))
        : Finding.fail(what, OTHER_BYTES);
  }

  private byte[] read(String name, long offset) throws IOException {
    try (InputStream in = store.openAt(name, offset)) {
      return in.readAllBytes();
    }
  }
}
