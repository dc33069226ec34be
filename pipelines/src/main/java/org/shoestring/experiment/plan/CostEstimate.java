package org.shoestring.experiment.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.shoestring.experiment.FinishedOutput;
import org.shoestring.experiment.Reference;
import org.shoestring.experiment.SourcesRead;
import org.shoestring.experiment.Stage;
import org.shoestring.experiment.StageContext;
import org.shoestring.experiment.plan.ExaminedStage.State;
import org.shoestring.experiment.plan.PlanCost.Share;
import org.shoestring.pipeline.StageWork;
import org.shoestring.pipeline.source.SourceDigest;
import org.shoestring.store.Location;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ImmutableObject;
import org.shoestring.table.Output;
import org.shoestring.table.record.Manifest;
import org.shoestring.table.record.Shard;
import org.shoestring.table.record.StoredFile;

/**
 * Estimates what a plan will cost. Reads are known: shards and files that have no copy on this
 * machine, once each where there is a cache, else as often as a stage reads them. Outputs are taken
 * to be as large as what they are made of; those of {@code score}, which are small, and of {@code
 * train}, which nobody knows, are left out. Requests are counted as they were measured.
 */
public final class CostEstimate {
  /** To find that an output is there, while planning and when its turn comes, and to record it. */
  private static final int OF_CACHED_STAGE = 3;

  /** To find that an output is not there, and why; to commit and record it. */
  private static final int OF_STAGE = 19;

  /** How many bytes of text a compressed byte stands for. */
  private static final int RAW = 3;

  /** To put a unit's shard and its record. */
  public static final int OF_UNIT = 2;

  /** To read the record of a unit that was finished before. */
  public static final int OF_FINISHED_UNIT = 1;

  /** While planning, and afterwards to see that they are the same. */
  private static final int LOOKS_AT_SOURCES = 2;

  private final StageContext context;
  private final Stores stores;
  private final Map<String, Share> buckets = new TreeMap<>();

  /** Where there is a cache, what one stage downloads is at hand for the next. */
  private final Set<String> downloaded = new HashSet<>();

  CostEstimate(StageContext context) {
    this.context = context;
    this.stores = context.workspace().stores();
  }

  PlanCost of(List<ExaminedStage> plan) throws IOException {
    List<String> uncounted = new ArrayList<>();
    Set<String> waitedFor = new LinkedHashSet<>();
    for (ExaminedStage examined : plan) {
      @Nullable StageWork work = examined.work();
      if (work == null) {
        uncounted.add(examined.stage().name());
      } else if (examined.state() == State.CACHED) {
        add(context.workspace().location(), requests(OF_CACHED_STAGE));
      } else {
        add(examined, work);
        waitedFor.add(examined.stage().name());
      }
    }
    Set<String> needed = new HashSet<>();
    for (ExaminedStage examined : plan) {
      if (examined.work() == null) {
        examined.stage().inputs().forEach(input -> needed.add(input.stage()));
      }
    }
    waitedFor.retainAll(needed);
    return new PlanCost(buckets, uncounted, List.copyOf(waitedFor));
  }

  private void add(ExaminedStage examined, StageWork work) throws IOException {
    Stage stage = examined.stage();
    Optional<SourcesRead> sources = stage.sources(context);
    if (sources.isPresent()) {
      addImport(stage, sources.get(), work);
      return;
    }
    long input = addInputs(stage, work.passes());
    double left = left(examined, work);
    addWork(left * work.units(), stage.isAsLargeAsInput() ? left * input : 0);
    long read = Math.round(OF_FINISHED_UNIT * (1 - left) * work.units());
    add(context.workspace().location(), new Share(0, 0, 0, 0, read));
  }

  private void addWork(double units, double written) {
    long requests = OF_STAGE + Math.round(OF_UNIT * units);
    add(context.workspace().location(), new Share(0, 0, 0, Math.round(written), requests));
  }

  /** The part of the work that is not done. */
  private static double left(ExaminedStage examined, StageWork work) throws IOException {
    @Nullable Output output = examined.output();
    if (examined.state() != State.RESUME || output == null || work.units() == 0) {
      return 1;
    }
    int done = Math.min(work.units(), output.records().names().size());
    return (double) (work.units() - done) / work.units();
  }

  private void addImport(Stage stage, SourcesRead sources, StageWork work) {
    boolean isKept = stores.takesCopies(sources.bytes());
    long raw = 0;
    for (SourceDigest source : sources.files()) {
      long ownRaw = source.path().matches(".*\\.(gz|bz2)") ? source.bytes() * RAW : source.bytes();
      raw += ownRaw;
      long pieces = ownRaw / sources.shardBytes() + 1;
      // To identify it, unless a run has done that before; then to import it.
      boolean isKnown = sources.known().contains(source);
      int times = isKnown ? 1 : 2;
      boolean isAtHand = isKnown ? hasCopy(source) : isKept;
      int downloads = isAtHand ? times - 1 : times;
      long spared = isAtHand ? source.bytes() : 0;
      // With each piece it is seen to be the same still.
      add(
          source.path(),
          new Share(downloads, downloads * source.bytes(), spared, 0, downloads + pieces));
    }
    for (String pattern : stage.sourcePatterns()) {
      add(pattern, requests(LOOKS_AT_SOURCES));
    }
    double shards = (double) raw / sources.shardBytes();
    addWork(Math.max(work.units(), shards), (double) raw / RAW);
  }

  private boolean hasCopy(SourceDigest source) {
    ObjectName name = ObjectName.of(source.path());
    return stores
        .at(name.folder())
        .hasCopy(new ImmutableObject(name.name(), source.bytes(), source.sha256()));
  }

  /** Adds what is read of other stages' outputs, and returns the bytes of the main one. */
  private long addInputs(Stage stage, int passes) {
    long main = -1;
    for (Reference reference : stage.inputs()) {
      FinishedOutput finished = context.output(reference.stage());
      String folder = finished.output().folder();
      List<ImmutableObject> objects = objects(reference, finished.manifest());
      boolean isMain = main < 0;
      if (isMain) {
        main = objects.stream().mapToLong(ImmutableObject::bytes).sum();
      }
      for (ImmutableObject object : objects) {
        add(folder, read(folder, object, isMain ? passes : 1));
      }
    }
    return Math.max(0, main);
  }

  private List<ImmutableObject> objects(Reference reference, Manifest manifest) {
    return manifest.tables().isEmpty()
        ? manifest.files().stream().map(StoredFile::stored).toList()
        : context.table(reference).shards().stream().map(Shard::stored).toList();
  }

  private Share read(String folder, ImmutableObject object, int passes) {
    long bytes = object.bytes();
    if (!stores.isCaching()) {
      return new Share(passes, passes * bytes, 0, 0, passes);
    }
    boolean isAtHand =
        stores.at(folder).hasCopy(object) || !downloaded.add(folder + "/" + object.name());
    return isAtHand
        ? new Share(0, 0, passes * bytes, 0, 0)
        : new Share(1, bytes, (passes - 1) * bytes, 0, 1);
  }

  private static Share requests(int count) {
    return new Share(0, 0, 0, 0, count);
  }

  private void add(String location, Share share) {
    Location.bucketOf(location).ifPresent(bucket -> buckets.merge(bucket, share, Share::plus));
  }
}
