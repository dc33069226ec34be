package org.shoestring.pipeline.flink.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.taskexecutor.TaskExecutorResourceUtils;
import org.junit.jupiter.api.Test;
import org.shoestring.files.SettingsFile;

/** Compared with what Flink itself uses. */
class UnusedSettingsTest {
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
}
