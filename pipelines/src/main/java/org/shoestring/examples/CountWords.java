package org.shoestring.examples;

import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.shoestring.transform.rows.TsvIO;
import org.shoestring.transform.steps.ApplySteps;
import org.shoestring.transform.steps.StepsOverRows;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/**
 * A Beam pipeline of one's own: reads TSV files, cleans their rows with Shoestring's steps, counts
 * the words of the first column with Beam's transforms and a {@code DoFn}, and writes the counts,
 * and what was rejected, as tables.
 *
 * <pre>
 * mvn -q compile exec:java -Dexec.mainClass=org.shoestring.examples.CountWords \
 *   -Dexec.args="--input=data-samples/en-de/*.tsv.gz --columns=en,de --output=words"
 * </pre>
 */
public final class CountWords {
  private CountWords() {}

  /** The options of {@link #main}. */
  public interface Options extends PipelineOptions {
    @Description("A TSV file, or a glob: plain, .gz or .bz2")
    @Validation.Required
    String getInput();

    void setInput(String input);

    @Description("The names of its columns, separated by ','")
    @Validation.Required
    List<String> getColumns();

    void setColumns(List<String> columns);

    @Description("A new folder; the tables go to its folders 'counts' and 'rejected'")
    @Validation.Required
    String getOutput();

    void setOutput(String output);
  }

  /** Counts the words of one column of rows: rows of a word and its count. */
  static final class WordCounts extends PTransform<PCollection<TsvRow>, PCollection<TsvRow>> {
    private static final long serialVersionUID = 1;

    /** The columns of the rows that come out. */
    static final Columns COLUMNS = Columns.of("word", "count");

    private final int column;

    private WordCounts(int column) {
      this.column = column;
    }

    static WordCounts ofColumn(int column) {
      return new WordCounts(column);
    }

    @Override
    public PCollection<TsvRow> expand(PCollection<TsvRow> rows) {
      return rows.apply("SplitIntoWords", ParDo.of(new WordsFn(column)))
          .apply("CountEachWord", Count.perElement())
          .apply(
              "MakeRows",
              MapElements.into(TypeDescriptor.of(TsvRow.class))
                  .via(count -> TsvRow.of(count.getKey(), count.getValue().toString())));
    }
  }

  private static final class WordsFn extends DoFn<TsvRow, String> {
    private static final long serialVersionUID = 1;

    private final int column;

    WordsFn(int column) {
      this.column = column;
    }

    @ProcessElement
    public void process(@Element TsvRow row, OutputReceiver<String> words) {
      for (String word : row.text(column).toLowerCase(Locale.ROOT).split(" ", -1)) {
        words.output(word);
      }
    }
  }

  /** Adds the whole to a pipeline. */
  static void build(Pipeline pipeline, Options options) {
    Columns columns = new Columns(options.getColumns());
    StepsOverRows steps =
        ApplySteps.toRows(columns, "normalize-whitespace", "empty", "length:max=100");

    PCollectionTuple cleaned =
        pipeline
            .apply("Read", TsvIO.read().from(options.getInput()).withColumns(columns))
            .apply("Clean", steps);
    cleaned
        .get(StepsOverRows.KEPT)
        .apply("CountWords", WordCounts.ofColumn(0))
        .apply(
            "WriteCounts",
            TsvIO.write().to(options.getOutput() + "/counts").withColumns(WordCounts.COLUMNS));
    cleaned
        .get(StepsOverRows.REJECTED)
        .apply(
            "WriteRejected",
            TsvIO.write()
                .to(options.getOutput() + "/rejected")
                .withColumns(steps.rejectedColumns()));
  }

  /** Runs it, on the DirectRunner unless {@code --runner} says otherwise. */
  public static void main(String[] args) {
    Options options = PipelineOptionsFactory.fromArgs(args).withValidation().as(Options.class);
    Pipeline pipeline = Pipeline.create(options);
    build(pipeline, options);
    pipeline.run().waitUntilFinish();
  }
}
