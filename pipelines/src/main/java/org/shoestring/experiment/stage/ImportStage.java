package org.shoestring.experiment.stage;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.shoestring.experiment.CommandSettings;
import org.shoestring.experiment.KnownTables;
import org.shoestring.experiment.Lineage;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.RunSettings;
import org.shoestring.experiment.SourcesRead;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.StageContext;
import org.shoestring.experiment.StageRecord;
import org.shoestring.experiment.StageType;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.pipeline.ImportPipeline;
import org.shoestring.pipeline.ImportSettings;
import org.shoestring.pipeline.StageWork;
import org.shoestring.pipeline.source.MissingSourceException;
import org.shoestring.pipeline.source.SourceDigest;
import org.shoestring.pipeline.source.SourcePattern;
import org.shoestring.pipeline.source.Sources;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Kind;
import org.shoestring.spec.UsageException;
import org.shoestring.store.config.UrlCredentials;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.importing.ImportTable;
import org.shoestring.transform.importing.ImportedLines;
import org.shoestring.tsv.Columns;

/** {@code import: FILE}, a glob, or a list of files side by side, with {@code columns}. */
public record ImportStage(String name, String where, SourcePattern pattern, ImportSettings settings)
    implements Stage {
  private static final List<String> KEYS =
      List.of(ImportPipeline.TYPE, "columns", "header", "shard-size", "max-bad-lines");

  /** Its type. */
  public static final class Type implements StageType {
    @Override
    public String name() {
      return ImportPipeline.TYPE;
    }

    @Override
    public Stage read(
        String name, YamlNode.Fields fields, Set<String> stages, CommandSettings commands) {
      return ImportStage.read(name, fields);
    }
  }

  private static Stage read(String name, YamlNode.Fields fields) {
    String type = ImportPipeline.TYPE;
    fields.allow("an " + type + " stage", KEYS);
    YamlNode files = fields.require(type, "stage " + name);
    YamlNode first = fields.get("header");
    boolean header = first != null && Boolean.parseBoolean(first.value("header", new Kind.Flag()));
    Optional<Columns> columns =
        header && fields.get("columns") == null
            ? Optional.empty()
            : Optional.of(CommonFields.columns(fields, name));
    YamlNode size = fields.get("shard-size");
    YamlNode bad = fields.get("max-bad-lines");
    long bytes =
        size == null
            ? ImportTable.SHARD_BYTES
            : Bytes.parse(size.where() + ": shard-size", size.text("shard-size"));
    long lines =
        bad == null
            ? 0
            : Long.parseLong(bad.value("max-bad-lines", new Kind.Whole(0, Long.MAX_VALUE)));
    files
        .someItems(type)
        .forEach(file -> UrlCredentials.refuse(file.where() + ": " + type, file.text(type)));
    SourcePattern pattern =
        new SourcePattern(files.where(), files.texts(type), files instanceof YamlNode.Items);
    ImportSettings settings = new ImportSettings(fields.where(), columns, header, bytes, lines);
    return new ImportStage(name, fields.where(), pattern, settings);
  }

  @Override
  public Stage running(RunSettings run) {
    return run.maxBadLines().isEmpty()
        ? this
        : new ImportStage(name, where, pattern, settings.allowing(run.maxBadLines().getAsLong()));
  }

  /** It leaves one for each shard, and how many those will be is not known. */
  @Override
  public boolean leavesOneRecordPerUnit() {
    return false;
  }

  @Override
  public List<String> sourcePatterns() {
    return pattern.patterns();
  }

  @Override
  public Optional<SourcesRead> sources(StageContext context) throws IOException {
    Sources sources = found(context);
    Map<String, SourceDigest> recorded =
        StageRecord.read(context.workspace(), context.experiment(), name).digests();
    List<SourceDigest> files = List.copyOf(sources.digests().values());
    List<SourceDigest> known =
        files.stream().filter(file -> file.equals(recorded.get(file.path()))).toList();
    return Optional.of(new SourcesRead(files, known, sources.bytes(), settings.shardBytes()));
  }

  @Override
  public String type() {
    return ImportPipeline.TYPE;
  }

  @Override
  public List<Reference> inputs() {
    return List.of();
  }

  @Override
  public Optional<Map<String, Columns>> tables(KnownTables known) {
    return settings.columns().map(ImportTable::tables);
  }

  @Override
  public StageWork work(StageContext context) throws IOException {
    StageRecord record = StageRecord.read(context.workspace(), context.experiment(), name);
    Map<String, SourceDigest> recorded = record.digests();
    try {
      Sources found =
          pattern.find(
              context.workspace().stores(),
              context.experiment().folder(),
              settings.columns(),
              path -> digest(context, recorded, path));
      context.sources().found(name, found);
      return ImportPipeline.work(found, settings);
    } catch (MissingSourceException e) {
      return recorded(context, record, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Lineage lineage(StageContext context) {
    Sources sources = found(context);
    ImportedLines lines =
        new ImportedLines(
            sources.units(),
            settings.header(),
            context.table(this, TableName.MAIN),
            context.table(this, TableName.REJECTED));
    return (table, line) ->
        new Lineage.SourceLines(
            table.equals(TableName.MAIN) ? lines.ofKept(line) : lines.ofRejected(line));
  }

  private Sources found(StageContext context) {
    return context
        .sources()
        .of(name)
        .orElseThrow(() -> new IllegalStateException(name + " was not looked at"));
  }

  /** What is known of a source file from this process, or else from the last run. */
  private Optional<SourceDigest> digest(
      StageContext context, Map<String, SourceDigest> recorded, String path) {
    return context
        .sources()
        .of(name)
        .filter(seen -> seen.digests().containsKey(path))
        .map(seen -> seen.digest(path))
        .or(() -> Optional.ofNullable(recorded.get(path)));
  }

  /** Takes the recorded sources for those that are not at hand, if there is nothing to import. */
  private StageWork recorded(StageContext context, StageRecord record, String missing)
      throws IOException {
    Sources sources = record.sources(pattern.patterns());
    if (sources == null) {
      throw new UsageException(missing);
    }
    StageWork work = ImportPipeline.work(sources, settings);
    if (context.workspace().output(work.recipe()).locate().manifest().isEmpty()) {
      throw new UsageException(
          missing + ", and what was imported from it before had other settings");
    }
    context.sources().found(name, sources);
    context
        .remarks()
        .accept(
            name
                + ": "
                + String.join(", ", pattern.patterns())
                + " cannot be found now; using what was imported from it before");
    return work;
  }
}
