package org.shoestring.transform.importing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/**
 * What one worker imports: a file, or files whose lines stand side by side.
 *
 * @param unit its number, counted from 0
 * @param files one file a side
 */
public record ImportUnit(int unit, List<String> files) {
  public ImportUnit {
    files = List.copyOf(files);
  }

  /** Encodes a unit. Deterministic. */
  public static final class UnitCoder extends AtomicCoder<ImportUnit> {
    private static final long serialVersionUID = 1;
    private static final UnitCoder INSTANCE = new UnitCoder();
    private static final Coder<List<String>> FILES = ListCoder.of(StringUtf8Coder.of());

    public static UnitCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(ImportUnit unit, OutputStream out) throws IOException {
      VarIntCoder.of().encode(unit.unit(), out);
      FILES.encode(unit.files(), out);
    }

    @Override
    public ImportUnit decode(InputStream in) throws IOException {
      return new ImportUnit(VarIntCoder.of().decode(in), FILES.decode(in));
    }
  }
}
