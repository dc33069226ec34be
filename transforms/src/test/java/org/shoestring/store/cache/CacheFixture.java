package org.shoestring.store.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.MemoryStore;
import org.shoestring.store.object.ImmutableObject;
import org.shoestring.store.object.Traffic;

/** A cache in a folder of this machine, and the store that it spares. */
public abstract class CacheFixture {
  public static final String CONTENT = "content ".repeat(50_000);

  public @TempDir Path folder = Path.of("");
  public final MemoryStore store = new MemoryStore();
  public final Traffic traffic = new Traffic();

  /** What another process sees: nothing of it is remembered. */
  ReadThroughCache cached() {
    return new ReadThroughCache(ObjectCache.in(folder, 1 << 20), traffic);
  }

  static ImmutableObject object(String name, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    String sha256 = HexFormat.of().formatHex(ImmutableObject.newHash().digest(bytes));
    return new ImmutableObject(name, bytes.length, sha256.substring(0, 16));
  }

  /** An object that another machine has put. */
  ImmutableObject stored(String name, String content) throws IOException {
    store.put(name, Files.writeString(store.newSpool(), content));
    return object(name, content);
  }

  String read(ReadThroughCache cached, ImmutableObject object) throws IOException {
    try (InputStream in = cached.open(store, object)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** The copies that can be seen. */
  List<Path> copies() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
