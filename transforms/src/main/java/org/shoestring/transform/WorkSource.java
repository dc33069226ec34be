package org.shoestring.transform;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;
import org.shoestring.transform.unit.SpareOptions;
import org.shoestring.transform.unit.SpareUnits;
import org.shoestring.transform.unit.SpareWork;

/**
 * Units of work as a source that splits into one bundle a unit, whatever size a runner asks for, so
 * that units are handed out as workers come free. {@code Create} and {@code Reshuffle} would
 * distribute them beforehand. More than {@value #BUNDLES} units come several in a bundle.
 *
 * <p>Where {@link SpareOptions} say so, sources for spare workers stand before those of the units:
 * Flink hands out the last one first.
 *
 * <p>The DirectRunner encodes the whole source once more for each bundle. What it encodes is only a
 * name for the units, which are in its process.
 */
public final class WorkSource<T> extends BoundedSource<T> {
  private static final long serialVersionUID = 1;

  /** The DirectRunner takes several milliseconds of a processor for each bundle. */
  private static final int BUNDLES = 1_000;

  private static final String ONE_PROCESS = "org.apache.beam.runners.direct.DirectRunner";

  /** Sources that are encoded as a name, as long as a pipeline has them. */
  private static final Map<String, WeakReference<WorkSource<?>>> BY_NAME = new HashMap<>();

  private final Coder<T> coder;
  private final List<byte[]> units;
  private final @Nullable String name;
  private final @Nullable SpareUnits<T> spares;

  private WorkSource(
      Coder<T> coder, List<byte[]> units, @Nullable String name, @Nullable SpareUnits<T> spares) {
    this.coder = coder;
    this.units = units;
    this.name = name;
    this.spares = spares;
  }

  /** The units, in order. */
  public static <T> PTransform<PBegin, PCollection<T>> of(List<T> units, Coder<T> coder) {
    return of(units, coder, null);
  }

  /**
   * The same.
   *
   * @param spares the units once more, for workers that have nothing else to do; null for none
   */
  static <T> PTransform<PBegin, PCollection<T>> of(
      List<T> units, Coder<T> coder, @Nullable SpareUnits<T> spares) {
    return new Units<>(source(units, coder, spares));
  }

  /**
   * The same.
   *
   * @param spare the work on them, for workers that have nothing else to do; they are sent all
   *     units, so it is for {@value #BUNDLES} at most
   */
  public static <T> PTransform<PBegin, PCollection<T>> sparing(
      List<T> units, Coder<T> coder, SpareWork<T> spare) {
    if (units.size() > BUNDLES) {
      return of(units, coder);
    }
    List<byte[]> encoded = units.stream().map(unit -> encode(coder, unit)).toList();
    return of(units, coder, new SpareUnits<>(new Encoded<>(coder, encoded), spare));
  }

  private record Encoded<T>(Coder<T> coder, List<byte[]> units) implements SpareUnits.Listed<T> {
    private static final long serialVersionUID = 1;

    @Override
    public List<T> get() throws IOException {
      List<T> decoded = new ArrayList<>();
      for (byte[] unit : units) {
        decoded.add(CoderUtils.decodeFromByteArray(coder, unit));
      }
      return decoded;
    }
  }

  static <T> WorkSource<T> source(List<T> units, Coder<T> coder, @Nullable SpareUnits<T> spares) {
    List<byte[]> encoded = units.stream().map(unit -> encode(coder, unit)).toList();
    return new WorkSource<>(coder, encoded, null, spares);
  }

  /** The same units under a name that only this process knows. */
  private WorkSource<T> named() {
    WorkSource<T> named = new WorkSource<>(coder, units, UUID.randomUUID().toString(), spares);
    synchronized (BY_NAME) {
      BY_NAME.values().removeIf(other -> other.get() == null);
      BY_NAME.put(named.name, new WeakReference<>(named));
    }
    return named;
  }

  private Object writeReplace() {
    return name == null ? this : new Named(name);
  }

  private record Named(String name) implements Serializable {
    private Object readResolve() throws InvalidObjectException {
      synchronized (BY_NAME) {
        WeakReference<WorkSource<?>> held = BY_NAME.get(name);
        WorkSource<?> source = held == null ? null : held.get();
        if (source == null) {
          throw new InvalidObjectException("the units of a pipeline in another process");
        }
        return source;
      }
    }
  }

  /** A read of units; its runner tells how they are encoded. */
  private static final class Units<T> extends PTransform<PBegin, PCollection<T>> {
    private static final long serialVersionUID = 1;

    private final WorkSource<T> source;

    Units(WorkSource<T> source) {
      this.source = source;
    }

    @Override
    public PCollection<T> expand(PBegin begin) {
      String runner = begin.getPipeline().getOptions().getRunner().getName();
      return begin.apply("Each", Read.from(runner.equals(ONE_PROCESS) ? source.named() : source));
    }
  }

  private static <T> byte[] encode(Coder<T> coder, T unit) {
    try {
      return CoderUtils.encodeToByteArray(coder, unit);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot encode " + unit, e);
    }
  }

  @Override
  public List<? extends BoundedSource<T>> split(long desiredBytes, PipelineOptions options) {
    int together = (units.size() + BUNDLES - 1) / BUNDLES;
    List<BoundedSource<T>> bundles = new ArrayList<>();
    if (spares != null) {
      int workers = Math.min(SpareOptions.of(options).getSpareWorkers(), units.size());
      for (int number = 0; number < workers; number++) {
        bundles.add(new SpareSource<>(spares, number, coder));
      }
    }
    for (int from = 0; from < units.size(); from += together) {
      int to = Math.min(from + together, units.size());
      bundles.add(new WorkSource<>(coder, List.copyOf(units.subList(from, to)), null, null));
    }
    return bundles;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return units.size(); // Only whether there is work at all matters; sizes decide nothing.
  }

  @Override
  public Coder<T> getOutputCoder() {
    return coder;
  }

  @Override
  public BoundedReader<T> createReader(PipelineOptions options) {
    return new Reader<>(this);
  }

  private static final class Reader<T> extends BoundedReader<T> {
    private final WorkSource<T> source;
    private int next;

    Reader(WorkSource<T> source) {
      this.source = source;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      return next++ < source.units.size();
    }

    @Override
    public T getCurrent() {
      if (next < 1 || next > source.units.size()) {
        throw new NoSuchElementException();
      }
      try {
        return CoderUtils.decodeFromByteArray(source.coder, source.units.get(next - 1));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {}

    @Override
    public BoundedSource<T> getCurrentSource() {
      return source;
    }
  }
}
