package org.shoestring.pipeline.flink.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.shoestring.pipeline.process.ThisProgram;

/**
 * The command line of a process of a cluster: this program with the options of {@code java} that
 * Flink's memory needs. They cannot be set from inside, so the process starts twice.
 */
final class FlinkJvm {
  /** Packages of Java that Flink looks into; the manifest of a jar opens them only for -jar. */
  private static final List<String> OPENED = List.of("java.lang", "java.util", "java.nio");

  /** From this version of Java on, native code is warned of, unless it is allowed. */
  private static final int NATIVE_CODE_WARNED_OF = 22;

  private static final String LOG = "-Dorg.slf4j.simpleLogger.";

  /**
   * Else the C library, in which Java compiles and native code compresses, takes a heap per thread
   * and keeps them: in long-lived task managers, more than a hundred megabytes.
   */
  private static final String ARENAS = "MALLOC_ARENA_MAX";

  /** What every process of a cluster is started with. */
  private static final List<String> COMMON =
      List.of(
          "-XX:+ExitOnOutOfMemoryError",
          // Else each thread that writes a large array keeps one of that size outside the heap.
          "-Djdk.nio.maxCachedBufferSize=262144",
          LOG + "showDateTime=true",
          LOG + "dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS",
          LOG + "log.org.apache.flink.runtime=info",
          // What is told of memory, and of what others than Hadoop have no use for.
          LOG + "log.org.apache.flink.runtime.util.config=warn",
          LOG + "log.org.apache.flink.runtime.security=warn",
          // It would talk on after the last words of a process.
          LOG + "log.org.apache.flink.runtime.state=warn");

  private FlinkJvm() {}

  /**
   * The words of the command.
   *
   * @param folder where a jar that names the class path is kept, if one is needed
   * @param arguments of the command line of this program
   */
  static List<String> command(List<String> javaFlags, Path folder, List<String> arguments)
      throws IOException {
    List<String> words = new ArrayList<>();
    if (System.getenv(ARENAS) == null) {
      words.addAll(List.of("env", ARENAS + "=2"));
    }
    words.add(ThisProgram.java());
    words.addAll(javaFlags);
    words.addAll(COMMON);
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith("-Dshoestring.")) {
        words.add(flag);
      }
    }
    for (String name : OPENED) {
      words.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
    }
    if (Runtime.version().feature() >= NATIVE_CODE_WARNED_OF) {
      words.add("--enable-native-access=ALL-UNNAMED");
    }
    words.add("-cp");
    words.add(ThisProgram.classPath(folder, "--folder"));
    words.add(ThisProgram.MAIN);
    words.addAll(arguments);
    return words;
  }
}
