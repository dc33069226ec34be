package org.shoestring.cli.stages;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.shoestring.experiment.plan.WorkPlace;
import org.shoestring.pipeline.flink.cluster.ClusterFlinkOptions;
import org.shoestring.pipeline.flink.doctor.ClusterDoctor;
import org.shoestring.pipeline.options.BeamSettings;
import org.shoestring.pipeline.process.ExitCode;
import org.shoestring.store.Stores;
import org.shoestring.store.doctor.Finding;

/** {@code doctor flink-cluster}: whether a cluster is safe, and its workers can do their work. */
final class ClusterExamination {
  static final String RUNNER = "flink-cluster";

  private ClusterExamination() {}

  /**
   * Examines the cluster, and returns the exit code.
   *
   * @param store that its workers try
   * @param beam pipeline options, as {@code run} takes them
   */
  static int run(Optional<String> store, List<String> beam, Consumer<Finding> listener)
      throws IOException, InterruptedException {
    BeamSettings settings = BeamSettings.of(RUNNER, beam, 1).checked();
    ClusterFlinkOptions options = settings.options(1).as(ClusterFlinkOptions.class);
    if (store.isPresent()) {
      DoctorCommand.refuseFile(store.get());
      WorkPlace.checkReached(options, "store", store.get());
    }
    Stores stores = Stores.of(settings::storeOptions);
    return new ClusterDoctor(listener).examine(options, stores, store.orElse(null))
        ? 0
        : ExitCode.FAILED;
  }
}
