package org.shoestring.experiment.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.CommandSettings;
import org.shoestring.experiment.KnownTables;
import org.shoestring.experiment.Lineage;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.StageContext;
import org.shoestring.experiment.StageType;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.pipeline.SplitPipeline;
import org.shoestring.pipeline.StageWork;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.split.Parts;
import org.shoestring.shuffle.split.Share;
import org.shoestring.shuffle.split.Split;
import org.shoestring.shuffle.split.Split.By;
import org.shoestring.transform.splitting.SplitLines;
import org.shoestring.transform.splitting.SplitTable;
import org.shoestring.tsv.Columns;

/** {@code split: INPUT}, {@code into} named parts, {@code by} position, hash or label. */
record SplitStage(
    String name,
    String where,
    Reference input,
    By by,
    List<String> columns,
    Parts parts,
    @Nullable Seed seed)
    implements Stage {

  /** Its type. */
  public static final class Type implements StageType {
    @Override
    public String name() {
      return SplitPipeline.TYPE;
    }

    @Override
    public Stage read(
        String name, YamlNode.Fields fields, Set<String> stages, CommandSettings commands) {
      return SplitStage.read(name, fields);
    }
  }

  private static Stage read(String name, YamlNode.Fields fields) {
    String type = SplitPipeline.TYPE;
    fields.allow("a " + type + " stage", List.of(type, "into", "by", "columns", "seed"));
    YamlNode input = fields.require(type, "stage " + name);
    YamlNode by = fields.get("by");
    YamlNode columns = fields.get("columns");
    SplitStage stage =
        new SplitStage(
            name,
            fields.where(),
            Reference.parse(input.where(), input.text(type)).whole(type),
            by == null ? By.POSITION : By.named(by.where(), by.text("by")),
            columns == null ? List.of() : columns.texts("columns"),
            parts(fields.require("into", "stage " + name)),
            CommonFields.seed(fields));
    stage.split(Seed.of(0)); // Fails here and now if the settings do not fit together.
    return stage;
  }

  private static Parts parts(YamlNode into) {
    List<Parts.Part> parts = new ArrayList<>();
    into.fields("into")
        .fields()
        .forEach(
            (part, share) -> {
              String where = share.where() + ": part " + part;
              parts.add(new Parts.Part(part, Share.parse(where, share.text(part))));
            });
    return new Parts(into.where() + ": into", parts);
  }

  private Split split(Seed used) {
    return new Split(by, columns, parts, used);
  }

  @Override
  public String type() {
    return SplitPipeline.TYPE;
  }

  @Override
  public List<Reference> inputs() {
    return List.of(input);
  }

  @Override
  public Optional<Map<String, Columns>> tables(KnownTables known) {
    Split split = split(Seed.of(0));
    return known
        .columns(input)
        .map(
            columns -> {
              List<String> unused = split.columnsOf(columns);
              return SplitTable.tables(split, columns);
            });
  }

  @Override
  public StageWork work(StageContext context) {
    return SplitPipeline.work(context.table(input), split(context.seed(seed)));
  }

  @Override
  public Lineage lineage(StageContext context) throws IOException {
    SplitLines lines = new SplitLines(split(context.seed(seed)), context.table(input));
    return (part, line) -> new Lineage.InputLine(input, lines.of(context.table(this, part), line));
  }
}
