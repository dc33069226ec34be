import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** The lines of gzip files, as TensorFlow's {@code TextLineDataset} reads them. */
public final class TextLines {
  private static final long BATCH = 1000;
  private static final long DEFAULT_BUFFER = 0;

  private TextLines() {}

  /** Prints them. Arguments: FILE... */
  public static void main(String[] files) throws IOException {
    try (EagerSession session = EagerSession.create();
        OutputStream out = new BufferedOutputStream(System.out)) {
      for (byte[] line : of(Ops.create(session), List.of(files))) {
        out.write(line);
        out.write('\n');
      }
    }
  }

  /** All of them, file by file. */
  static List<byte[]> of(Ops tf, List<String> files) {
    List<Class<? extends TType>> types = List.of(TString.class);
    List<Shape> shapes = List.of(Shape.of(Shape.UNKNOWN_SIZE));
    Operand<? extends TType> dataset =
        tf.data.textLineDataset(
            tf.constant(UTF_8, files.toArray(new String[0])),
            tf.constant("GZIP"),
            tf.constant(DEFAULT_BUFFER));
    Operand<? extends TType> batches =
        tf.data.batchDataset(dataset, tf.constant(BATCH), tf.constant(false), types, shapes);
    Operand<? extends TType> iterator = tf.data.anonymousIterator(types, shapes);
    tf.data.makeIterator(batches, iterator);
    List<byte[]> lines = new ArrayList<>();
    while (true) {
      try {
        TString batch =
            (TString) tf.data.iteratorGetNext(iterator, types, shapes).iterator().next().asTensor();
        batch.asBytes().scalars().forEach(line -> lines.add(line.getObject()));
      } catch (TFOutOfRangeException end) {
        return lines;
      }
    }
  }
}
