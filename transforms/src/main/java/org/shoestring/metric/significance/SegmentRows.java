package org.shoestring.metric.significance;

import java.io.Closeable;
import java.io.IOException;
import org.shoestring.metric.tally.Tally;

/** The kept statistics of one metric, segment after segment, which can be read several times. */
public interface SegmentRows {

  /** How many segments there are. */
  int segments();

  /** Those from the first one on. */
  Cursor open() throws IOException;

  /** Where the reading is. */
  interface Cursor extends Closeable {

    /** Makes the next segment the last one of the tally; false at the end. */
    boolean next(Tally tally) throws IOException;
  }
}
