package org.shoestring.experiment.plan;

import java.util.ArrayList;
import java.util.List;
import org.shoestring.table.record.Recipe;

/** What differs between two recipes, for people. */
public final class RecipeDiff {
  private RecipeDiff() {}

  /**
   * The differences, a short sentence each.
   *
   * @param inputs names for the inputs of {@code now}, in order, where there are as many
   */
  public static List<String> between(Recipe before, Recipe now, List<String> inputs) {
    List<String> changes = new ArrayList<>();
    if (!before.type().equals(now.type())) {
      changes.add("its type was " + before.type());
    }
    for (String name : names(before, now)) {
      List<String> old = withoutDigests(before, values(before, name));
      List<String> current = withoutDigests(now, values(now, name));
      if (!old.equals(current)) {
        changes.add(name + " changed");
      }
    }
    int count = Math.max(before.inputs().size(), now.inputs().size());
    for (int i = 0; i < count; i++) {
      if (i >= before.inputs().size()
          || i >= now.inputs().size()
          || !before.inputs().get(i).digest().equals(now.inputs().get(i).digest())) {
        changes.add(name(now, i, inputs) + " changed");
      }
    }
    return changes.stream().distinct().toList();
  }

  /** Settings that name the content of inputs, which is told of the inputs. */
  private static List<String> withoutDigests(Recipe recipe, List<String> values) {
    List<String> result = new ArrayList<>(values);
    for (int i = 0; i < recipe.inputs().size(); i++) {
      String digest = recipe.inputs().get(i).digest();
      String number = "{" + i + "}";
      result.replaceAll(value -> value.replace(digest, number));
    }
    return result;
  }

  private static String name(Recipe now, int i, List<String> inputs) {
    if (inputs.size() == now.inputs().size() && i < inputs.size()) {
      return inputs.get(i);
    }
    return i < now.inputs().size() ? now.inputs().get(i).key() : "its inputs";
  }

  private static List<String> names(Recipe before, Recipe now) {
    List<Recipe.Fact> facts = new ArrayList<>(before.facts());
    facts.addAll(now.facts());
    return facts.stream().map(Recipe.Fact::name).distinct().toList();
  }

  /** The values of a fact, in order. */
  public static List<String> values(Recipe recipe, String name) {
    return recipe.facts().stream()
        .filter(fact -> fact.name().equals(name))
        .map(Recipe.Fact::value)
        .toList();
  }
}
