package org.shoestring.testing;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.shoestring.bytes.Sha256;
import org.shoestring.step.OutputSource;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/**
 * Outputs of other stages for tests of a step that reads them: {@code StepOutputs.of(Map.of(
 * "vocabulary", TestOutputs.table(Columns.of("word"), "a", "b")))}.
 */
public final class TestOutputs {
  private TestOutputs() {}

  /** A table of these lines; a line is the fields of a row, with tabs between them. */
  public static OutputSource.OfTable table(Columns columns, String... lines) {
    return new Lines(columns, List.of(lines));
  }

  /** The files in a local folder, which is given to the step as it is. */
  public static OutputSource.OfFiles files(Path folder) {
    return new Folder(folder.toString());
  }

  private record Lines(Columns known, List<String> lines) implements OutputSource.OfTable {
    @Override
    public String identity() {
      Sha256 content = new Sha256();
      known.names().forEach(content::frame);
      lines.forEach(content::frame);
      return content.hex();
    }

    @Override
    public Optional<Columns> columns() {
      return Optional.of(known);
    }

    @Override
    public Rows rows() {
      Iterator<String> left = lines.iterator();
      return new Rows() {
        private TsvRow row = TsvRow.of("");

        @Override
        public boolean next() {
          if (!left.hasNext()) {
            return false;
          }
          row = TsvRow.parse(left.next().getBytes(StandardCharsets.UTF_8));
          return true;
        }

        @Override
        public TsvRow row() {
          return row;
        }

        @Override
        public void close() {}
      };
    }
  }

  private record Folder(String path) implements OutputSource.OfFiles {
    @Override
    public String identity() {
      return path;
    }

    @Override
    public Path folder() {
      return Path.of(path);
    }
  }
}
