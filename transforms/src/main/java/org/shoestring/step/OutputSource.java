package org.shoestring.step;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/**
 * Where the content of an output comes from that a step reads: sent to workers, and opened there.
 * Steps do not see it; they ask {@link StepOutputs}.
 */
public interface OutputSource extends Serializable {

  /** What keys hash of it: its content and the columns chosen of it, never a name or a place. */
  String identity();

  /** A table. */
  interface OfTable extends OutputSource {

    /** The columns of its rows; empty if only running its stage will tell. */
    Optional<Columns> columns();

    /** Its rows from the first one on; a pass of their own for each caller. */
    Rows rows() throws IOException;
  }

  /** Files. */
  interface OfFiles extends OutputSource {

    /** A folder of this machine that has them, made if it is not there. */
    Path folder() throws IOException;
  }

  /** The rows of a table, one after another. */
  interface Rows extends Closeable {

    /** Moves to the next row; false at the end. */
    boolean next() throws IOException;

    /** The current row, valid until {@link #next}; {@link TsvRow#copy} keeps it. */
    TsvRow row();
  }
}
