package org.shoestring.experiment.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.shoestring.experiment.CommandSettings;
import org.shoestring.experiment.KnownTables;
import org.shoestring.experiment.Lineage;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.StageContext;
import org.shoestring.experiment.StageType;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.metric.MetricCatalog;
import org.shoestring.pipeline.ScorePipeline;
import org.shoestring.pipeline.StageWork;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.transform.scoring.ScoreTable;
import org.shoestring.tsv.Columns;

/** {@code score: INPUT}, {@code against} one or more references, by one or more metrics. */
public record ScoreStage(
    String name, String where, Reference input, List<Reference> against, List<Spec> metrics)
    implements Stage {

  /** Its type. */
  public static final class Type implements StageType {
    @Override
    public String name() {
      return ScorePipeline.TYPE;
    }

    @Override
    public Stage read(
        String name, YamlNode.Fields fields, Set<String> stages, CommandSettings commands) {
      return ScoreStage.read(name, fields);
    }
  }

  private static Stage read(String name, YamlNode.Fields fields) {
    String type = ScorePipeline.TYPE;
    fields.allow("a " + type + " stage", List.of(type, "against", "metric"));
    YamlNode input = fields.require(type, "stage " + name);
    List<Reference> against = new ArrayList<>();
    for (YamlNode reference : fields.require("against", "stage " + name).someItems("against")) {
      against.add(Reference.parse(reference.where(), reference.text("against")));
    }
    YamlNode metric = fields.require("metric", "stage " + name);
    metric.someItems("metric");
    List<Spec> metrics = SpecReader.read(metric, "metric");
    metrics.forEach(MetricCatalog::bind);
    Reference hypotheses = Reference.parse(input.where(), input.text(type));
    return new ScoreStage(name, fields.where(), hypotheses, against, metrics);
  }

  @Override
  public String type() {
    return ScorePipeline.TYPE;
  }

  @Override
  public List<Reference> inputs() {
    List<Reference> inputs = new ArrayList<>(List.of(input));
    inputs.addAll(against);
    return inputs;
  }

  @Override
  public Optional<Map<String, Columns>> tables(KnownTables known) {
    known.chosen(input).ifPresent(this::checkOne);
    against.forEach(
        reference -> {
          Optional<List<String>> unused = known.chosen(reference);
        });
    return Optional.of(ScoreTable.tables(metrics));
  }

  @Override
  public boolean isAsLargeAsInput() {
    return false;
  }

  @Override
  public StageWork work(StageContext context) {
    checkOne(input.columns().isEmpty() ? context.table(input).columns().names() : input.columns());
    List<ScoreTable.Text> hypotheses = texts(context, input);
    List<ScoreTable.Text> references = new ArrayList<>();
    against.forEach(reference -> references.addAll(texts(context, reference)));
    return ScorePipeline.work(hypotheses.get(0), references, metrics);
  }

  private void checkOne(List<String> chosen) {
    if (chosen.size() != 1) {
      throw new UsageException(
          input.where()
              + ": "
              + input.output()
              + " has the columns "
              + String.join(", ", chosen)
              + "; choose the one to score: "
              + input.output()
              + ":COLUMN");
    }
  }

  @Override
  public Lineage lineage(StageContext context) {
    return (table, line) -> {
      if (!table.equals(ScoreTable.STATISTICS)) {
        throw new UsageException(
            where
                + ": a line of "
                + name
                + "."
                + table
                + " is computed from all lines of "
                + input.output()
                + "; ask for "
                + name
                + "."
                + ScoreTable.STATISTICS
                + ", which has a line for each of them");
      }
      return new Lineage.InputLine(input, line);
    };
  }

  private static List<ScoreTable.Text> texts(StageContext context, Reference reference) {
    List<ScoreTable.Text> texts = new ArrayList<>();
    for (int field : context.fields(reference)) {
      texts.add(new ScoreTable.Text(context.table(reference), field));
    }
    return texts;
  }
}
