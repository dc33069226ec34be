package org.shoestring.tsv.codec;

import com.intel.gkl.compression.IntelDeflater;
import com.intel.gkl.compression.IntelInflater;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Intel's Genomics Kernel Library: deflate and inflate of whole buffers, several times as fast as
 * the JDK's. It has natives for x86-64 Linux and macOS; {@code -Dshoestring.intel=false} does
 * without them.
 */
public final class IntelGzip {
  private static final boolean AVAILABLE = load();

  private IntelGzip() {}

  static boolean available() {
    return AVAILABLE;
  }

  static Deflater deflater(int level) {
    return new IntelDeflater(level, true);
  }

  static Inflater inflater() {
    return new IntelInflater(true);
  }

  private static boolean load() {
    if (!Boolean.parseBoolean(System.getProperty("shoestring.intel", "true"))
        || !System.getProperty("os.arch", "").matches("amd64|x86_64")
        || System.getProperty("os.name", "").startsWith("Windows")) {
      return false;
    }
    try {
      Path folder = Files.createTempDirectory("shoestring-natives");
      try {
        IntelDeflater deflater = new IntelDeflater(2, true);
        IntelInflater inflater = new IntelInflater(true);
        boolean loaded = deflater.load(folder.toFile()) && inflater.load(folder.toFile());
        deflater.end();
        inflater.end();
        return loaded;
      } finally {
        // A loaded library needs its file no more, and a killed process would leave it behind.
        File[] files = folder.toFile().listFiles();
        for (File file : files == null ? new File[0] : files) {
          Files.deleteIfExists(file.toPath());
        }
        Files.deleteIfExists(folder);
      }
    } catch (IOException | LinkageError e) {
      return false;
    }
  }
}
