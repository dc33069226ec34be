package org.shoestring.transform.importing;

import java.io.Serializable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.shoestring.table.Output;
import org.shoestring.table.record.TableName;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.Rejects;
import org.shoestring.transform.WorkSource;
import org.shoestring.tsv.Columns;

/**
 * Makes a table of files that others wrote: plain or compressed, TSV or parallel text side by side.
 * Every file is cut into shards as it is read, and each shard is kept as soon as it is written, so
 * that an import that was killed goes on from its last shard.
 */
public final class ImportTable extends PTransform<PBegin, PCollection<WrittenShard>> {
  private static final long serialVersionUID = 1;

  /** The raw bytes after which a shard ends, unless asked otherwise: 64 MiB. */
  public static final long SHARD_BYTES = 64L << 20;

  private final List<ImportUnit> units;
  private final Settings settings;
  private final Output output;
  private final Map<String, SourceVersion> versions;

  private ImportTable(
      List<ImportUnit> units,
      Settings settings,
      Output output,
      Map<String, SourceVersion> versions) {
    this.units = units;
    this.settings = settings;
    this.output = output;
    this.versions = Map.copyOf(versions);
  }

  /**
   * How lines become a table.
   *
   * @param columns the columns of every line
   * @param shardBytes raw bytes after which a shard ends with its current line
   * @param maxBadLines how many lines may be set aside as rejects before the import fails
   * @param header whether the first line of every file names its columns
   */
  public record Settings(Columns columns, long shardBytes, long maxBadLines, boolean header)
      implements Serializable {

    /** Settings for files without a header. */
    public Settings(Columns columns, long shardBytes, long maxBadLines) {
      this(columns, shardBytes, maxBadLines, false);
    }

    public Settings {
      if (shardBytes < 1 || maxBadLines < 0) {
        throw new IllegalArgumentException(
            "shard size " + shardBytes + ", bad lines " + maxBadLines);
      }
    }
  }

  public static ImportTable of(List<ImportUnit> units, Settings settings, Output output) {
    return new ImportTable(List.copyOf(units), settings, output, Map.of());
  }

  /**
   * The same import of these versions of the files: it fails if one is of another by the time that
   * its lines are recorded. A copy of that very file on this machine, if there is one, spares its
   * store.
   *
   * @param ofFiles by path
   */
  public ImportTable ofVersions(Map<String, SourceVersion> ofFiles) {
    return new ImportTable(units, settings, output, ofFiles);
  }

  /** The tables that come out: the lines, and the bad ones as text. */
  public static Map<String, Columns> tables(Columns columns) {
    Map<String, Columns> tables = new LinkedHashMap<>();
    tables.put(TableName.MAIN, columns);
    tables.put(TableName.REJECTED, Rejects.columns(List.of("text")));
    return tables;
  }

  /** The coder of a unit with the versions of its files. */
  public static Coder<KV<ImportUnit, Map<String, SourceVersion>>> versionedCoder() {
    return KvCoder.of(
        ImportUnit.UnitCoder.of(),
        MapCoder.of(StringUtf8Coder.of(), SerializableCoder.of(SourceVersion.class)));
  }

  @Override
  public PCollection<WrittenShard> expand(PBegin begin) {
    ImportFn work = new ImportFn(settings, output);
    return begin
        .apply(
            "Files",
            WorkSource.sparing(
                units.stream().map(this::versioned).toList(),
                versionedCoder(),
                new SpareImport(work, output)))
        .apply("ImportFile", ParDo.of(work));
  }

  private KV<ImportUnit, Map<String, SourceVersion>> versioned(ImportUnit unit) {
    Map<String, SourceVersion> ofFiles = new HashMap<>();
    for (String file : unit.files()) {
      Optional.ofNullable(versions.get(file)).ifPresent(version -> ofFiles.put(file, version));
    }
    return KV.of(unit, ofFiles);
  }
}
