package org.shoestring.pipeline.flink.doctor;

import java.util.ArrayList;
import java.util.List;
import org.shoestring.store.doctor.Finding;

/**
 * What a worker has found on its machine, as text, which Flink takes along with a job's result.
 *
 * @param worker its name in the cluster
 * @param clock what its clock says, in milliseconds since 1970
 */
record WorkerReport(String worker, long clock, List<Finding> findings) {
  private static final String FIELD = "\t";
  private static final int FIELDS_OF_WORKER = 2;
  private static final int FIELDS_OF_FINDING = 3;

  WorkerReport {
    findings = List.copyOf(findings);
  }

  String text() {
    List<String> fields = new ArrayList<>(List.of(worker, Long.toString(clock)));
    for (Finding finding : findings) {
      fields.add(finding.level().name());
      fields.add(finding.what());
      fields.add(finding.said().replaceAll("\\s+", " "));
    }
    return String.join(FIELD, fields);
  }

  static WorkerReport parse(String text) {
    String[] fields = text.split(FIELD, -1);
    List<Finding> findings = new ArrayList<>();
    for (int i = FIELDS_OF_WORKER; i + 2 < fields.length; i += FIELDS_OF_FINDING) {
      findings.add(new Finding(Finding.Level.valueOf(fields[i]), fields[i + 1], fields[i + 2]));
    }
    return new WorkerReport(fields[0], Long.parseLong(fields[1]), findings);
  }
}
