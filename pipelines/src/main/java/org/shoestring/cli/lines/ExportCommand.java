package org.shoestring.cli.lines;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.shoestring.bytes.BadDataException;
import org.shoestring.cli.argument.FormatOptions;
import org.shoestring.cli.argument.LineSource;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.argument.StageWords;
import org.shoestring.cli.argument.TargetFile;
import org.shoestring.convert.Escapes;
import org.shoestring.convert.Format;
import org.shoestring.convert.RecordSink;
import org.shoestring.convert.TextOutput;
import org.shoestring.convert.TextSink;
import org.shoestring.convert.csv.CsvSink;
import org.shoestring.convert.json.JsonSink;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.tsv.TsvRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}: JSON lines, CSV or text out of a table. */
@Command(
    name = "export",
    description = {
      "Writes a table as JSON lines, as CSV, or as text files with one column each.",
      "",
      "All JSON values are strings. 'import' turns the result back into the same table."
    },
    footer = {
      "Examples:",
      "  shoestring export e.yaml:data.test test.jsonl.gz",
      "  shoestring export e.yaml:data.train corpus.{} --format parallel",
      "  shoestring export s3://bucket/pairs.tsv.gz - --format csv --columns en,de"
    },
    mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
  private static final String COLUMN = "{}";

  @Parameters(index = "0", paramLabel = "SOURCE", description = LineSource.HELP)
  private String source = "";

  @Parameters(
      index = "1..*",
      arity = "1..2",
      paramLabel = "TARGET",
      hideParamSyntax = true,
      description = {
        "A file in any store, compressed if it ends in .gz or .bz2; - is stdout.",
        "With --format parallel, each column has a file. {} in TARGET stands for the name of the"
            + " column; without {}, the name is added after a dot."
      })
  private List<String> rest = new ArrayList<>();

  private String target = "";

  @Mixin private FormatOptions form = new FormatOptions();

  @Option(
      names = {"-c", "--columns"},
      paramLabel = "NAME,...",
      split = ",",
      hideParamSyntax = true,
      description = "The names of the columns (default: those of the table; a TSV file has none).")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--unescape",
      description =
          "JSON and CSV: turn \\t, \\n, \\r and \\\\ in fields back into tabs, line feeds,"
              + " carriage returns and backslashes, which 'import --escape' wrote so.")
  private boolean unescape;

  @Option(
      names = {"-f", "--force"},
      description = "Replace TARGET if it exists.")
  private boolean force;

  @Mixin private final SettingOptions settings;

  public ExportCommand(Stores stores) {
    this.settings = new SettingOptions(stores);
  }

  @Override
  public Integer call() throws IOException {
    target = rest.get(rest.size() - 1);
    if (rest.size() > 1) {
      List<String> joined = StageWords.joined(List.of(source, rest.get(0)));
      if (joined.size() > 1) {
        throw new UsageException(
            "export takes one SOURCE, but "
                + joined.size()
                + " are given ("
                + String.join(", ", joined)
                + "); run it once for each");
      }
      source = joined.get(0);
    }
    Format format = form.format(List.of(target));
    if (format == Format.TSV) {
      throw new UsageException(target + ": a table is TSV already; copy its lines with 'cp'");
    }
    FormatOptions.allow(unescape, "--unescape", format, Format.JSONL, Format.CSV);
    List<TargetFile> files = new ArrayList<>();
    try (LineSource lines = LineSource.open(source, 0, settings);
        Closeable closing = () -> close(files)) {
      boolean more = lines.next();
      List<String> names = names(lines, more);
      int size = more ? lines.row().size() : names.size();
      try (RecordSink sink = open(format, names, size, files)) {
        long count = 0;
        for (; more; more = lines.next()) {
          sink.write(fields(lines, ++count, size));
        }
        finish(sink, files, count);
      }
    }
    return 0;
  }

  private void finish(RecordSink sink, List<TargetFile> files, long count) throws IOException {
    sink.close();
    for (TargetFile file : files) {
      file.finish(TargetFile.lines(count));
    }
  }

  private static void close(List<TargetFile> files) throws IOException {
    for (TargetFile file : files) {
      file.close();
    }
  }

  /** The names of the columns, none if they are not known. */
  private List<String> names(LineSource lines, boolean any) {
    List<String> names = columns.isEmpty() ? lines.columns() : columns;
    FormatOptions.checkDistinct(names);
    int size = any ? lines.row().size() : names.size();
    if (!names.isEmpty() && names.size() != size) {
      throw new UsageException(
          "--columns names "
              + Plural.of(names.size(), "column")
              + " ("
              + String.join(", ", names)
              + "), but "
              + source
              + " has "
              + size
              + "; name each column once");
    }
    return names;
  }

  private RecordSink open(Format format, List<String> names, int size, List<TargetFile> files)
      throws IOException {
    boolean nameless = format == Format.TEXT || (format == Format.CSV && !form.csv().header());
    if (names.isEmpty() && !nameless) {
      throw new UsageException(
          source + ": the columns have no names; name them with --columns NAME,...");
    }
    if (format == Format.TEXT && size > 1) {
      throw new UsageException(
          source
              + ": has "
              + size
              + " columns, but a text file holds one; choose a column with"
              + " FILE.yaml:STAGE:COLUMN, or write all of them with --format parallel");
    }
    if (format == Format.PARALLEL && target.equals(TargetFile.STDOUT)) {
      throw new UsageException("-: stdout cannot take several texts; name files, for example x.{}");
    }
    if (format == Format.PARALLEL) {
      List<TextOutput> texts = new ArrayList<>();
      for (String name : names) {
        String file = target.contains(COLUMN) ? target.replace(COLUMN, name) : target + "." + name;
        texts.add(new TextOutput(add(file, files)));
      }
      return new TextSink(texts);
    }
    OutputStream out = add(target, files);
    return switch (format) {
      case JSONL -> new JsonSink(out, names);
      case CSV -> new CsvSink(new TextOutput(out), form.csv(), names);
      default -> new TextSink(List.of(new TextOutput(out)));
    };
  }

  private OutputStream add(String name, List<TargetFile> files) throws IOException {
    TargetFile file = TargetFile.open(settings.stores(), name, force);
    files.add(file);
    return file.out();
  }

  private byte[][] fields(LineSource lines, long line, int size) {
    TsvRow row = lines.row();
    if (row.size() != size) {
      throw BadDataException.at(
          lines.name(),
          line,
          Plural.of(row.size(), "column")
              + ", expected "
              + size
              + ", as in the lines before; correct the line");
    }
    byte[][] fields = new byte[size][];
    for (int i = 0; i < size; i++) {
      byte[] field = Arrays.copyOfRange(row.bytes(), row.start(i), row.end(i));
      try {
        fields[i] = unescape ? Escapes.unescape(field) : field;
      } catch (IllegalArgumentException e) {
        throw BadDataException.at(
            lines.name(),
            line,
            "column "
                + (i + 1)
                + ": "
                + e.getMessage()
                + ". Was it imported with --escape? If not, leave out --unescape");
      }
    }
    return fields;
  }
}
