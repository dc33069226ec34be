package org.shoestring.pipeline.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.shoestring.bytes.Sha256;
import org.shoestring.files.ProcessFolder;
import org.shoestring.spec.UsageException;

/** This program as a command for other processes, started the way it was started. */
public final class ThisProgram {
  /** The class that a process of this program starts with. */
  public static final String MAIN = "org.shoestring.cli.Main";

  private static final String SEPARATOR = System.getProperty("path.separator");

  private static final String WORK_DIR = "--work-dir";
  private static final int HASH_DIGITS = 16;

  private ThisProgram() {}

  /**
   * The words of the command.
   *
   * @param folder for a jar that names the class path: from Maven, it is too long for a command
   */
  public static List<String> command(Path folder) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(java());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith("-Xmx")) {
        words.add(flag);
      }
    }
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.addAll(List.of("-cp", classPathJar(folder, classPath(), WORK_DIR).toString(), MAIN));
    return words;
  }

  /** The {@code java} that runs this process. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * The class path of this process as a word for {@code java -cp}: the bundled jar if it is all,
   * else a jar in a folder that names it.
   *
   * @param option that sets the folder, for errors
   */
  public static String classPath(Path folder, String option) throws IOException {
    List<Path> classPath = classPath();
    String first = classPath.get(0).toString();
    return classPath.size() == 1 && first.endsWith(".jar") && !first.contains(SEPARATOR)
        ? first
        : classPathJar(folder, classPath, option).toString();
  }

  /**
   * A jar without classes, whose manifest names those of the class path. There they are URLs, in
   * which no letter means anything to a shell, to Java or to an encoding. Runs of another version
   * may start programs from the same folder, so its name has its hash.
   *
   * @param option that sets the folder, for errors
   */
  static Path classPathJar(Path folder, List<Path> classPath, String option) throws IOException {
    if (folder.toString().contains(SEPARATOR)) {
      throw new UsageException(
          "Java cannot start a program from the folder "
              + folder
              + ", because '"
              + SEPARATOR
              + "' separates the entries of a class path; choose another folder with "
              + option);
    }
    byte[] bytes = jar(classPath);
    String hash = new Sha256().update(bytes, 0, bytes.length).hex().substring(0, HASH_DIGITS);
    Path jar = folder.resolve("shoestring-" + hash + ".jar");
    if (!Files.exists(jar)) {
      Path part = Files.createTempFile(ProcessFolder.under(folder.resolve("_tmp")), "class", "");
      Files.write(part, bytes);
      Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE);
    }
    return jar;
  }

  private static byte[] jar(List<Path> classPath) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(
        Attributes.Name.CLASS_PATH,
        classPath.stream()
            .map(path -> path.toUri().toASCIIString())
            .collect(Collectors.joining(" ")));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry(JarFile.MANIFEST_NAME);
      entry.setTimeLocal(LocalDateTime.of(1980, 2, 1, 0, 0)); // Else its hash is that of the time.
      jar.putNextEntry(entry);
      manifest.write(jar);
    }
    return bytes.toByteArray();
  }

  private static List<Path> classPath() {
    List<Path> paths = new ArrayList<>();
    if (ThisProgram.class.getClassLoader() instanceof URLClassLoader loader) {
      for (URL url : loader.getURLs()) {
        paths.add(path(url));
      }
    } else {
      for (String path : System.getProperty("java.class.path").split(SEPARATOR, -1)) {
        paths.add(Path.of(path).toAbsolutePath()); // Commands run in another folder.
      }
    }
    return paths;
  }

  private static Path path(URL url) {
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path entry that is no path: " + url, e);
    }
  }
}
