package org.shoestring.convert;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Plural;

/** Texts side by side, a field of each. */
public final class TextRecords extends Records {
  private final List<TextFile> texts;

  /** Lines of these, which {@link #close} closes. */
  public TextRecords(List<TextFile> texts) {
    this.texts = List.copyOf(texts);
  }

  @Override
  public boolean next() throws IOException {
    boolean more = texts.get(0).next();
    for (TextFile text : texts.subList(1, texts.size())) {
      if (text.next() != more) {
        TextFile shorter = more ? text : texts.get(0);
        throw new BadDataException(
            shorter.name()
                + " has "
                + Plural.of(shorter.lines().line(), "line")
                + ", but "
                + (more ? texts.get(0) : text).name()
                + " has more; files side by side must have the same number of lines");
      }
    }
    if (more) {
      read();
    }
    return more;
  }

  private void read() {
    byte[][] fields = new byte[texts.size()][];
    for (int i = 0; i < fields.length; i++) {
      @Nullable Problem problem = texts.get(i).problem();
      if (problem != null) {
        String where = i == 0 ? "" : texts.get(i).name() + ": ";
        set(new Problem(problem.reason(), where + problem.message()));
        return;
      }
      fields[i] = texts.get(i).bytes();
    }
    set(fields);
  }

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public String file() {
    return texts.get(0).name();
  }

  @Override
  public long line() {
    return texts.get(0).lines().line();
  }

  @Override
  public String text() {
    return texts.stream().map(TextFile::escaped).collect(Collectors.joining("\\t"));
  }

  @Override
  public void close() throws IOException {
    for (TextFile text : texts) {
      text.close();
    }
  }
}
