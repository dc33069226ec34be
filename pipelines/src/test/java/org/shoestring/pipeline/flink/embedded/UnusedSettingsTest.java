package org.shoestring.pipeline.flink.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.beans.Introspector;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.taskexecutor.TaskExecutorResourceUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.shoestring.files.SettingsFile;

/** Compared with what Flink and Beam themselves use. */
class UnusedSettingsTest {
  /** Callers that belong to streaming pipelines; those of FlinkExecutionEnvironments by method. */
  private static final Pattern STREAMING =
      Pattern.compile(
          ".*(DoFnOperator|Streaming[A-Za-z$]*|[.$]BoundedReadSourceTranslator|ImpulseTranslator"
              + "|FlinkUnboundedSourceReader|UnboundedSourceWrapper|FlinkSourceReaderBase)\\..*"
              + "|.*FlinkExecutionEnvironments\\.(createStreamExecutionEnvironment"
              + "|configureCheckpointing|configureStateBackend)");

  @Test
  void ofFlink_whatFlinkSaysHasNoEffectInAProcess_isUnused() throws Exception {
    Field list = TaskExecutorResourceUtils.class.getDeclaredField("UNUSED_CONFIG_OPTIONS");
    list.setAccessible(true);
    List<?> unused = (List<?>) list.get(null);

    assertThat(unused).hasSizeGreaterThan(5);
    for (Object option : unused) {
      assertThat(UnusedSettings.ofFlink(((ConfigOption<?>) option).key()))
          .as("" + option)
          .isPresent();
    }
  }

  @Test
  void ofFlink_memoryOfProcesses_isUnused() {
    for (ConfigOption<?> option :
        List.of(
            JobManagerOptions.TOTAL_PROCESS_MEMORY,
            JobManagerOptions.JVM_HEAP_MEMORY,
            JobManagerOptions.JVM_METASPACE,
            TaskManagerOptions.TASK_HEAP_MEMORY,
            TaskManagerOptions.MANAGED_MEMORY_FRACTION)) {
      assertThat(UnusedSettings.ofFlink(option.key())).as(option.key()).isPresent();
    }
  }

  @Test
  void ofFlink_linesOfTheBuiltInFile_areUsed() throws Exception {
    for (SettingsFile.Line line : SettingsFile.builtIn("runners-config", "flink-local").lines()) {
      String name = line.text().split("[=:]", 2)[0];
      assertThat(UnusedSettings.ofFlink(name)).as(name).isEmpty();
      assertThat(UnusedSettings.ofBeam(name.replaceFirst("^--", ""))).as(name).isEmpty();
    }
  }

  @Test
  void ofBeam_optionsThatAreUnused_areOptions() {
    Set<String> known = new TreeSet<>();
    for (Method method : FlinkPipelineOptions.class.getMethods()) {
      known.add(Introspector.decapitalize(method.getName().replaceFirst("^set", "")));
    }

    assertThat(known).containsAll(UnusedSettings.STREAMING);
    assertThat(known).containsAll(UnusedSettings.OF_OTHER_CLUSTERS);
  }

  /** An option that Beam's batch pipelines begin to use, or a new one, is found here. */
  @Tag("long")
  @Test
  void ofBeam_optionsThatOnlyStreamingReads_areUnused() {
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

    assertThat(UnusedSettings.STREAMING).containsExactlyInAnyOrderElementsOf(streaming);
  }

  private static boolean isStreaming(JavaMethodCall call) {
    return STREAMING
        .matcher(call.getOriginOwner().getName() + "." + call.getOrigin().getName())
        .matches();
  }
}
