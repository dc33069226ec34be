package org.shoestring.transform;

import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.bytes.Interrupts;
import org.shoestring.transform.unit.SpareUnits;

/**
 * A source without elements: who reads it does {@link SpareUnits} meanwhile. A runner that hands
 * out sources as workers come free gives it to a worker that has nothing else to do.
 */
final class SpareSource<T> extends BoundedSource<T> {
  private static final long serialVersionUID = 1;

  private final SpareUnits<T> spares;
  private final int number;
  private final Coder<T> coder;

  SpareSource(SpareUnits<T> spares, int number, Coder<T> coder) {
    this.spares = spares;
    this.number = number;
    this.coder = coder;
  }

  @Override
  public List<? extends BoundedSource<T>> split(long desiredBytes, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return 0;
  }

  @Override
  public Coder<T> getOutputCoder() {
    return coder;
  }

  @Override
  public BoundedReader<T> createReader(PipelineOptions options) {
    return new Reader<>(this, options);
  }

  private static final class Reader<T> extends BoundedReader<T> {
    private final SpareSource<T> source;
    private final PipelineOptions options;

    Reader(SpareSource<T> source, PipelineOptions options) {
      this.source = source;
      this.options = options;
    }

    @Override
    public boolean start() throws IOException {
      try {
        source.spares.help(source.number, options);
      } catch (InterruptedException e) {
        throw Interrupts.stopped("stopped while others were at work", e);
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e.getMessage(), e);
      }
      return false;
    }

    @Override
    public boolean advance() {
      return false;
    }

    @Override
    public T getCurrent() {
      throw new NoSuchElementException();
    }

    @Override
    public void close() {}

    @Override
    public BoundedSource<T> getCurrentSource() {
      return source;
    }
  }
}
