import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * Trains a linear model with TensorFlow: how long a German sentence is, from the length and the
 * words of the English one. It continues from the newest checkpoint in its folder. Its last weights
 * depend on every step and on the momentum, so that they show whether a checkpoint had everything.
 */
public final class Train {
  private static final int STEPS = 400;
  private static final int STEPS_OF_CHECKPOINT = 10;
  private static final int BATCH = 64;

  private static final String STEP = "step";
  private static final String WEIGHTS = "weights";
  private static final String VELOCITY = "velocity";

  private final Ops tf;
  private final List<String[]> pairs;
  private long step;
  private Operand<TFloat32> weights;
  private Operand<TFloat32> velocity;

  private Train(Ops tf, List<String[]> pairs) {
    this.tf = tf;
    this.pairs = pairs;
    this.weights = tf.constant(new float[3][1]);
    this.velocity = tf.constant(new float[3][1]);
  }

  /** Arguments: SHARDS CHECKPOINTS OUT PAUSE, the milliseconds to wait after each step. */
  public static void main(String[] args) throws IOException, InterruptedException {
    ConfigProto oneThread =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(1)
            .setInterOpParallelismThreads(1)
            .build();
    try (EagerSession session = EagerSession.options().config(oneThread).build()) {
      Ops tf = Ops.create(session);
      Train training = new Train(tf, pairs(tf, Path.of(args[0])));
      training.run(
          new Checkpoints(tf, Files.createDirectories(Path.of(args[1]))), Long.parseLong(args[3]));
      Files.writeString(Path.of(args[2]), training.lastWeights());
    }
  }

  private static List<String[]> pairs(Ops tf, Path shards) throws IOException {
    try (Stream<Path> files = Files.list(shards)) {
      List<String> paths =
          files.map(Path::toString).filter(path -> path.endsWith(".tsv.gz")).sorted().toList();
      return TextLines.of(tf, paths).stream()
          .map(line -> new String(line, UTF_8).split("\t", -1))
          .toList();
    }
  }

  private void run(Checkpoints checkpoints, long pause) throws IOException, InterruptedException {
    Optional<String> newest = checkpoints.newest();
    if (newest.isPresent()) {
      Map<String, Class<? extends TType>> types =
          Map.of(STEP, TInt64.class, VELOCITY, TFloat32.class, WEIGHTS, TFloat32.class);
      Iterator<Operand<TType>> tensors = checkpoints.restore(newest.get(), types).iterator();
      step = ((TInt64) tensors.next().asTensor()).getLong();
      velocity = tf.identity(tensors.next()).asOutput().expect(TFloat32.class);
      weights = tf.identity(tensors.next()).asOutput().expect(TFloat32.class);
    }
    System.out.println("trainer: " + newest.orElse("no checkpoint") + ", step " + step);
    while (step < STEPS) {
      learn();
      if (step % STEPS_OF_CHECKPOINT == 0) {
        checkpoints.save(Map.of(STEP, tf.constant(step), WEIGHTS, weights, VELOCITY, velocity));
      }
      Thread.sleep(pause);
    }
  }

  /** A step of gradient descent with momentum. */
  private void learn() {
    float[][] english = new float[BATCH][];
    float[][] german = new float[BATCH][];
    for (int i = 0; i < BATCH; i++) {
      String[] pair = pairs.get((int) ((step * BATCH + i) % pairs.size()));
      english[i] = new float[] {1, pair[0].length() / 100f, pair[0].split(" ", -1).length / 10f};
      german[i] = new float[] {pair[1].length() / 100f};
    }
    Operand<TFloat32> inputs = tf.constant(english);
    Operand<TFloat32> error = tf.math.sub(tf.linalg.matMul(inputs, weights), tf.constant(german));
    Operand<TFloat32> sums = tf.linalg.matMul(inputs, error, MatMul.transposeA(true));
    Operand<TFloat32> gradient = tf.math.mul(sums, tf.constant(2f / BATCH));
    velocity = tf.math.add(tf.math.mul(velocity, tf.constant(0.9f)), gradient);
    weights = tf.math.sub(weights, tf.math.mul(velocity, tf.constant(0.01f)));
    step++;
    if (step % STEPS_OF_CHECKPOINT == 0) {
      TFloat32 loss =
          tf.math.mean(tf.math.square(error), tf.constant(new int[] {0, 1})).asOutput().asTensor();
      System.out.printf(Locale.ROOT, "%d\tloss\t%.6f%n", step, loss.getFloat());
    }
  }

  /** All bits of them. */
  private String lastWeights() {
    TFloat32 last = weights.asTensor();
    return IntStream.range(0, 3)
        .mapToObj(i -> Float.toHexString(last.getFloat(i, 0)) + "\n")
        .collect(Collectors.joining());
  }
}
