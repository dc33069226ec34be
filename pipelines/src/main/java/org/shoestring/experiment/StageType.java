package org.shoestring.experiment;

import java.util.Set;
import org.shoestring.experiment.yaml.YamlNode;

/**
 * A type of stages that an experiment can have. There is one for each line of {@code
 * META-INF/services/org.shoestring.experiment.StageType}.
 */
public interface StageType {

  /** The key that gives a stage this type: {@code train}. */
  String name();

  /**
   * Reads a stage of this type.
   *
   * @param name of the stage
   * @param fields as the experiment has them
   * @param stages the names of all stages
   * @param commands how commands run, unless the stage says otherwise
   * @throws org.shoestring.spec.UsageException for what cannot be run, with file and line
   */
  Stage read(String name, YamlNode.Fields fields, Set<String> stages, CommandSettings commands);
}
