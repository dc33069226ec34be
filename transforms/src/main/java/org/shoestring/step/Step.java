package org.shoestring.step;

import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/**
 * A function of one row, bound to the columns of its input. It keeps no memory of the rows before,
 * so that shards can be worked on in any order; it may reuse buffers, so each worker binds its own.
 */
public interface Step {

  /** What becomes of a row; the row itself is left alone. */
  Verdict apply(TsvRow row);

  /** The columns of the rows that go on, given those that come in; the same by default. */
  default Columns output(Columns input) {
    return input;
  }
}
