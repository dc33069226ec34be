package org.shoestring.experiment;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This program as a command for other processes, started the way it was started. */
final class Self {
  private static final String MAIN = "org.shoestring.cli.Main";
  private static final String SEPARATOR = System.getProperty("path.separator");

  private Self() {}

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
    Path arguments = folder.resolve("shoestring.args");
    Files.createDirectories(folder);
    Files.writeString(arguments, "-cp\n\"" + classPath().replace("\\", "\\\\") + "\"\n");
    words.add("@" + arguments);
    words.add(MAIN);
    return words;
  }

  private static String classPath() {
    if (Self.class.getClassLoader() instanceof URLClassLoader loader) {
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
