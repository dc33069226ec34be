package org.shoestring.transform.rows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.store.glob.Glob;
import org.shoestring.table.ShardReader;
import org.shoestring.table.Table;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.ReadShards;
import org.shoestring.transform.RowFormat;
import org.shoestring.transform.WorkSource;
import org.shoestring.transform.importing.ImportTable;
import org.shoestring.transform.importing.ImportUnit;
import org.shoestring.transform.importing.SideBySide;
import org.shoestring.transform.importing.SourceLines.Position;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.RowReader;
import org.shoestring.tsv.TsvRow;
import org.shoestring.worker.Progress;

/**
 * Reads rows: of a committed table, whose folder holds a manifest, or of TSV files that others
 * wrote, plain or compressed, whose columns are named here. A shard or a file is a bundle.
 *
 * <p>A bad line fails the pipeline with file and line; {@link ImportTable} can set some aside.
 */
public final class ReadRows extends PTransform<PBegin, PCollection<TsvRow>> {
  private static final long serialVersionUID = 1;
  private static final Counter READ = Metrics.counter(TsvIO.class, "rows read");

  private final @Nullable String from;
  private final String table;
  private final @Nullable Columns columns;

  private ReadRows(@Nullable String from, String table, @Nullable Columns columns) {
    this.from = from;
    this.table = table;
    this.columns = columns;
  }

  static ReadRows create() {
    return new ReadRows(null, TableName.MAIN, null);
  }

  /** From the folder of an output, or, {@link #withColumns}, from a file or the files of a glob. */
  public ReadRows from(String location) {
    return new ReadRows(location, table, columns);
  }

  /** Another table of the output than its main one. */
  public ReadRows withTable(String name) {
    return new ReadRows(from, name, columns);
  }

  /** From files whose lines have these columns. */
  public ReadRows withColumns(String... names) {
    return withColumns(Columns.of(names));
  }

  /** From files whose lines have these columns. */
  public ReadRows withColumns(Columns names) {
    return new ReadRows(from, table, names);
  }

  /**
   * Reads; a manifest is read, and a glob is matched, while the pipeline is put together.
   *
   * @throws UsageException if there is no such table, or no such file
   */
  @Override
  public PCollection<TsvRow> expand(PBegin begin) {
    if (from == null) {
      throw new UsageException("TsvIO.read() needs a source; add from(FOLDER) or from(FILES)");
    }
    Stores stores = Stores.of(begin.getPipeline().getOptions());
    try {
      return columns == null
          ? readTable(begin, stores, from)
          : readFiles(begin, stores, from, columns);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PCollection<TsvRow> readTable(PBegin begin, Stores stores, String folder)
      throws IOException {
    Table found = Table.in(stores, folder, table);
    ShardFn read = new ShardFn(RowFormat.of(found));
    return begin.apply("Shards", ReadShards.of(found)).apply("RowsOfShard", ParDo.of(read));
  }

  private PCollection<TsvRow> readFiles(PBegin begin, Stores stores, String glob, Columns names)
      throws IOException {
    if (!table.equals(TableName.MAIN)) {
      throw new UsageException(
          "TsvIO.read(): withTable("
              + table
              + ") is for the folder of an output, and withColumns is for files; use only one of them");
    }
    List<String> files = Glob.find(stores, glob).stream().map(Glob.Found::path).toList();
    if (files.isEmpty()) {
      throw new UsageException(
          glob
              + (Glob.isGlob(glob)
                  ? ": no file matches this pattern; correct the path or the pattern"
                  : ": no such file; to read the folder of a table, leave out withColumns"));
    }
    return begin
        .apply("Files", WorkSource.of(files, StringUtf8Coder.of()))
        .apply("RowsOfFile", ParDo.of(new FileFn(stores, names)));
  }

  private static final class ShardFn extends DoFn<Shard, TsvRow> {
    private static final long serialVersionUID = 1;

    private final RowFormat format;

    ShardFn(RowFormat format) {
      this.format = format;
    }

    @ProcessElement
    public void process(@Element Shard shard, OutputReceiver<TsvRow> out) throws IOException {
      try (RowReader rows =
          ShardReader.open(format.stores(), shard, format.codec(), format.columns().size())) {
        while (rows.next()) {
          out.output(rows.row().copy());
          READ.inc();
        }
      }
    }
  }

  private static final class FileFn extends DoFn<String, TsvRow> {
    private static final long serialVersionUID = 1;

    private final Stores stores;
    private final Columns columns;

    FileFn(Stores stores, Columns columns) {
      this.stores = stores;
      this.columns = columns;
    }

    @ProcessElement
    public void process(@Element String file, OutputReceiver<TsvRow> out) throws IOException {
      ImportUnit unit = new ImportUnit(0, List.of(file));
      List<Position> start = Collections.singletonList(Position.START);
      try (SideBySide lines =
          new SideBySide(
              stores,
              unit,
              new ImportTable.Settings(columns, 1, 0),
              start,
              Map.of(),
              new Progress())) {
        while (lines.next()) {
          String problem = lines.problem();
          if (problem != null) {
            throw lines.error(problem, "");
          }
          out.output(TsvRow.parse(Arrays.copyOfRange(lines.bytes(), lines.start(), lines.end())));
          READ.inc();
        }
      }
    }
  }
}
