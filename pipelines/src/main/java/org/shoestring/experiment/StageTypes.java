package org.shoestring.experiment;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.pipeline.ImportPipeline;
import org.shoestring.pipeline.PipePipeline;
import org.shoestring.pipeline.PreprocessPipeline;
import org.shoestring.pipeline.ScorePipeline;
import org.shoestring.pipeline.ShardPipeline;
import org.shoestring.pipeline.SplitPipeline;
import org.shoestring.spec.UsageException;
import org.shoestring.train.TrainWork;

/** The types of stages that an experiment can have; a stage's type is the key that names one. */
final class StageTypes {
  private static final Map<String, Reader> TYPES =
      new TreeMap<>(
          Map.of(
              ImportPipeline.TYPE, plain(ImportStage::read),
              PreprocessPipeline.TYPE, plain(PreprocessStage::read),
              TrainWork.TYPE, TrainStage::read,
              PipePipeline.TYPE, PipeStage::read,
              ShardPipeline.TYPE, plain(ShardStage::read),
              SplitPipeline.TYPE, plain(SplitStage::read),
              ScorePipeline.TYPE, plain(ScoreStage::read)));

  private StageTypes() {}

  /** Reads the settings of a stage of one type. */
  private interface Reader {
    Stage read(String name, YamlNode.Fields fields, Set<String> stages, CommandSettings commands);
  }

  /** The same for stages without a command. */
  private interface PlainReader {
    Stage read(String name, YamlNode.Fields fields, Set<String> stages);
  }

  private static Reader plain(PlainReader reader) {
    return (name, fields, stages, commands) -> reader.read(name, fields, stages);
  }

  /**
   * Reads a stage.
   *
   * @param stages the names of all stages
   * @param commands how commands run, unless a stage says otherwise
   */
  static Stage read(
      String name, YamlNode.Fields fields, Set<String> stages, CommandSettings commands) {
    List<String> types = fields.fields().keySet().stream().filter(TYPES::containsKey).toList();
    if (types.size() != 1) {
      throw new UsageException(
          fields.where()
              + ": stage "
              + name
              + (types.isEmpty() ? " has no type" : " has the types " + String.join(" and ", types))
              + "; give it exactly one of the keys "
              + String.join(", ", TYPES.keySet()));
    }
    Reader reader = TYPES.get(types.get(0));
    if (reader == null) {
      throw new IllegalStateException(types.get(0));
    }
    return reader.read(name, fields, stages, commands);
  }
}
