package org.shoestring.pipeline.flink.settings;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.shoestring.files.SettingsFile;
import org.shoestring.spec.Shown;
import org.shoestring.spec.UsageException;

/** A file of {@code runners-config/flink-cluster}: settings of Flink, {@code key: value} a line. */
public final class ClusterFile {
  public static final String JOB_MANAGER = "jobmanager.conf";
  public static final String TASK_MANAGER = "taskmanager.conf";

  private static final String FOLDER = "runners-config/flink-cluster";
  private static final Set<String> BUILT_IN = Set.of(JOB_MANAGER, TASK_MANAGER);
  private static final String SEPARATOR = ":";

  private ClusterFile() {}

  /**
   * The settings of a process: of the working directory, else those that travel with the jar.
   *
   * @param name {@link #JOB_MANAGER} or {@link #TASK_MANAGER}
   * @throws UsageException for the first line that Flink would not take, or not heed
   */
  public static Configuration read(String name) throws IOException {
    return parse(
        SettingsFile.find(FOLDER, name, BUILT_IN).orElseThrow(), name.equals(TASK_MANAGER));
  }

  static Configuration parse(SettingsFile file, boolean ofTaskManager) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (SettingsFile.Line line : file.lines()) {
      int end = line.text().indexOf(SEPARATOR + " ");
      if (end < 1) {
        throw new UsageException(
            line.where()
                + ": "
                + Shown.quoted(line.text())
                + " is not a setting of Flink; write KEY: VALUE, for example heartbeat.timeout: 30000");
      }
      String key = line.text().substring(0, end).strip();
      String value = line.text().substring(end + SEPARATOR.length()).strip();
      if (settings.put(key, value) != null) {
        throw new UsageException(
            line.where() + ": '" + key + "' is set twice; remove one of the two lines");
      }
      ClusterKeys.check(line.where(), key, value, ofTaskManager);
    }
    return Configuration.fromMap(settings);
  }
}
