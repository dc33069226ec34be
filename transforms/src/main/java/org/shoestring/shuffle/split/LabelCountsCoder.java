package org.shoestring.shuffle.split;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** Encodes {@link LabelCounts}. */
public final class LabelCountsCoder extends AtomicCoder<LabelCounts> {
  private static final long serialVersionUID = 1;
  private static final LabelCountsCoder INSTANCE = new LabelCountsCoder();
  private static final Coder<List<String>> LABELS = ListCoder.of(StringUtf8Coder.of());
  private static final Coder<Map<Integer, byte[]>> SHARDS =
      MapCoder.of(VarIntCoder.of(), ByteArrayCoder.of());

  private LabelCountsCoder() {}

  public static LabelCountsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(LabelCounts counts, OutputStream out) throws IOException {
    LABELS.encode(counts.labels(), out);
    SHARDS.encode(counts.packed(), out);
  }

  @Override
  public LabelCounts decode(InputStream in) throws IOException {
    return new LabelCounts(LABELS.decode(in), SHARDS.decode(in));
  }

  /** The order in which labels were added makes a difference. */
  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    throw new NonDeterministicException(this, "equal counts may have other ids of labels");
  }
}
