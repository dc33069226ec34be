package org.shoestring.convert.json;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.shoestring.convert.Problem;
import org.shoestring.convert.TextFile;

/** A JSON object a line. */
public final class JsonLines implements JsonTexts {
  private final TextFile text;

  public JsonLines(TextFile text) {
    this.text = text;
  }

  @Override
  public boolean next() throws IOException {
    return text.next();
  }

  @Override
  public byte[] bytes() {
    return text.lines().bytes();
  }

  @Override
  public int start() {
    return text.lines().start();
  }

  @Override
  public int end() {
    return text.lines().end();
  }

  @Override
  public @Nullable Problem problem() {
    return text.problem();
  }

  @Override
  public long line() {
    return text.lines().line();
  }

  @Override
  public String escaped() {
    return text.escaped();
  }

  @Override
  public String file() {
    return text.name();
  }

  @Override
  public String form() {
    return "have one object per line";
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
