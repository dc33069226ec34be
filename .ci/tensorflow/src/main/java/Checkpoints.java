import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.Restore;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * The checkpoints {@code ckpt-1}, {@code ckpt-2}, ... of a folder, of which the last three stay.
 * TensorFlow's own operations write and read the tensors. In Python, {@code
 * tf.train.CheckpointManager} does the rest, which is no operation: it names them in the file
 * {@code checkpoint} and removes old ones. This class does it in the same order and with the same
 * files.
 */
final class Checkpoints {
  private static final int KEPT = 3;
  private static final Pattern NAMED =
      Pattern.compile("(?m)^all_model_checkpoint_paths: \"(.*)\"$");

  private final Ops tf;
  private final Path folder;

  /** Those that are to stay with the times when they were written, the newest one last. */
  private final Deque<Map.Entry<String, Double>> kept = new ArrayDeque<>();

  Checkpoints(Ops tf, Path folder) throws IOException {
    this.tf = tf;
    this.folder = folder;
    if (Files.exists(folder.resolve("checkpoint"))) {
      Matcher named = NAMED.matcher(Files.readString(folder.resolve("checkpoint")));
      while (named.find()) {
        kept.addLast(Map.entry(named.group(1), now()));
      }
    }
  }

  /** The newest one that the file {@code checkpoint} names. */
  Optional<String> newest() {
    return Optional.ofNullable(kept.peekLast()).map(Map.Entry::getKey);
  }

  /** The tensors of a checkpoint, in the order of their names. */
  Restore restore(String checkpoint, Map<String, Class<? extends TType>> types) {
    Map<String, Class<? extends TType>> sorted = new TreeMap<>(types);
    return tf.train.restore(
        tf.constant(folder.resolve(checkpoint).toString()),
        names(sorted.keySet()),
        whole(sorted.size()),
        List.copyOf(sorted.values()));
  }

  /** Writes the next checkpoint, and removes the oldest if there are too many. */
  void save(Map<String, Operand<?>> tensors) throws IOException {
    String checkpoint = "ckpt-" + (newest().map(Checkpoints::number).orElse(0) + 1);
    Map<String, Operand<?>> sorted = new TreeMap<>(tensors);
    String prefix = folder.resolve(checkpoint).toString();
    Operand<TString> part = tf.constant(prefix + "_temp/part-00000-of-00001");
    tf.train.save(part, names(sorted.keySet()), whole(sorted.size()), sorted.values());
    tf.train.mergeV2Checkpoints(tf.reshape(part, tf.constant(new int[] {1})), tf.constant(prefix));
    kept.addLast(Map.entry(checkpoint, now()));
    nameAll();
    if (kept.size() > KEPT) {
      remove(kept.removeFirst().getKey());
      nameAll();
    }
  }

  private void remove(String checkpoint) throws IOException {
    Files.deleteIfExists(folder.resolve(checkpoint + ".index"));
    try (DirectoryStream<Path> data = Files.newDirectoryStream(folder, checkpoint + ".data-*")) {
      for (Path path : data) {
        Files.delete(path);
      }
    }
  }

  /**
   * Writes the file {@code checkpoint}: the text form of {@code CheckpointState}, renamed when it
   * is whole.
   */
  private void nameAll() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("model_checkpoint_path: \"").append(newest().orElseThrow()).append("\"\n");
    kept.forEach(
        one -> text.append("all_model_checkpoint_paths: \"").append(one.getKey()).append("\"\n"));
    kept.forEach(
        one ->
            text.append(
                String.format(
                    Locale.ROOT, "all_model_checkpoint_timestamps: %.6f%n", one.getValue())));
    Path written = Files.writeString(folder.resolve("checkpoint.tmp" + System.nanoTime()), text);
    Files.move(written, folder.resolve("checkpoint"), StandardCopyOption.ATOMIC_MOVE);
  }

  private Operand<TString> names(Collection<String> names) {
    return tf.constant(UTF_8, names.toArray(new String[0]));
  }

  /** No slices of tensors. */
  private Operand<TString> whole(int count) {
    return tf.fill(tf.constant(new int[] {count}), tf.constant(""));
  }

  private static int number(String checkpoint) {
    return Integer.parseInt(checkpoint.substring("ckpt-".length()));
  }

  private static double now() {
    return System.currentTimeMillis() / 1000.0;
  }
}
