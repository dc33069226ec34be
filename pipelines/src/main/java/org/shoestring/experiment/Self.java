package org.shoestring.experiment;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** This program as a command for other processes, started the way it was started. */
final class Self {
  private static final String MAIN = "org.shoestring.cli.Main";

  private Self() {}

  /** The version, as far as it can change what the program computes. */
  static String version() {
    String version = Self.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

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
    Path part = folder.resolve("shoestring.args." + ProcessHandle.current().pid());
    Files.writeString(part, "-cp\n\"" + classPath().replace("\\", "\\\\") + "\"\n");
    Files.move(part, arguments, StandardCopyOption.ATOMIC_MOVE);
    words.add("@" + arguments);
    words.add(MAIN);
    return words;
  }

  /** Absolute, since the command runs in another folder. */
  private static String classPath() {
    String separator = System.getProperty("path.separator");
    if (Self.class.getClassLoader() instanceof URLClassLoader loader) {
      List<String> paths = new ArrayList<>();
      for (URL url : loader.getURLs()) {
        paths.add(path(url));
      }
      return String.join(separator, paths);
    }
    return Stream.of(System.getProperty("java.class.path").split(Pattern.quote(separator), -1))
        .map(path -> Path.of(path).toAbsolutePath().toString())
        .collect(Collectors.joining(separator));
  }

  private static String path(URL url) {
    try {
      return Path.of(url.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path entry that is no path: " + url, e);
    }
  }
}
