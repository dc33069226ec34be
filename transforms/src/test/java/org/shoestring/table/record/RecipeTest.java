package org.shoestring.table.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.shoestring.table.record.Recipe.Fact;
import org.shoestring.table.record.Recipe.Input;

class RecipeTest {

  @Property
  void key_anyTwoRecipes_isTheSameForEqualOnesOnly(
      @ForAll("recipes") Recipe one, @ForAll("recipes") Recipe other) {
    assertThat(one.key().equals(other.key()))
        .isEqualTo(withoutKeys(one).equals(withoutKeys(other)));
  }

  @Test
  void key_textMovedBetweenFields_isAnother() {
    List<Recipe> recipes = new ArrayList<>();
    recipes.add(new Recipe("ab", List.of(), List.of()));
    recipes.add(new Recipe("a", List.of(new Fact("b", "")), List.of()));
    recipes.add(new Recipe("a", List.of(new Fact("", "b")), List.of()));
    recipes.add(new Recipe("a", List.of(), List.of(new Input("b", "", ""))));
    recipes.add(new Recipe("a", List.of(), List.of(new Input("", "", "b"))));
    recipes.add(new Recipe("a", List.of(new Fact("b", ""), new Fact("", "")), List.of()));
    recipes.add(new Recipe("a", List.of(new Fact("b", "")), List.of(new Input("", "", ""))));
    recipes.add(new Recipe("a", List.of(new Fact("", "")), List.of(new Input("b", "", ""))));

    assertThat(recipes.stream().map(Recipe::key)).doesNotHaveDuplicates();
  }

  @Test
  void key_keyOfAnInput_isNotHashed() {
    Recipe one = new Recipe("score", List.of(), List.of(new Input("hyp", "key 1", "digest")));
    Recipe other = new Recipe("score", List.of(), List.of(new Input("hyp", "key 2", "digest")));

    assertThat(one.key()).isEqualTo(other.key());
  }

  // { printf '\0\0\0\014shoestring 1\0\0\0\6import\0\0\0\0011\0\0\0\7columns\0\0\0\5en,de'
  //   printf '\0\0\0\6source\0\0\0\3abc'; } | sha256sum
  @Test
  void key_oneRecipe_staysWhatItIs() {
    Recipe recipe =
        new Recipe(
            "import",
            List.of(new Fact("columns", "en,de")),
            List.of(new Input("source", "-", "abc")));

    assertThat(recipe.key()).isEqualTo("f6f92bbd0f42c6af228dbae235ca515e");
    assertThat(recipe.outputName()).isEqualTo("import-" + recipe.key());
  }

  @Provide
  Arbitrary<Recipe> recipes() {
    Arbitrary<String> text = Arbitraries.of("", "a", "b", "ab");
    Arbitrary<Fact> fact = Combinators.combine(text, text).as(Fact::new);
    Arbitrary<Input> input = Combinators.combine(text, text, text).as(Input::new);
    return Combinators.combine(text, fact.list().ofMaxSize(2), input.list().ofMaxSize(2))
        .as(Recipe::new);
  }

  private static Recipe withoutKeys(Recipe recipe) {
    return new Recipe(
        recipe.type(),
        recipe.facts(),
        recipe.inputs().stream()
            .map(input -> new Input(input.role(), "", input.digest()))
            .toList());
  }
}
