package org.shoestring.cli.argument;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.CorruptException;
import org.shoestring.bytes.LineReader;
import org.shoestring.bytes.Utf8;
import org.shoestring.experiment.FinishedOutput;
import org.shoestring.experiment.Reference;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.Table;
import org.shoestring.table.TableReader;
import org.shoestring.table.record.Manifest;
import org.shoestring.tsv.TsvRow;
import org.shoestring.tsv.foreign.ForeignFile;

/**
 * The lines of whatever a user names: {@code FILE.yaml:STAGE[.TABLE][:COLUMN,...]}, a folder with a
 * manifest, or a text file, compressed or not.
 */
public abstract class LineSource implements Closeable {

  /** What verbs that take lines say of them. */
  public static final String HELP =
      "FILE.yaml:STAGE[.TABLE][:COLUMN,...], the folder of an output, or a text file (plain,"
          + " .gz, .bz2, .xz or .zst); folders and files can be in any store (s3://...); - is"
          + " stdin";

  /** Moves to the next line; false at the end. */
  public abstract boolean next() throws IOException;

  /** The current line, valid until {@link #next}. */
  public abstract TsvRow row();

  /** What was named. */
  public abstract String name();

  /** The names of its columns; none for a text file. */
  public abstract List<String> columns();

  /**
   * Opens what a user names.
   *
   * @param from its first line, counted from 0
   * @param settings of the experiment, if it is a stage's
   */
  public static LineSource open(String text, long from, SettingOptions settings)
      throws IOException {
    int yaml = experimentEnd(text);
    if (yaml > 0) {
      return ofStage(text, settings.of(text.substring(0, yaml)), text.substring(yaml + 1), from);
    }
    if (SourceArgument.isReadOnce(text)) {
      return new OfFile(SourceArgument.named(text), SourceArgument.openOnce(text), from);
    }
    UnreadableArgument.refuseExperiment(text);
    Stores stores = settings.stores();
    // Asking a remote store for what is not there is a request: files mostly have an ending.
    boolean fileFirst = text.indexOf('.', text.lastIndexOf('/') + 1) >= 0;
    Optional<LineSource> found =
        fileFirst ? ofFile(stores, text, from) : ofTable(stores, text, from);
    if (found.isEmpty()) {
      found = fileFirst ? ofTable(stores, text, from) : ofFile(stores, text, from);
    }
    if (found.isEmpty()) {
      UnreadableArgument.refuseWorkspace(stores, text);
      throw new UsageException(text + ": no such file or output; expected " + HELP);
    }
    return found.get();
  }

  private static Optional<LineSource> ofFile(Stores stores, String text, long from)
      throws IOException {
    Optional<InputStream> file = SourceArgument.file(stores, text);
    return file.isEmpty() ? Optional.empty() : Optional.of(new OfFile(text, file.get(), from));
  }

  private static Optional<LineSource> ofTable(Stores stores, String text, long from)
      throws IOException {
    Optional<Table> table = Table.at(stores, text);
    return table.isEmpty()
        ? Optional.empty()
        : Optional.of(new OfTable(text, table.get(), new int[0], from));
  }

  /** Where the file of {@code FILE.yaml:STAGE} ends; -1 if it is none. */
  public static int experimentEnd(String text) {
    for (String ending : List.of(".yaml:", ".yml:")) {
      int at = text.indexOf(ending);
      if (at > 0) {
        return at + ending.length() - 1;
      }
    }
    return -1;
  }

  private static LineSource ofStage(
      String text, ExperimentArgument experiment, String reference, long from) throws IOException {
    Reference wanted = Reference.parse(text, reference);
    FinishedOutput finished = OutputFinder.of(experiment, wanted.stage());
    Manifest manifest = finished.manifest();
    if (manifest.tables().isEmpty()) {
      throw new UsageException(
          text
              + ": this output is files, not a table; list them with 'shoestring ls "
              + experiment.file()
              + ":"
              + wanted.stage()
              + "'");
    }
    Table table =
        Table.of(
            finished.output().stores(), text, finished.output().folder(), manifest, wanted.table());
    int[] fields =
        wanted.columns().stream().mapToInt(column -> table.field(text, column)).toArray();
    return new OfTable(text, table, fields, from);
  }

  private static final class OfTable extends LineSource {
    private final String name;
    private final List<String> columns;
    private final TableReader rows;
    private final int[] fields;

    OfTable(String name, Table table, int[] fields, long from) throws IOException {
      List<String> all = table.columns().names();
      this.name = name;
      this.columns = fields.length == 0 ? all : IntStream.of(fields).mapToObj(all::get).toList();
      this.rows = table.rows(from);
      this.fields = fields;
    }

    @Override
    public List<String> columns() {
      return columns;
    }

    @Override
    public boolean next() throws IOException {
      return rows.next();
    }

    @Override
    public TsvRow row() {
      return fields.length == 0 ? rows.row() : rows.row().select(fields);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }

  private static final class OfFile extends LineSource {
    private final String name;
    private final LineReader lines;

    OfFile(String name, InputStream stored, long from) throws IOException {
      this.name = name;
      try {
        this.lines = new LineReader(ForeignFile.text(stored, name));
        for (long i = 0; i < from && lines.next(); i++) {}
      } catch (CorruptException e) {
        throw new BadDataException(name + ": " + e.withCure(), e);
      }
    }

    @Override
    public boolean next() throws IOException {
      try {
        if (!lines.next()) {
          return false;
        }
      } catch (CorruptException e) {
        throw BadDataException.at(name, lines.line() + 1, e.withCure());
      }
      if (lines.isTooLong() || !lines.isValidUtf8()) {
        throw BadDataException.at(
            name,
            lines.line(),
            lines.isTooLong() ? "the line is longer than 16 MiB" : "invalid UTF-8; " + Utf8.CURE);
      }
      return true;
    }

    @Override
    public List<String> columns() {
      return List.of();
    }

    @Override
    public TsvRow row() {
      return TsvRow.parse(lines.bytes(), lines.start(), lines.end());
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
