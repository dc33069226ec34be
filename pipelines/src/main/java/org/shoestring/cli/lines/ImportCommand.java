package org.shoestring.cli.lines;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.shoestring.cli.argument.FormatOptions;
import org.shoestring.cli.argument.SourceArgument;
import org.shoestring.cli.argument.TargetFile;
import org.shoestring.cli.argument.WholeNumber;
import org.shoestring.convert.Format;
import org.shoestring.convert.Import;
import org.shoestring.convert.Records;
import org.shoestring.convert.RecordsInSequence;
import org.shoestring.convert.TextFile;
import org.shoestring.convert.TextOutput;
import org.shoestring.convert.TextRecords;
import org.shoestring.convert.TsvRecords;
import org.shoestring.convert.csv.CsvRecords;
import org.shoestring.convert.json.JsonRecords;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: a file of TSV out of JSON, CSV, other TSV or text. */
@Command(
    name = "import",
    description = {
      "Makes a TSV file, which an import stage can read, from JSON, CSV, TSV, or from text files"
          + " side by side.",
      "",
      "Several files of JSON, CSV or TSV are read one after another. Several text files become"
          + " columns side by side. JSON is one object per line, or one array of objects. TSV"
          + " has no quoting: a quote is an ordinary character.",
      "",
      "A SOURCE may be in any store, compressed or not; - is stdin. TARGET is a file in any"
          + " store, compressed if it ends in .gz or .bz2; - is stdout.",
      "",
      "JSON strings, numbers, true and false become their text; null becomes an empty"
          + " field. JSON may be nested 1,000 levels deep.",
      "",
      "If a record cannot become a row, the import ends with exit code 4. The message names the"
          + " line and says what to do."
    },
    footer = {
      "Examples:",
      "  shoestring import x.jsonl.gz x.tsv.gz --columns translation.en,translation.de",
      "  shoestring import corpus.en corpus.de s3://bucket/corpus.tsv.gz",
      "  shoestring import data.csv - --separator ';' --columns text,label"
    },
    mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {
  /** The option whose value may be empty. */
  public static final String MISSING = "--missing";

  @Parameters(
      arity = "2..*",
      paramLabel = "SOURCE... TARGET",
      hideParamSyntax = true,
      description =
          "The files or globs to read, and the file to make. Several text files become one column"
              + " each.")
  private List<String> names = new ArrayList<>();

  @Mixin private FormatOptions form = new FormatOptions();

  @Option(
      names = {"-c", "--columns"},
      paramLabel = "NAME,...",
      split = ",",
      hideParamSyntax = true,
      description = {
        "JSON: the fields that become columns; a.b is the field b of the object a, and a.0 is"
            + " the first value of the list a.",
        "CSV and TSV: the columns to take, by their names in the header (default: all)."
      })
  private List<String> columns = new ArrayList<>();

  @Option(
      names = MISSING,
      paramLabel = "TEXT",
      description =
          "JSON: the text for missing fields; '' leaves them empty (default: a missing field is"
              + " an error).")
  private @Nullable String missing;

  @Option(names = "--header", description = "TSV: the first line names the columns.")
  private boolean header;

  @Option(
      names = "--json-values",
      description = "JSON: write arrays and objects as compact JSON (default: they are an error).")
  private boolean jsonValues;

  @Option(
      names = "--escape",
      description =
          "Write tabs, line feeds, carriage returns and backslashes in fields as \\t, \\n, \\r"
              + " and \\\\ (default: tabs and line feeds are an error). 'export --unescape'"
              + " turns them"
              + " back.")
  private boolean escape;

  @Option(
      names = "--max-bad-lines",
      paramLabel = "N",
      converter = WholeNumber.Count.class,
      defaultValue = "0",
      description =
          "How many bad records may be set aside (default: ${DEFAULT-VALUE}). They are written to"
              + " TARGET.rejected.tsv, compressed like TARGET: reason, detail, file, line, text."
              + " Then TARGET cannot be -.")
  private long maxBadLines;

  @Option(
      names = {"-f", "--force"},
      description = "Replace TARGET if it exists.")
  private boolean force;

  private final Stores stores;

  public ImportCommand(Stores stores) {
    this.stores = stores;
  }

  @Override
  public Integer call() throws IOException {
    String target = names.get(names.size() - 1);
    if (maxBadLines > 0 && target.equals(TargetFile.STDOUT)) {
      throw new UsageException(
          "--max-bad-lines writes bad lines to TARGET.rejected.tsv, so TARGET cannot be -"
              + " (stdout); name a file");
    }
    List<String> sources = new ArrayList<>();
    for (String name : names.subList(0, names.size() - 1)) {
      sources.addAll(SourceArgument.find(stores, name));
    }
    try (Records records = open(sources);
        TargetFile file = TargetFile.open(stores, target, force);
        RejectedFile rejects = new RejectedFile(stores, target, force)) {
      Import.Counts counts =
          Import.run(
              records,
              new TextOutput(file.out()),
              new Import.Settings(escape, maxBadLines),
              rejects);
      rejects.finish(counts.rejected());
      file.finish(TargetFile.lines(counts.lines()));
    }
    return 0;
  }

  private Records open(List<String> sources) throws IOException {
    Format format = form.format(sources);
    FormatOptions.checkDistinct(columns);
    FormatOptions.allow(
        !columns.isEmpty(), "--columns", format, Format.JSONL, Format.CSV, Format.TSV);
    if (!columns.isEmpty() && form.noHeader()) {
      throw new UsageException(
          "--columns finds columns by their names in the header, so it does not work with"
              + " --no-header; remove one of the two");
    }
    FormatOptions.allow(jsonValues, "--json-values", format, Format.JSONL);
    FormatOptions.allow(missing != null, MISSING, format, Format.JSONL);
    FormatOptions.allow(header, "--header", format, Format.TSV);
    return switch (format) {
      case JSONL -> new RecordsInSequence(sources, this::json);
      case CSV -> new RecordsInSequence(sources, this::csv);
      case TSV -> new RecordsInSequence(sources, this::tsv);
      case TEXT -> text(sources);
      case PARALLEL -> texts(sources);
    };
  }

  private Records csv(String source) throws IOException {
    return new CsvRecords(
        SourceArgument.open(stores, source), SourceArgument.named(source), form.csv(), columns);
  }

  private Records tsv(String source) throws IOException {
    boolean named = header || !columns.isEmpty();
    if (named == form.noHeader()) {
      throw new UsageException(
          source
              + ": the first line of a TSV file may be a header or data; add either --header or"
              + " --no-header");
    }
    return new TsvRecords(file(source), named, columns);
  }

  private Records json(String source) throws IOException {
    InputStream in = SourceArgument.open(stores, source);
    if (columns.isEmpty()) {
      throw new UsageException(
          "missing option: --columns NAME,... (the fields that become columns); the first object"
              + " has "
              + String.join(", ", JsonRecords.namesOfFirst(in, SourceArgument.named(source))));
    }
    JsonRecords.Settings settings = new JsonRecords.Settings(jsonValues, missing);
    return JsonRecords.open(in, SourceArgument.named(source), columns, settings);
  }

  private Records text(List<String> sources) throws IOException {
    if (sources.size() > 1) {
      throw new UsageException(
          sources.get(1)
              + ": --format text takes one file; to put several files side by side as columns,"
              + " use --format parallel; to join them, one after another, use cat");
    }
    return texts(sources);
  }

  private Records texts(List<String> sources) throws IOException {
    List<TextFile> texts = new ArrayList<>();
    for (String source : sources) {
      texts.add(file(source));
    }
    return new TextRecords(texts);
  }

  private TextFile file(String source) throws IOException {
    return new TextFile(SourceArgument.open(stores, source), SourceArgument.named(source));
  }
}
