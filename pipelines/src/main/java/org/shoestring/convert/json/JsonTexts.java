package org.shoestring.convert.json;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.shoestring.convert.Problem;

/** The texts of JSON objects in a file, one at a time: its lines, or the elements of its array. */
interface JsonTexts extends Closeable {

  /** Moves to the next text; false at the end. */
  boolean next() throws IOException;

  /** The bytes of the text, from {@link #start} to {@link #end}; valid until the next one. */
  byte[] bytes();

  int start();

  int end();

  /** Why the text cannot be read at all; null if it can. */
  @Nullable Problem problem();

  /** The line that it starts in, counted from 1. */
  long line();

  /** The text without tabs and line feeds, for those who look at rejects. */
  String escaped();

  /** The file, as users name it. */
  String file();

  /** What the whole file has to be, for messages: {@code one object per line}. */
  String form();
}
