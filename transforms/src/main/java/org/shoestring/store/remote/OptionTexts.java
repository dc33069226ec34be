package org.shoestring.store.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.common.ReflectHelpers;

/** The options of Beam that stores read and that are set: JSON texts by their names, and back. */
public final class OptionTexts {
  private static final String OPTIONS = "options";

  private OptionTexts() {}

  /** As they are now. */
  static Map<String, JsonNode> of(PipelineOptions beam) {
    String shown = beam.toString();
    List<String> names = names().stream().filter(name -> isSet(shown, name)).toList();
    Map<String, JsonNode> set = new TreeMap<>();
    if (names.isEmpty()) {
      return set; // To have Beam write all of them takes a while.
    }
    JsonNode all = mapper().<JsonNode>valueToTree(beam).path(OPTIONS);
    for (String name : names) {
      JsonNode value = all.path(name);
      if (!value.isMissingNode() && !value.isNull()) {
        set.put(name, value);
      }
    }
    return set;
  }

  /**
   * Whether an option may be set, or its default was asked for.
   *
   * @param shown the options as Beam prints them: a line each, of those that they hold
   */
  static boolean isSet(String shown, String name) {
    return shown.contains("\n  " + name + ": ");
  }

  /** New options, set to these. */
  public static PipelineOptions options(Map<String, String> texts) {
    try {
      ObjectNode set = mapper().createObjectNode();
      for (Map.Entry<String, String> option : texts.entrySet()) {
        set.set(option.getKey(), mapper().readTree(option.getValue()));
      }
      ObjectNode all = mapper().createObjectNode();
      all.set(OPTIONS, set);
      return mapper().treeToValue(all, PipelineOptions.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Beam cannot read its own options: " + texts.keySet(), e);
    }
  }

  /** As Beam itself writes and reads options. */
  private static ObjectMapper mapper() {
    return new ObjectMapper()
        .registerModules(ObjectMapper.findModules(ReflectHelpers.findClassLoader()));
  }

  /** The names of all options that stores read. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (BucketProvider provider : BucketProvider.all().values()) {
      for (Class<?> type : provider.options()) {
        for (Method method : type.getDeclaredMethods()) {
          String name = method.getName().replaceFirst("^(get|is)(?=[A-Z])", "");
          if (!name.equals(method.getName())) {
            names.add(Introspector.decapitalize(name));
          }
        }
      }
    }
    return names;
  }
}
