package org.shoestring.experiment.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.shoestring.table.record.Recipe;

class RecipeDiffTest {
  private static final Recipe BEFORE =
      new Recipe(
          "pipe",
          List.of(
              new Recipe.Fact("command", "a"),
              new Recipe.Fact("file", "1"),
              new Recipe.Fact("file", "2")),
          List.of(new Recipe.Input("input", "k1", "d1"), new Recipe.Input("0", "k2", "d2")));

  private static List<String> changes(Recipe now, String... inputs) {
    return RecipeDiff.between(BEFORE, now, List.of(inputs));
  }

  @Test
  void between_same_isNothing() {
    assertThat(changes(BEFORE, "raw", "model")).isEmpty();
  }

  @Test
  void between_otherFacts_namesThemOnce() {
    Recipe now =
        new Recipe(
            "pipe",
            List.of(
                new Recipe.Fact("command", "b"),
                new Recipe.Fact("file", "3"),
                new Recipe.Fact("seed", "1")),
            BEFORE.inputs());
    assertThat(changes(now, "raw", "model"))
        .containsExactly("command changed", "file changed", "seed changed");
  }

  @Test
  void between_otherInputs_namesTheirStages() {
    Recipe now =
        new Recipe(
            "pipe",
            BEFORE.facts(),
            List.of(new Recipe.Input("input", "k3", "d1"), new Recipe.Input("0", "k4", "d4")));
    assertThat(changes(now, "raw", "model")).containsExactly("model changed");
    assertThat(changes(now)).containsExactly("k4 changed");
  }

  @Test
  void between_fewerInputs_saysSo() {
    Recipe now = new Recipe("pipe", BEFORE.facts(), BEFORE.inputs().subList(0, 1));
    assertThat(changes(now, "raw")).containsExactly("its inputs changed");
  }

  @Test
  void between_otherType_namesTheOldOne() {
    assertThat(changes(new Recipe("train", BEFORE.facts(), BEFORE.inputs())))
        .containsExactly("its type was pipe");
  }
}
