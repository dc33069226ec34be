package org.shoestring.lexicon;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.shoestring.files.FolderWalk;

/**
 * The model after an iteration, in a file of its own: {@code iteration-0003.model1} holds a magic
 * number, the fingerprint of data and settings, the iteration, the probabilities of both directions
 * by place, and a checksum. It is written beside its name and renamed, so a name is either absent
 * or whole; a copy that was cut on its way is told by its checksum.
 */
final class Checkpoints {
  private static final long MAGIC = 0x53686f654c657831L; // "ShoeLex1"
  private static final Pattern NAME = Pattern.compile("iteration-\\d{4}\\.model1");
  private static final int KEPT = 2;

  private final Path folder;
  private final String fingerprint;
  private final Consumer<String> log;

  /** The checkpoints of one training in a folder. */
  Checkpoints(Path folder, String fingerprint, Consumer<String> log) {
    this.folder = folder;
    this.fingerprint = fingerprint;
    this.log = log;
  }

  /** A model and how many iterations made it. */
  record State(int iteration, Model1 model) {}

  /** Writes a checkpoint, then removes all but it and the one before. */
  void save(State state) throws IOException {
    Files.createDirectories(folder);
    Path temporary = folder.resolve("iteration.tmp");
    try (FileChannel file =
            FileChannel.open(
                temporary,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        CheckedOutputStream checked =
            new CheckedOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16), new CRC32C());
        DataOutputStream out = new DataOutputStream(checked)) {
      out.writeLong(MAGIC);
      out.writeUTF(fingerprint);
      out.writeInt(state.iteration());
      for (double[] direction : state.model().probabilities()) {
        out.writeInt(direction.length);
        for (double probability : direction) {
          out.writeDouble(probability);
        }
      }
      out.writeLong(checked.getChecksum().getValue());
      out.flush();
      file.force(true);
    }
    Files.move(
        temporary,
        folder.resolve(name(state.iteration())),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    String oldestKept = name(Math.max(0, state.iteration() - KEPT + 1));
    for (Path path : newestFirst()) {
      if (path.getFileName().toString().compareTo(oldestKept) < 0) {
        Files.deleteIfExists(path);
      }
    }
  }

  /**
   * The newest checkpoint that is whole, of this training, and not beyond the iterations asked for.
   * What is passed over is said.
   */
  Optional<State> newest(Cooccurrences pairs, int iterations) throws IOException {
    for (Path path : newestFirst()) {
      try {
        State state = read(path, pairs);
        if (state.iteration() <= iterations) {
          return Optional.of(state);
        }
        log.accept(
            "skipped the checkpoint "
                + path
                + ": it is from a later iteration than the last one (--iterations "
                + iterations
                + ")");
      } catch (Unusable e) {
        log.accept("skipped the checkpoint " + path + ": " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private State read(Path path, Cooccurrences pairs) throws IOException, Unusable {
    try (CheckedInputStream checked =
            new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(path), 1 << 16), new CRC32C());
        DataInputStream in = new DataInputStream(checked)) {
      if (in.readLong() != MAGIC) {
        throw new Unusable("it is not a checkpoint of a lexicon, or it has another version");
      }
      if (!in.readUTF().equals(fingerprint)) {
        throw new Unusable("it belongs to other data or other settings");
      }
      int iteration = in.readInt();
      if (iteration < 1 || !path.endsWith(name(iteration))) {
        throw new Unusable("it holds iteration " + iteration + ", but its name says another");
      }
      double[][] probabilities = {new double[pairs.size()], new double[pairs.size()]};
      for (double[] direction : probabilities) {
        if (in.readInt() != direction.length) {
          throw new Unusable("it is corrupt");
        }
        for (int i = 0; i < direction.length; i++) {
          direction[i] = in.readDouble();
        }
      }
      long checksum = checked.getChecksum().getValue();
      if (in.readLong() != checksum || in.read() >= 0) {
        throw new Unusable("it is corrupt");
      }
      return new State(iteration, new Model1(pairs, probabilities[0], probabilities[1]));
    } catch (UTFDataFormatException e) {
      throw new Unusable("it is corrupt");
    } catch (EOFException e) {
      throw new Unusable("it is incomplete");
    } catch (NoSuchFileException e) {
      throw new Unusable("it vanished just now");
    }
  }

  private List<Path> newestFirst() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    return FolderWalk.entries(folder).stream()
        .filter(path -> NAME.matcher(path.getFileName().toString()).matches())
        .sorted(Comparator.comparing((Path path) -> path.getFileName().toString()).reversed())
        .toList();
  }

  private static String name(int iteration) {
    return String.format(Locale.ROOT, "iteration-%04d.model1", iteration);
  }

  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message);
    }
  }
}
