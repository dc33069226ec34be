package org.shoestring.experiment.command;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.shoestring.bytes.Sha256;

/** This program as a command for other processes, started the way it was started. */
final class ThisProgram {
  private static final String MAIN = "org.shoestring.cli.Main";
  private static final String SEPARATOR = System.getProperty("path.separator");

  private ThisProgram() {}

  /**
   * The words of the command.
   *
   * @param folder for a file of arguments: from Maven, the class path is too long for a command
   */
  static List<String> command(Path folder) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith("-Xmx")) {
        words.add(flag);
      }
    }
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.add("@" + arguments(folder, "-cp\n\"" + classPath().replace("\\", "\\\\") + "\"\n"));
    words.add(MAIN);
    return words;
  }

  /** Runs of another version may start programs from the same folder, so a file has its hash. */
  private static Path arguments(Path folder, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String hash = new Sha256().update(bytes, 0, bytes.length).hex().substring(0, 16);
    Path arguments = folder.resolve("shoestring-" + hash + ".args");
    if (!Files.exists(arguments)) {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "shoestring-", ".part");
      Files.write(part, bytes);
      Files.move(part, arguments, StandardCopyOption.ATOMIC_MOVE);
    }
    return arguments;
  }

  private static String classPath() {
    if (ThisProgram.class.getClassLoader() instanceof URLClassLoader loader) {
      List<String> paths = new ArrayList<>();
      for (URL url : loader.getURLs()) {
        paths.add(path(url));
      }
      return String.join(SEPARATOR, paths);
    }
    List<String> paths = new ArrayList<>();
    for (String path : System.getProperty("java.class.path").split(SEPARATOR, -1)) {
      paths.add(Path.of(path).toAbsolutePath().toString()); // Commands run in another folder.
    }
    return String.join(SEPARATOR, paths);
  }

  private static String path(URL url) {
    try {
      return Path.of(url.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path entry that is no path: " + url, e);
    }
  }
}
