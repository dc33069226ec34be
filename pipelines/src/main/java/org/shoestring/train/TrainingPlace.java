package org.shoestring.train;

import java.util.Locale;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.Output;
import org.shoestring.train.checkpoint.storage.CheckpointStorage;
import org.shoestring.train.curve.CurvePlace;
import org.shoestring.tsv.codec.Codec;

/**
 * Where a training stores what it leaves while it runs: its checkpoints, its learning curve, its
 * log. That of a stage lies in its workspace; one without an experiment has a location of its own:
 *
 * <pre>
 * attempts/, 000003-9f2c01d4/        checkpoints, see {@link CheckpointStorage}
 * _curves/000003/                    what the third attempt measured, see {@link CurvePlace}
 * _log/attempt-000003.txt.gz         what its command printed
 * leases/training/                   who is at work
 * </pre>
 *
 * @param output whose logs are put; its folder is the location where there is no experiment
 */
public record TrainingPlace(Output output, CheckpointStorage checkpoints, CurvePlace curve) {
  /** What is claimed where there is no experiment, in the place of an output. */
  public static final String CLAIMED = "training";

  /** The level that is usual for gzip. */
  private static final int LEVEL = 6;

  /** That of a stage's output, which has a key. */
  public static TrainingPlace ofKey(Output output, String key) {
    ObjectStore workspace = output.stores().at(output.workspace());
    return new TrainingPlace(
        output, CheckpointStorage.ofKey(workspace, key), TrainingState.curve(workspace, key));
  }

  /** The output {@code TYPE-KEY} of a workspace whose experiment is not known, to be read. */
  public static Output output(Stores stores, String workspace, String name) {
    return Output.in(stores, workspace, name, Codec.GZIP, LEVEL);
  }

  /** One without an experiment. */
  public static TrainingPlace at(Stores stores, String location) {
    ObjectStore store = stores.at(location);
    return new TrainingPlace(
        new Output(stores, location, "", Codec.GZIP, LEVEL),
        new CheckpointStorage(store, ""),
        new CurvePlace(store, CurvePlace.ROOT.replaceFirst("/$", "")));
  }

  /** The store that all of it is in. */
  public ObjectStore store() {
    return checkpoints.store();
  }

  /** The name of the log of an attempt: a stage has one, of its last attempt. */
  String log(int attempt) {
    return output.path().isEmpty()
        ? String.format(Locale.ROOT, "attempt-%06d", attempt)
        : CommandLog.NAME;
  }
}
