package org.shoestring.pipeline.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.shoestring.server.JobClassLoader;

class OptionNamesTest {
  private static final List<String> PARALLELISM = List.of("--parallelism=3");

  /** As in a process in which nobody asked Beam for options before. */
  private static Object inNewProcess(Class<? extends Callable<?>> main) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    try (JobClassLoader process = new JobClassLoader()) {
      thread.setContextClassLoader(process);
      Object made = process.other(main).getDeclaredConstructor().newInstance();
      return ((Callable<?>) made).call();
    } finally {
      thread.setContextClassLoader(usual);
    }
  }

  private static boolean isKnown() {
    try {
      PipelineOptionsFactory.fromArgs("--parallelism=3").create();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Asks for options, then parses some. */
  public static final class Unset implements Callable<String> {
    @Override
    public String call() {
      PipelineOptions options = OptionNames.unset();
      options.as(AwsOptions.class).setEndpoint(URI.create("http://one"));
      boolean before = isKnown();
      int parsed =
          OptionChecks.create(PARALLELISM, PipelineOptions.class)
              .as(FlinkPipelineOptions.class)
              .getParallelism();
      OptionNames.unset();
      return before
          + " "
          + parsed
          + " "
          + isKnown()
          + " "
          + options.as(AwsOptions.class).getEndpoint();
    }
  }

  /** Parses options, then asks for some. */
  public static final class Parsed implements Callable<String> {
    @Override
    public String call() {
      OptionChecks.create(PARALLELISM, PipelineOptions.class);
      OptionNames.unset();
      return String.valueOf(isKnown());
    }
  }

  @Test
  void unset_firstInAProcess_learnsNamesOnlyForParsing() throws Exception {
    assertThat(inNewProcess(Unset.class)).isEqualTo("false 3 true http://one");
  }

  @Test
  void unset_afterParsing_forgetsNoName() throws Exception {
    assertThat(inNewProcess(Parsed.class)).isEqualTo("true");
  }
}
