package org.shoestring.transform;

import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Units of work as a source that always splits into one bundle a unit, whatever size a runner asks
 * for, so that units are handed out as workers come free. {@code Create} and {@code Reshuffle}
 * would distribute them beforehand.
 */
public final class WorkSource<T> extends BoundedSource<T> {
  private static final long serialVersionUID = 1;

  private final Coder<T> coder;
  private final List<byte[]> units;

  private WorkSource(Coder<T> coder, List<byte[]> units) {
    this.coder = coder;
    this.units = units;
  }

  /** The units, each a bundle of its own. */
  public static <T> PTransform<PBegin, PCollection<T>> of(List<T> units, Coder<T> coder) {
    return Read.from(
        new WorkSource<>(coder, units.stream().map(unit -> encode(coder, unit)).toList()));
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
    return units.stream().map(unit -> new WorkSource<>(coder, List.of(unit))).toList();
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
