package org.shoestring.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.shoestring.pipeline.PreprocessPipeline;
import org.shoestring.pipeline.StageWork;
import org.shoestring.spec.Spec;
import org.shoestring.step.StepCatalog;
import org.shoestring.table.Table;
import org.shoestring.transform.steps.ApplySteps;
import org.shoestring.transform.steps.KeptLines;
import org.shoestring.tsv.Columns;

/** {@code preprocess: INPUT}, with {@code steps}. */
record PreprocessStage(String name, String where, Reference input, List<Spec> steps)
    implements Stage {

  static Stage read(String name, YamlNode.Fields fields, Set<String> stages) {
    String type = PreprocessPipeline.TYPE;
    fields.allow("a " + type + " stage", List.of(type, "steps"));
    YamlNode input = fields.require(type, "stage " + name);
    List<Spec> steps = Specs.read(fields.require("steps", "stage " + name), "step");
    StepCatalog.check(steps);
    Reference reference = Reference.parse(input.where(), input.text(type)).whole(type);
    return new PreprocessStage(name, fields.where(), reference, steps);
  }

  @Override
  public String type() {
    return PreprocessPipeline.TYPE;
  }

  @Override
  public List<Reference> inputs() {
    return List.of(input);
  }

  @Override
  public Optional<Map<String, Columns>> tables(KnownTables known) {
    return known
        .columns(input)
        .map(columns -> ApplySteps.tables(columns, ApplySteps.planned(steps, columns).output()));
  }

  @Override
  public StageWork work(StageContext context) {
    return PreprocessPipeline.work(context.table(input), steps);
  }

  @Override
  public Lineage lineage(StageContext context) {
    KeptLines lines =
        new KeptLines(
            context.table(input),
            context.table(this, Table.MAIN),
            context.table(this, Table.REJECTED));
    return (table, line) ->
        new Lineage.InputLine(
            input, table.equals(Table.MAIN) ? lines.ofKept(line) : lines.ofRejected(line));
  }
}
