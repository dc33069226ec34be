package org.shoestring.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Catalog;
import org.shoestring.spec.OutputForm;
import org.shoestring.spec.Parameter;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.testing.TestOutputs;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.TsvRow;

class OutputParameterTest {
  private static final Columns WORD = Columns.of("word");

  /** A step type that declares a table, and binds as a test says. */
  private static class Reading extends DelegatingType {
    Reading() {
      super(new KnownWords());
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(Parameter.output("table", OutputForm.TABLE, "some rows"));
    }
  }

  private static Chain chain(StepType type, OutputSource source) {
    return Chain.bind(
        new Catalog<>("step", List.of(type)),
        List.of(Spec.parse("e.yaml:7", type.name() + ":t.rows")),
        Columns.of("en"),
        (spec, barrier, index) -> row -> Verdict.keep(),
        parameter -> source);
  }

  @Test
  void bind_stepByItself_readsRowsAndFilesOfATest(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("more.txt"), "c\nd\n");
    StepType type = new KnownWords();
    Arguments arguments =
        Arguments.bind(
            "step",
            Spec.parse("test", "known-words:vocabulary=x,lists=y"),
            StepCatalog.parameters(type));

    Step step =
        type.bind(
            arguments,
            Columns.of("en"),
            StepOutputs.of(
                Map.of(
                    "vocabulary", TestOutputs.table(WORD, "a", "b"),
                    "lists", TestOutputs.files(folder))));

    assertThat(step.apply(TsvRow.of("a d b"))).isSameAs(Verdict.keep());
    assertThat(step.apply(TsvRow.of("a e")).reason()).isEqualTo("unknown_word");
  }

  @Test
  void in_chain_givesEachWithItsPlace() {
    List<Spec> specs =
        List.of(
            Spec.parse("e.yaml:3", "lowercase"),
            Spec.parse("e.yaml:4", "known-words:words.main:en"),
            Spec.parse("e.yaml:5", "known-words:vocabulary=a,lists=b"));

    assertThat(OutputParameter.in(specs))
        .containsExactly(
            new OutputParameter(
                "e.yaml:4: step 'known-words': vocabulary",
                1,
                "vocabulary",
                OutputForm.TABLE,
                "words.main:en"),
            new OutputParameter(
                "e.yaml:5: step 'known-words': vocabulary", 2, "vocabulary", OutputForm.TABLE, "a"),
            new OutputParameter(
                "e.yaml:5: step 'known-words': lists", 2, "lists", OutputForm.FILES, "b"));
  }

  @Test
  void canonical_output_isItsContentAndNotItsName() {
    List<String> seen = new ArrayList<>();
    StepType type =
        new Reading() {
          @Override
          public Step bind(Arguments arguments, Columns input, StepOutputs outputs) {
            seen.add(arguments.text("table"));
            return row -> Verdict.keep();
          }
        };

    OutputSource source = TestOutputs.table(WORD, "a");
    Chain chain = chain(type, source);

    assertThat(chain.canonical())
        .containsExactly("known-words@1:table=" + source.identity() + ",columns=");
    assertThat(seen).containsExactly(source.identity());
  }

  @Test
  void check_typeThatCannotReadItsOutput_isNamedWithTheMethod() {
    StepType forgetful = new DelegatingType(new KnownWords()) {};

    assertThatThrownBy(() -> chain(forgetful, TestOutputs.table(WORD)))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "e.yaml:7: step 'known-words': the class "
                + forgetful.getClass().getName()
                + " has a parameter whose value is the output of another stage, but does not"
                + " implement bind(Arguments, Columns, StepOutputs), which would read it; add the"
                + " method to the class");
  }

  /** A type without any method that binds. */
  private static final class Unbound implements StepType {
    @Override
    public String name() {
      return "unbound";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public String summary() {
      return "Nothing.";
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }
  }

  @Test
  void check_typeThatBindsNothing_isNamedWithTheMethod() {
    Spec spec = Spec.parse("--steps", "unbound");

    assertThatThrownBy(() -> StepCatalog.arguments(new Unbound(), spec))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--steps: step 'unbound': the class org.shoestring.step.OutputParameterTest$Unbound does"
                + " not implement bind(Arguments, Columns); add the method to the class");
  }

  @Test
  void arguments_noValue_sayHowToGiveOne() {
    assertThatThrownBy(() -> OutputParameter.in(List.of(Spec.parse("e.yaml:7", "known-words"))))
        .hasMessage(
            "e.yaml:7: step 'known-words' needs the parameter vocabulary (a table with a word a"
                + " line); write known-words: {vocabulary: ...}");
    assertThatThrownBy(() -> OutputParameter.in(List.of(Spec.parse("e.yaml:7", "known-words: "))))
        .hasMessage(
            "e.yaml:7: step 'known-words': vocabulary must be the name of a table, but is ' '");
  }

  @Test
  void bind_chainOfRowsAlone_refusesOutputs() {
    List<Spec> specs = List.of(Spec.parse("e.yaml:7", "known-words:t"));

    assertThatThrownBy(() -> Chain.bind(specs, Columns.of("en")))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "e.yaml:7: step 'known-words': vocabulary: the output of another stage can be read only"
                + " in a preprocess stage or in the transform ApplySteps");
  }

  @Test
  void get_otherForm_isTheStepsFault() {
    StepType type =
        new Reading() {
          @Override
          public Step bind(Arguments arguments, Columns input, StepOutputs outputs) {
            Loaded<Path> unused = outputs.files("table", folder -> folder);
            return row -> Verdict.keep();
          }
        };

    assertThatThrownBy(() -> chain(type, TestOutputs.table(WORD)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "step 'known-words' asks for the files of its parameter 'table', which is of the other"
                + " kind");
  }

  @Test
  void apply_outputThatTheStepFailsOn_isNamedWithoutAPlaceInTheTable() {
    Chain chain = chain(new KnownWords(), TestOutputs.table(WORD, KnownWords.UNSPEAKABLE));

    assertThatThrownBy(() -> chain.apply(TsvRow.of("a")))
        .isInstanceOf(StepException.class)
        .hasMessage("step 'known-words': vocabulary: no word for it")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  /** A table that cannot be read at first. */
  private record Flaky(AtomicInteger failures) implements OutputSource.OfTable {
    @Override
    public String identity() {
      return "flaky";
    }

    @Override
    public Optional<Columns> columns() {
      return Optional.empty();
    }

    @Override
    public Rows rows() throws IOException {
      if (failures.getAndDecrement() > 0) {
        throw new IOException("no network");
      }
      return TestOutputs.table(WORD, "a").rows();
    }
  }

  @Test
  void apply_storeThatFails_isTriedAgainByTheNext() {
    Chain chain = chain(new KnownWords(), new Flaky(new AtomicInteger(1)));

    assertThatThrownBy(() -> chain.apply(TsvRow.of("a")))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("no network");
    assertThat(chain.apply(TsvRow.of("a"))).isSameAs(Verdict.keep());
  }

  @Test
  void apply_twoChainsOfOneContent_shareWhatIsRead() {
    OutputSource.OfTable source = TestOutputs.table(WORD, "a", "shared");
    Chain one = chain(new KnownWords(), source);
    Chain other = chain(new KnownWords(), source);
    int before = KnownWords.READ.get();

    assertThat(one.apply(TsvRow.of("shared"))).isSameAs(Verdict.keep());
    assertThat(other.apply(TsvRow.of("shared"))).isSameAs(Verdict.keep());

    assertThat(KnownWords.READ.get() - before).isEqualTo(1);
  }

  /** A table that is being read until a test lets it end. */
  private record Slow(CountDownLatch begun, CountDownLatch end) implements OutputSource.OfTable {
    @Override
    public String identity() {
      return "slow";
    }

    @Override
    public Optional<Columns> columns() {
      return Optional.empty();
    }

    @Override
    public Rows rows() throws IOException {
      begun.countDown();
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return TestOutputs.table(WORD, "a").rows();
    }
  }

  @Test
  void apply_interruptedWhileAnotherLoads_stops() throws Exception {
    Slow source = new Slow(new CountDownLatch(1), new CountDownLatch(1));
    Chain one = chain(new KnownWords(), source);
    Chain other = chain(new KnownWords(), source);
    FutureTask<Verdict> first = new FutureTask<>(() -> one.apply(TsvRow.of("a")));
    FutureTask<Throwable> second =
        new FutureTask<>(() -> catchThrowable(() -> other.apply(TsvRow.of("a"))));
    Thread waiting = new Thread(second);
    new Thread(first).start();
    source.begun().await();

    waiting.start();
    waiting.interrupt();

    assertThat(second.get(20, TimeUnit.SECONDS))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("stopped while an output was loaded")
        .hasCauseInstanceOf(InterruptedException.class);
    source.end().countDown();
    assertThat(first.get(20, TimeUnit.SECONDS)).isSameAs(Verdict.keep());
  }
}
