package org.shoestring.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shoestring.step.Chains.apply;
import static org.shoestring.step.Chains.enDe;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.shoestring.spec.Catalog;
import org.shoestring.spec.Parameter;
import org.shoestring.spec.UsageException;
import org.shoestring.step.filter.Length;
import org.shoestring.step.normalize.Select;

class StepCatalogTest {

  @Test
  void load_usersStep_isListedAndRuns() {
    assertThat(StepCatalog.all().list()).extracting(StepEntry::name).contains("reverse-words");
    assertThat(apply(enDe("reverse-words:columns=en"), "a b c", "d e"))
        .containsExactly("change", "c b a", "d e");
  }

  @Test
  void named_unknown_listsTheKnown() {
    assertThatThrownBy(() -> StepCatalog.all().named("x.yaml:7", "lenght"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "x.yaml:7: unknown step 'lenght' (did you mean length?); known: beside-empty,"
                + " beside-unknown, deduplicate, empty, frequency, identical, known-words,"
                + " length, length-ratio, lowercase, normalize-whisper, normalize-whitespace,"
                + " reverse-words, select, tokenize");
  }

  @Test
  void new_nameClash_isAnErrorThatNamesBothClasses() {
    StepType other =
        new DelegatingType(new Length()) {
          @Override
          public String summary() {
            return "Another.";
          }
        };

    assertThatThrownBy(() -> new Catalog<StepEntry>("step", List.of(new Length(), other)))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "two classes define the step 'length': org.shoestring.step.filter.Length and "
                + other.getClass().getName()
                + "; rename one of the two, or remove it from the class path");
  }

  @Test
  void parameters_anyStep_endWithColumnsOnce() {
    assertThat(StepCatalog.parameters(new Length()))
        .extracting(Parameter::name)
        .containsExactly("max", "min", "unit", "columns");
    assertThat(StepCatalog.parameters(new Select()))
        .extracting(Parameter::name)
        .containsExactly("columns");
  }
}
