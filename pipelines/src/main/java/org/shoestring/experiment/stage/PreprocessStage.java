package org.shoestring.experiment.stage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.shoestring.experiment.CommandSettings;
import org.shoestring.experiment.FinishedOutput;
import org.shoestring.experiment.KnownTables;
import org.shoestring.experiment.Lineage;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.StageContext;
import org.shoestring.experiment.StageType;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.pipeline.PreprocessPipeline;
import org.shoestring.pipeline.StageWork;
import org.shoestring.spec.OutputForm;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.step.OutputParameter;
import org.shoestring.step.StepCatalog;
import org.shoestring.table.record.TableName;
import org.shoestring.transform.steps.ApplySteps;
import org.shoestring.transform.steps.KeptLines;
import org.shoestring.transform.steps.StepList;
import org.shoestring.tsv.Columns;

/** {@code preprocess: INPUT}, with {@code steps}. */
public record PreprocessStage(
    String name, String where, Reference input, StepList steps, List<Reference> outputs)
    implements Stage {
  public PreprocessStage {
    outputs = List.copyOf(outputs);
  }

  /** Its type. */
  public static final class Type implements StageType {
    @Override
    public String name() {
      return PreprocessPipeline.TYPE;
    }

    @Override
    public Stage read(
        String name, YamlNode.Fields fields, Set<String> stages, CommandSettings commands) {
      return PreprocessStage.read(name, fields);
    }
  }

  private static Stage read(String name, YamlNode.Fields fields) {
    String type = PreprocessPipeline.TYPE;
    fields.allow("a " + type + " stage", List.of(type, "steps"));
    YamlNode input = fields.require(type, "stage " + name);
    List<Spec> specs = SpecReader.read(fields.require("steps", "stage " + name), "step");
    StepCatalog.check(specs);
    StepList steps = StepList.of(specs);
    List<Reference> outputs = steps.outputs().stream().map(PreprocessStage::reference).toList();
    Reference reference = Reference.parse(input.where(), input.text(type)).whole(type);
    return new PreprocessStage(name, fields.where(), reference, steps, outputs);
  }

  /** The output of another stage that a step reads. */
  private static Reference reference(OutputParameter parameter) {
    Reference reference = Reference.parse(parameter.where(), parameter.value());
    if (parameter.form() == OutputForm.FILES && !reference.columns().isEmpty()) {
      throw new UsageException(
          parameter.where() + ": files have no columns; write only " + reference.output());
    }
    UsageException.checkDistinct(parameter.where(), "column", reference.columns());
    return reference;
  }

  @Override
  public String type() {
    return PreprocessPipeline.TYPE;
  }

  @Override
  public List<Reference> inputs() {
    return Stream.concat(Stream.of(input), outputs.stream()).toList();
  }

  @Override
  public Optional<Map<String, Columns>> tables(KnownTables known) {
    StepList planned = planned(known);
    return known
        .columns(input)
        .map(columns -> ApplySteps.tables(columns, ApplySteps.planned(planned, columns).output()));
  }

  /** The steps, with what is known of the outputs that they read. */
  private StepList planned(KnownTables known) {
    StepList planned = steps;
    List<OutputParameter> parameters = steps.outputs();
    for (int i = 0; i < parameters.size(); i++) {
      OutputParameter parameter = parameters.get(i);
      Reference output = outputs.get(i);
      Optional<OutputForm> form = known.form(output);
      if (form.isPresent() && form.get() != parameter.form()) {
        throw parameter.isOther(output.stage());
      }
      known.check(output);
      if (parameter.form() == OutputForm.TABLE) {
        Optional<List<String>> columns = known.chosen(output);
        if (columns.isPresent()) {
          planned = planned.planned(parameter, new Columns(columns.get()));
        }
      }
    }
    return planned;
  }

  @Override
  public StageWork work(StageContext context) {
    StepList found = steps;
    List<OutputParameter> parameters = steps.outputs();
    for (int i = 0; i < parameters.size(); i++) {
      OutputParameter parameter = parameters.get(i);
      Reference output = outputs.get(i);
      FinishedOutput finished = context.output(output.stage());
      boolean isFiles = finished.manifest().tables().isEmpty();
      if (isFiles != (parameter.form() == OutputForm.FILES)) {
        throw parameter.isOther(output.stage());
      }
      found =
          isFiles
              ? found.with(
                  parameter,
                  finished.output().stores(),
                  finished.output().folder(),
                  finished.manifest())
              : found.with(parameter, context.table(output), output.columns());
    }
    return PreprocessPipeline.work(context.table(input), found);
  }

  @Override
  public Lineage lineage(StageContext context) {
    KeptLines lines =
        new KeptLines(
            context.table(input),
            context.table(this, TableName.MAIN),
            context.table(this, TableName.REJECTED));
    return (table, line) ->
        new Lineage.InputLine(
            input, table.equals(TableName.MAIN) ? lines.ofKept(line) : lines.ofRejected(line));
  }
}
