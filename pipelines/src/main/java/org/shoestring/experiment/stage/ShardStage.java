package org.shoestring.experiment.stage;

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
import org.shoestring.pipeline.ShardPipeline;
import org.shoestring.pipeline.StageWork;
import org.shoestring.pipeline.verify.Verification;
import org.shoestring.shuffle.Balance;
import org.shoestring.shuffle.Seed;
import org.shoestring.shuffle.ShardSize;
import org.shoestring.shuffle.ShufflePlan;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Kind;
import org.shoestring.spec.UsageException;
import org.shoestring.table.record.TableName;
import org.shoestring.tsv.Columns;

/**
 * {@code shard: INPUT}, {@code into} so many shards, or of so many {@code lines} or bytes; {@code
 * balance} says what they have equally many of.
 */
record ShardStage(
    String name,
    String where,
    Reference input,
    ShardSize size,
    @Nullable Seed seed,
    Balance balance)
    implements Stage {
  private static final Kind NUMBER = new Kind.Whole(1, Long.MAX_VALUE);

  /** Its type. */
  public static final class Type implements StageType {
    @Override
    public String name() {
      return ShardPipeline.TYPE;
    }

    @Override
    public Stage read(
        String name, YamlNode.Fields fields, Set<String> stages, CommandSettings commands) {
      return ShardStage.read(name, fields);
    }
  }

  private static Stage read(String name, YamlNode.Fields fields) {
    String type = ShardPipeline.TYPE;
    fields.allow(
        "a " + type + " stage", List.of(type, "into", "lines", "bytes", "seed", "balance"));
    YamlNode input = fields.require(type, "stage " + name);
    Reference reference = Reference.parse(input.where(), input.text(type)).whole(type);
    YamlNode balance = fields.get("balance");
    return new ShardStage(
        name,
        fields.where(),
        reference,
        size(name, fields),
        CommonFields.seed(fields),
        balance == null ? Balance.LINES : Balance.of(SpecReader.one(balance, "balance")));
  }

  private static ShardSize size(String name, YamlNode.Fields fields) {
    List<String> given =
        List.of("into", "lines", "bytes").stream().filter(key -> fields.get(key) != null).toList();
    if (given.size() != 1) {
      throw new UsageException(
          fields.where()
              + ": stage "
              + name
              + " needs exactly one of into (how many shards), lines or bytes (of a shard), but has "
              + (given.isEmpty() ? "none" : String.join(" and ", given)));
    }
    String key = given.get(0);
    YamlNode value = fields.require(key, "stage " + name);
    String where = value.where() + ": " + key;
    return switch (key) {
      case "into" -> ShardSize.shards(where, Long.parseLong(value.value(key, NUMBER)));
      case "lines" -> ShardSize.lines(where, Long.parseLong(value.value(key, NUMBER)));
      default -> ShardSize.bytes(where, Bytes.parse(where, value.text(key)));
    };
  }

  @Override
  public String type() {
    return ShardPipeline.TYPE;
  }

  @Override
  public List<Reference> inputs() {
    return List.of(input);
  }

  @Override
  public Optional<Map<String, Columns>> tables(KnownTables known) {
    return known
        .columns(input)
        .map(
            columns -> {
              int[] unused = balance.fields(columns);
              return Map.of(TableName.MAIN, columns);
            });
  }

  @Override
  public StageWork work(StageContext context) {
    return ShardPipeline.work(context.table(input), size, context.seed(seed), balance);
  }

  @Override
  public Lineage lineage(StageContext context) {
    ShufflePlan plan = plan(context);
    return (table, position) -> new Lineage.InputLine(input, plan.line(position));
  }

  @Override
  public Verification verification(StageContext context) {
    return Stage.super.verification(context).shuffled(context.table(input), plan(context), balance);
  }

  private ShufflePlan plan(StageContext context) {
    return ShardPipeline.plan(context.table(input), size, context.seed(seed));
  }
}
