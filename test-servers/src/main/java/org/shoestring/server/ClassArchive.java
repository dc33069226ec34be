package org.shoestring.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An archive of classes that Java has loaded and verified before (application class data sharing):
 * a JVM that starts with it needs some quarter less of a processor. It is made once for a class
 * path, when so many JVMs have started that it will be worth it. As Java takes no folders of
 * classes for it, they become jars. Where it cannot be made, JVMs start without.
 */
public final class ClassArchive {
  /**
   * Else Java would say on stdout which classes it leaves out, or that the archive does not fit.
   */
  private static final String QUIET = "-Xlog:cds*=off";

  private static final int HASH_BYTES = 8;

  private final Path folder;
  private final List<Path> classPath;
  private final int worth;
  private final Rehearsal rehearsal;
  private int starts;
  private @Nullable Path home;

  /** A run whose classes the archive gets. */
  public interface Rehearsal {
    /** Starts a JVM with flags, the class path among them, and waits for its end. */
    void run(List<String> flags) throws IOException, InterruptedException;
  }

  private ClassArchive(Path folder, List<Path> classPath, int worth, Rehearsal rehearsal) {
    this.folder = folder.toAbsolutePath();
    this.classPath = List.copyOf(classPath);
    this.worth = worth;
    this.rehearsal = rehearsal;
  }

  /**
   * The archive of the class path of this JVM.
   *
   * @param folder where it lies; older ones there are deleted
   * @param worth so many starts from this JVM do without, unless there is one already
   */
  public static ClassArchive in(Path folder, int worth, Rehearsal rehearsal) {
    List<Path> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) { // What Surefire leaves at the end.
        classPath.add(Path.of(entry).toAbsolutePath());
      }
    }
    return new ClassArchive(folder, classPath, worth, rehearsal);
  }

  /** The flags of a JVM that starts now: the class path, and the archive if there is one. */
  public synchronized List<String> flags() throws IOException {
    starts++;
    if (home == null) {
      home = folder.resolve(hash());
    }
    Path archive = home.resolve("classes.jsa");
    if (starts == worth + 1 && !Files.exists(archive)) {
      make(home, archive);
    }
    if (!Files.exists(archive)) {
      return List.of("-cp", joined(classPath));
    }
    return List.of("-cp", joined(jars(home)), "-XX:SharedArchiveFile=" + archive, QUIET);
  }

  /** Makes it, unless another process does so, or was ended while it did. */
  private void make(Path home, Path archive) throws IOException {
    Files.createDirectories(folder);
    try {
      Files.createDirectory(home);
    } catch (FileAlreadyExistsException e) {
      return;
    }
    deleteOthers(home);
    List<Path> jars = jars(home);
    for (int i = 0; i < jars.size(); i++) {
      if (!jars.get(i).equals(classPath.get(i))) {
        pack(classPath.get(i), jars.get(i));
      }
    }
    Path part = home.resolve("part");
    try {
      rehearsal.run(List.of("-cp", joined(jars), "-XX:ArchiveClassesAtExit=" + part, QUIET));
      Files.move(part, archive);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | AssertionError e) {
      System.err.println("JVMs start without an archive of classes, as none can be made: " + e);
    }
  }

  private void deleteOthers(Path home) throws IOException {
    List<Path> found;
    try (Stream<Path> homes = Files.list(folder)) {
      found = homes.filter(other -> Files.isDirectory(other) && !other.equals(home)).toList();
    }
    for (Path other : found) {
      for (Path file : files(other)) {
        Files.delete(file);
      }
      Files.delete(other);
    }
  }

  /** The class path with a jar for each folder of classes. */
  private List<Path> jars(Path home) {
    List<Path> jars = new ArrayList<>();
    for (Path entry : classPath) {
      jars.add(Files.isDirectory(entry) ? home.resolve(jars.size() + ".jar") : entry);
    }
    return jars;
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.setLevel(Deflater.BEST_SPEED);
      for (Path file : files(classes)) {
        zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, zip);
      }
    }
  }

  /** Of what the class path has: the classes in folders, and the sizes and times of jars. */
  private String hash() throws IOException {
    MessageDigest digest = sha256();
    for (Path entry : classPath) {
      if (Files.isDirectory(entry)) {
        for (Path file : files(entry)) {
          byte[] bytes = Files.readAllBytes(file);
          digest.update((file + " " + bytes.length + "\n").getBytes(UTF_8));
          digest.update(bytes);
        }
      } else if (Files.exists(entry)) {
        String jar = entry + " " + Files.size(entry) + " " + Files.getLastModifiedTime(entry);
        digest.update((jar + "\n").getBytes(UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String joined(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
