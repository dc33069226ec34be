package org.shoestring.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Spec;
import org.shoestring.step.Step;
import org.shoestring.step.StepCatalog;
import org.shoestring.step.StepOutputs;
import org.shoestring.step.Verdict;
import org.shoestring.testing.TestOutputs;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

/** How to test a step that reads another stage's output: with rows of the test, in plain Java. */
class KnownWordsTest {

  @Test
  void docs_snippet_isOfTheExample() throws IOException {
    String page = Files.readString(Path.of("../docs/steps.md"));
    int start = page.indexOf("```java\n") + "```java\n".length();

    assertThat(Files.readString(Path.of("src/test/java/org/shoestring/examples/KnownWords.java")))
        .contains(page.substring(start, page.indexOf("```", start)));
  }

  @Test
  void apply_wordThatIsNoLineOfTheTable_rejectsTheRow() {
    KnownWords type = new KnownWords();
    Arguments arguments =
        Arguments.bind(
            "step", Spec.parse("test", "known-words:words"), StepCatalog.parameters(type));
    StepOutputs outputs =
        StepOutputs.of(
            Map.of("vocabulary", TestOutputs.table(Columns.of("word"), "a", "small", "dog")));

    Step step = type.bind(arguments, Columns.of("en"), outputs);

    assertThat(step.apply(TsvRow.of("a dog"))).isSameAs(Verdict.keep());
    assertThat(step.apply(TsvRow.of("a big dog")).detail()).isEqualTo("big");
  }
}
