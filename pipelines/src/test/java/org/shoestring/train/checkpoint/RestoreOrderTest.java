package org.shoestring.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.shoestring.train.checkpoint.storage.Checkpoint;
import org.shoestring.train.checkpoint.storage.CheckpointId;

class RestoreOrderTest {
  private static final Checkpoint FIRST = checkpoint(1, OptionalLong.of(10), false);
  private static final Checkpoint SECOND = checkpoint(2, OptionalLong.of(20), false);
  private static final Checkpoint DIVERGED = checkpoint(3, OptionalLong.of(30), true);
  private static final Checkpoint NO_STEP = checkpoint(4, OptionalLong.empty(), false);
  private static final Checkpoint NO_STEP_DIVERGED = checkpoint(5, OptionalLong.empty(), true);

  private static Checkpoint checkpoint(int sequence, OptionalLong step, boolean bad) {
    CheckpointId id = new CheckpointId("000001-01234567", sequence);
    return new Checkpoint(id, "lines", "n" + sequence, step, new TreeMap<>(), bad, List.of());
  }

  @Test
  void of_someWithoutStepOrWithABadLoss_triesStepsFirstAndBadLossesLast() {
    List<Checkpoint> all = List.of(FIRST, SECOND, DIVERGED, NO_STEP, NO_STEP_DIVERGED);
    assertThat(RestoreOrder.of(all, Optional.empty()))
        .containsExactly(SECOND, FIRST, NO_STEP, DIVERGED, NO_STEP_DIVERGED);
  }

  @Test
  void of_newestIsSuspect_triesTheOneBeforeFirst() {
    assertThat(RestoreOrder.of(List.of(FIRST, SECOND, DIVERGED), Optional.of(SECOND.id())))
        .containsExactly(FIRST, SECOND, DIVERGED);
  }
}
