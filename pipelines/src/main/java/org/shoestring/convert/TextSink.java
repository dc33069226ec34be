package org.shoestring.convert;

import java.io.IOException;
import java.util.List;

/** Writes a text a column, side by side. */
public final class TextSink implements RecordSink {
  private final List<TextOutput> texts;

  /** Lines into these, one a column, which {@link #close} closes. */
  public TextSink(List<TextOutput> texts) {
    this.texts = List.copyOf(texts);
  }

  @Override
  public void write(byte[][] fields) throws IOException {
    for (int i = 0; i < fields.length; i++) {
      texts.get(i).line(fields[i], 0, fields[i].length);
    }
  }

  @Override
  public void close() throws IOException {
    for (TextOutput text : texts) {
      text.close();
    }
  }
}
