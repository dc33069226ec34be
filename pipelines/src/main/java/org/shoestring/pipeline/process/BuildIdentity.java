package org.shoestring.pipeline.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.shoestring.bytes.Sha256;
import org.shoestring.files.FolderWalk;

/**
 * Which build of this program a process runs: {@code 0.1.0-SNAPSHOT+3f2a9c01d4e8}. Processes that
 * hand each other serialized objects must have the same one; the version alone stays the same while
 * the code changes.
 */
public final class BuildIdentity {
  /** The setting of a cluster's job manager that tells clients its build. */
  public static final String SETTING = "shoestring.build";

  /** Where all classes of this program are, and the files that belong to them. */
  private static final String ROOT = "org/shoestring/";

  private static final int DIGITS = 12;

  private BuildIdentity() {}

  /**
   * That of this process: its version, and a hash of its classes and of the versions of Beam and
   * Flink. A bundled jar has the same one as the class folders that it was made of.
   */
  public static String here() {
    return Known.HERE;
  }

  /** Computed when somebody asks for it. */
  private static final class Known {
    private static final String HERE = compute();

    private static String compute() {
      Set<Path> places = new LinkedHashSet<>();
      places.add(place(BuildIdentity.class));
      places.add(place(Sha256.class)); // The library's, which may be another folder.
      try {
        return of(places);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the classes of this program", e);
      }
    }
  }

  /** That of the classes in these jars and folders. */
  static String of(Set<Path> places) throws IOException {
    TreeMap<String, String> hashes = new TreeMap<>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        addFolder(place, hashes);
      } else {
        addJar(place, hashes);
      }
    }
    Sha256 all = new Sha256();
    hashes.forEach((name, hash) -> all.frame(name).frame(hash));
    all.frame(version("/org/apache/beam/sdk/sdk.properties", "version"));
    all.frame(version("/.flink-runtime.version.properties", "project.version"));
    return Version.text() + "+" + all.hex().substring(0, DIGITS);
  }

  private static void addFolder(Path folder, Map<String, String> hashes) throws IOException {
    FolderWalk.files(
        folder.resolve(ROOT),
        file -> hashes.put(name(folder.relativize(file)), Sha256.ofFile(file)));
  }

  private static String name(Path relative) {
    return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
  }

  private static void addJar(Path file, Map<String, String> hashes) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().startsWith(ROOT) && !entry.isDirectory()) {
          try (InputStream in = jar.getInputStream(entry)) {
            hashes.put(entry.getName(), hash(in, buffer));
          }
        }
      }
    }
  }

  private static String hash(InputStream in, byte[] buffer) throws IOException {
    Sha256 sha256 = new Sha256();
    int count;
    while ((count = in.read(buffer)) >= 0) {
      sha256.update(buffer, 0, count);
    }
    return sha256.hex();
  }

  /**
   * What a library says of itself in its own file, from a jar of its own and from a bundled one.
   */
  private static String version(String file, String key) throws IOException {
    try (InputStream in = BuildIdentity.class.getResourceAsStream(file)) {
      if (in == null) {
        return "none";
      }
      Properties properties = new Properties();
      properties.load(in);
      return String.valueOf(properties.getProperty(key)).toLowerCase(Locale.ROOT);
    }
  }

  private static Path place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IllegalStateException("nothing tells where this is loaded from: " + type);
    }
    try {
      URI uri = source.getLocation().toURI();
      return Path.of(uri);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("not a path: " + source.getLocation(), e);
    }
  }
}
