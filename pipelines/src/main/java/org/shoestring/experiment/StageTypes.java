package org.shoestring.experiment;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.shoestring.experiment.yaml.YamlNode;
import org.shoestring.spec.Services;
import org.shoestring.spec.UsageException;

/** The types of stages that an experiment can have; a stage's type is the key that names one. */
final class StageTypes {
  private final Map<String, StageType> types = new TreeMap<>();

  private StageTypes() {
    for (StageType type : Services.load(StageType.class)) {
      StageType other = types.putIfAbsent(type.name(), type);
      if (other != null) {
        throw UsageException.sameName("stage type", type.name(), other, type);
      }
    }
  }

  /** All there are. */
  static StageTypes load() {
    return new StageTypes();
  }

  /**
   * Reads a stage.
   *
   * @param stages the names of all stages
   * @param commands how commands run, unless a stage says otherwise
   */
  Stage read(String name, YamlNode.Fields fields, Set<String> stages, CommandSettings commands) {
    List<String> named = fields.fields().keySet().stream().filter(types::containsKey).toList();
    if (named.size() != 1) {
      throw new UsageException(
          fields.where()
              + ": stage "
              + name
              + (named.isEmpty() ? " has no type" : " has the types " + String.join(" and ", named))
              + "; give it exactly one of the keys "
              + String.join(", ", types.keySet()));
    }
    return Objects.requireNonNull(types.get(named.get(0))).read(name, fields, stages, commands);
  }
}
