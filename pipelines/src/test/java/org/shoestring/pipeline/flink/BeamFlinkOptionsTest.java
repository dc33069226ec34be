package org.shoestring.pipeline.flink;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compared with what Beam itself uses. */
class BeamFlinkOptionsTest {
  /** Callers that belong to streaming pipelines; those of FlinkExecutionEnvironments by method. */
  private static final Pattern STREAMING =
      Pattern.compile(
          ".*(DoFnOperator|Streaming[A-Za-z$]*|[.$]BoundedReadSourceTranslator|ImpulseTranslator"
              + "|FlinkUnboundedSourceReader|UnboundedSourceWrapper|FlinkSourceReaderBase)\\..*"
              + "|.*FlinkExecutionEnvironments\\.(createStreamExecutionEnvironment"
              + "|configureCheckpointing|configureStateBackend)");

  @Test
  void all_names_areOptionsOfBeam() {
    Set<String> known = new TreeSet<>();
    for (Method method : FlinkPipelineOptions.class.getMethods()) {
      known.add(Introspector.decapitalize(method.getName().replaceFirst("^set", "")));
    }

    assertThat(known).containsAll(BeamFlinkOptions.STREAMING);
    assertThat(known).containsAll(BeamFlinkOptions.REACHING);
  }

  /** An option that Beam's batch pipelines begin to use, or a new one, is found here. */
  @Tag("long")
  @Test
  void streaming_optionsThatOnlyStreamingReads_areAll() {
    JavaClass options =
        new ClassFileImporter()
            .importPackages("org.apache.beam.runners.flink")
            .get(FlinkPipelineOptions.class);
    Set<String> streaming = new TreeSet<>();
    for (JavaMethod getter : options.getMethods()) {
      String name = getter.getName().replaceFirst("^(get|is)", "");
      Set<JavaMethodCall> calls = getter.getCallsOfSelf();
      if (!name.equals(getter.getName())
          && calls.stream().allMatch(call -> isStreaming(call))
          && !calls.isEmpty()) {
        streaming.add(Introspector.decapitalize(name));
      }
    }

    assertThat(BeamFlinkOptions.STREAMING).containsExactlyInAnyOrderElementsOf(streaming);
  }

  private static boolean isStreaming(JavaMethodCall call) {
    return STREAMING
        .matcher(call.getOriginOwner().getName() + "." + call.getOrigin().getName())
        .matches();
  }
}
