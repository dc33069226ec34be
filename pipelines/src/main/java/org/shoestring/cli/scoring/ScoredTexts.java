package org.shoestring.cli.scoring;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.shoestring.bytes.BadDataException;
import org.shoestring.cli.argument.LineSource;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.metric.Segment;
import org.shoestring.metric.SegmentLimit;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;
import org.shoestring.tsv.TsvRow;

/** Hypotheses of systems and their references, read side by side. */
final class ScoredTexts implements Closeable {
  private final List<LineSource> hypotheses;
  private final List<LineSource> references;
  private final List<LineSource> all;
  private long line;

  private ScoredTexts(List<LineSource> hypotheses, List<LineSource> references) {
    this.hypotheses = hypotheses;
    this.references = references;
    this.all = new ArrayList<>(hypotheses);
    all.addAll(references);
  }

  /** Opens what a user names. */
  static ScoredTexts open(List<String> hypotheses, List<String> references, SettingOptions settings)
      throws IOException {
    ScoredTexts texts = new ScoredTexts(new ArrayList<>(), new ArrayList<>());
    try {
      for (String name : hypotheses) {
        texts.add(texts.hypotheses, LineSource.open(name, 0, settings));
      }
      for (String name : references) {
        texts.add(texts.references, LineSource.open(name, 0, settings));
      }
      return texts;
    } catch (IOException | RuntimeException e) {
      texts.close();
      throw e;
    }
  }

  private void add(List<LineSource> sources, LineSource source) {
    sources.add(source);
    all.add(source);
  }

  /** What is done with a segment when it is added. */
  @FunctionalInterface
  interface Each {
    void accept(ScoredSystem system) throws IOException;
  }

  /**
   * Adds all segments that count.
   *
   * @param systems as many as there are hypotheses
   */
  void add(List<ScoredSystem> systems, LineFilter filter, Each each) throws IOException {
    while (next()) {
      if (filter.counts(line)) {
        List<String> against = texts(references);
        for (int i = 0; i < systems.size(); i++) {
          LineSource source = hypotheses.get(i);
          measure(systems.get(i), source, new Segment(text(source), against));
          each.accept(systems.get(i));
        }
      }
    }
    filter.end(line);
  }

  private void measure(ScoredSystem system, LineSource source, Segment segment) throws IOException {
    SegmentLimit.check(segment, () -> source.name() + ":" + line);
    try {
      system.measure(segment);
    } catch (BadDataException e) {
      throw new BadDataException(source.name() + ":" + line + ": " + e.getMessage(), e);
    }
  }

  private boolean next() throws IOException {
    LineSource first = all.get(0);
    boolean more = first.next();
    for (LineSource other : all.subList(1, all.size())) {
      if (other.next() != more) {
        throw new BadDataException(
            (more ? other : first).name()
                + " has "
                + Plural.of(line, "line")
                + ", but "
                + (more ? first : other).name()
                + " has more; both need the same number of lines");
      }
    }
    line += more ? 1 : 0;
    return more;
  }

  private List<String> texts(List<LineSource> sources) {
    List<String> texts = new ArrayList<>(sources.size());
    for (LineSource source : sources) {
      texts.add(text(source));
    }
    return texts;
  }

  private String text(LineSource source) {
    TsvRow row = source.row();
    if (row.size() != 1) {
      throw new UsageException(
          source.name()
              + ":"
              + line
              + ": "
              + row.size()
              + " columns, but score compares one; choose it with FILE.yaml:STAGE:COLUMN, or"
              + " with 'cut -f'");
    }
    return row.text(0);
  }

  @Override
  public void close() throws IOException {
    for (LineSource source : all) {
      source.close();
    }
  }
}
