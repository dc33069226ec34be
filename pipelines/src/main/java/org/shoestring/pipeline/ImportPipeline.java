package org.shoestring.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.jspecify.annotations.Nullable;
import org.shoestring.pipeline.source.MissingSourceException;
import org.shoestring.pipeline.source.SourcePattern;
import org.shoestring.pipeline.source.Sources;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.Stores;
import org.shoestring.table.Commit;
import org.shoestring.table.record.Recipe;
import org.shoestring.transform.CommitOutput;
import org.shoestring.transform.importing.ImportTable;
import org.shoestring.transform.importing.ImportUnit;
import org.shoestring.tsv.Columns;

/** The {@code import} stage: files that others wrote become a table. */
public final class ImportPipeline {
  /** The stage type. */
  public static final String TYPE = "import";

  private ImportPipeline() {}

  /** The options of {@link #main}. */
  public interface Options extends StageOptions {
    @Description("Files or globs, separated by ','")
    @Validation.Required
    String getFiles();

    void setFiles(String files);

    @Description("Whether to put the files side by side, one column each")
    @Default.Boolean(false)
    boolean getSideBySide();

    void setSideBySide(boolean sideBySide);

    @Description("The columns of every line, separated by ','; may be left out with --header")
    @Nullable String getColumns();

    void setColumns(@Nullable String columns);

    @Description("Whether the first line of every file names its columns")
    @Default.Boolean(false)
    boolean getHeader();

    void setHeader(boolean header);

    @Description("The uncompressed bytes after which a shard ends")
    @Default.Long(ImportTable.SHARD_BYTES)
    Long getShardSize();

    void setShardSize(Long bytes);

    @Description("How many bad lines to set aside before the import fails")
    @Default.Long(0)
    Long getMaxBadLines();

    void setMaxBadLines(Long lines);
  }

  /** The work of importing source files. */
  public static StageWork work(Sources sources, ImportSettings settings) {
    List<ImportUnit> units = sources.units();
    List<Recipe.Input> inputs = new ArrayList<>();
    for (ImportUnit unit : units) {
      for (int side = 0; side < unit.files().size(); side++) {
        String file = unit.files().get(side);
        String role = unit.unit() + "." + side;
        inputs.add(new Recipe.Input(role, fileName(file), sources.digest(file).sha256()));
      }
    }
    List<Recipe.Fact> facts = new ArrayList<>();
    settings
        .columns()
        .ifPresent(
            columns -> facts.add(new Recipe.Fact("columns", String.join(",", columns.names()))));
    if (settings.header()) {
      facts.add(new Recipe.Fact("header", "true"));
    }
    facts.add(new Recipe.Fact("shard-size", Long.toString(settings.shardBytes())));
    Recipe recipe = new Recipe(TYPE, facts, inputs);
    return new BeamWork(
        recipe,
        units.size(),
        sources.bytes(),
        1,
        units.stream()
            .flatMap(unit -> unit.files().stream())
            .anyMatch(file -> !Location.isRemote(file)),
        (pipeline, output) -> {
          ImportTable.Settings table = settings.of(output.stores(), units);
          Commit commit =
              Commit.of(output, recipe, ImportTable.tables(table.columns()), units.size())
                  .allowing(table.maxBadLines());
          pipeline
              .apply("Import", ImportTable.of(units, table, output).ofVersions(sources.versions()))
              .apply("Commit", CommitOutput.of(commit));
        });
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Imports files into a workspace, and prints where the output lies. */
  public static void main(String[] args) {
    StageMain.run(args, Options.class, ImportPipeline::work);
  }

  static StageWork work(Options options, Stores stores) throws IOException {
    List<String> files = Stream.of(options.getFiles().split(",", -1)).toList();
    Optional<Columns> columns =
        Optional.ofNullable(options.getColumns())
            .map(names -> new Columns(List.of(names.split(",", -1))));
    ImportSettings settings =
        new ImportSettings(
            "--columns",
            columns,
            options.getHeader(),
            options.getShardSize(),
            options.getMaxBadLines());
    SourcePattern pattern = new SourcePattern("--files", files, options.getSideBySide());
    Sources sources;
    try {
      sources = pattern.find(stores, Path.of(""), columns, file -> Optional.empty());
    } catch (MissingSourceException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return work(sources, settings);
  }
}
