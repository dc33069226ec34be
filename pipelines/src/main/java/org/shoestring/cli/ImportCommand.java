package org.shoestring.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.shoestring.convert.CsvRecords;
import org.shoestring.convert.Format;
import org.shoestring.convert.Import;
import org.shoestring.convert.JsonRecords;
import org.shoestring.convert.Records;
import org.shoestring.convert.TextFile;
import org.shoestring.convert.TextOutput;
import org.shoestring.convert.TextRecords;
import org.shoestring.spec.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: a file of TSV out of JSON lines, CSV or text. */
@Command(
    name = "import",
    description = {
      "Makes a TSV file, for an import stage to read, of JSON lines, CSV, or texts side by side.",
      "SOURCEs lie in any store, compressed or not; - is stdin. TARGET is " + TargetFile.HELP + ".",
      "Strings, numbers, true and false of JSON are their text, null is empty; it is at most 1,000",
      "levels deep.",
      "A record that no row can hold ends it with exit code 4, naming the line and the cure."
    },
    footer = {
      "",
      "Examples: import train.jsonl.gz train.tsv.gz --columns translation.en,translation.de",
      "          import corpus.en corpus.de s3://bucket/corpus.tsv.gz",
      "          import data.csv - --separator ';' --columns text,label"
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  @Parameters(
      arity = "2..*",
      paramLabel = "SOURCE... TARGET",
      hideParamSyntax = true,
      description = "What is read, and the file that is made. Only texts can be several.")
  private List<String> names = new ArrayList<>();

  @Mixin private FormatOptions form = new FormatOptions();

  @Option(
      names = {"-c", "--columns"},
      paramLabel = "NAME,...",
      split = ",",
      hideParamSyntax = true,
      description = {
        "JSON: the fields that become columns, a.b for b in the object a.",
        "CSV: the columns that are taken, by their names in the header (default: all)."
      })
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--json-values",
      description = "JSON: arrays and objects become fields, as compact JSON.")
  private boolean jsonValues;

  @Option(
      names = "--escape",
      description = {
        "Write tabs, line feeds, carriage returns and backslashes in fields as \\t, \\n, \\r and \\\\,",
        "which 'export --unescape' turns back (default: tabs and line feeds are an error)."
      })
  private boolean escape;

  @Option(
      names = "--max-bad-lines",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "So many bad records are set aside (default: ${DEFAULT-VALUE}), in TARGET.rejected.tsv,",
        "compressed as TARGET is: reason, detail, file, line, text. TARGET cannot be - then."
      })
  private long maxBadLines;

  @Option(
      names = {"-f", "--force"},
      description = "Replace TARGET if it is there.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    if (maxBadLines < 0) {
      throw new UsageException(
          "--max-bad-lines is " + maxBadLines + "; allowed is a number from 0");
    }
    String target = names.get(names.size() - 1);
    if (maxBadLines > 0 && target.equals(TargetFile.STDOUT)) {
      throw new UsageException(
          "--max-bad-lines sets lines aside in TARGET.rejected.tsv, and stdout (-) has no such file"
              + " beside it; name a file");
    }
    List<String> sources = names.subList(0, names.size() - 1);
    try (Records records = open(sources);
        TargetFile file = TargetFile.open(target, force);
        RejectedFile rejects = new RejectedFile(target, force)) {
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
    FormatOptions.allow(!columns.isEmpty(), "--columns", format, Format.JSONL, Format.CSV);
    if (format == Format.CSV && !columns.isEmpty() && !form.csv().header()) {
      throw new UsageException("--columns goes by the names in the header; --no-header has none");
    }
    FormatOptions.allow(jsonValues, "--json-values", format, Format.JSONL);
    if (format == Format.TEXT || format == Format.PARALLEL) {
      return texts(sources);
    }
    if (sources.size() > 1) {
      throw new UsageException(
          sources.get(1) + ": only texts stand side by side; import other files one by one");
    }
    String source = sources.get(0);
    InputStream in = Source.open(source);
    return format == Format.CSV
        ? new CsvRecords(in, Source.named(source), form.csv(), columns)
        : json(new TextFile(in, Source.named(source)));
  }

  private Records json(TextFile text) throws IOException {
    if (columns.isEmpty()) {
      try (text) {
        List<String> names = JsonRecords.namesOfFirst(text);
        throw new UsageException(
            "--columns is missing: which fields become columns; the first object has: "
                + String.join(", ", names));
      }
    }
    return new JsonRecords(text, columns, jsonValues);
  }

  private static Records texts(List<String> sources) throws IOException {
    List<TextFile> texts = new ArrayList<>();
    for (String source : sources) {
      texts.add(new TextFile(Source.open(source), Source.named(source)));
    }
    return new TextRecords(texts);
  }
}
