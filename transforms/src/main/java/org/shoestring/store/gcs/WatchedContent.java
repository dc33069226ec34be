package org.shoestring.store.gcs;

import com.google.api.client.http.HttpContent;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Content whose connection is closed when the server takes nothing more of it for too long. Java's
 * timeouts of sockets hold for reading only; the write timeout of Google's client is one for the
 * whole of a content, and then waits for the stuck thread itself.
 */
final class WatchedContent implements HttpContent {
  /** Its thread ends when nothing was sent for a while: a thread keeps a job's class loader. */
  static final ScheduledThreadPoolExecutor WATCH =
      new ScheduledThreadPoolExecutor(1, WatchedContent::daemon);

  /** Who was interrupted waits no longer. */
  private static final long LOOK_MILLIS = 500;

  private static final long IDLE_SECONDS = 10;

  static {
    WATCH.setRemoveOnCancelPolicy(true);
    WATCH.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    WATCH.allowCoreThreadTimeOut(true);
  }

  private final HttpContent content;
  private final Duration silence;

  WatchedContent(HttpContent content, Duration silence) {
    this.content = content;
    this.silence = silence;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "gcs-sending");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public long getLength() throws IOException {
    return content.getLength();
  }

  @Override
  public @Nullable String getType() {
    return content.getType();
  }

  @Override
  public boolean retrySupported() {
    return content.retrySupported();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    Sending sending = new Sending(AbortableConnections.last(), out);
    long often = Math.max(1, Math.min(LOOK_MILLIS, silence.toMillis() / 4));
    ScheduledFuture<?> watching =
        WATCH.scheduleWithFixedDelay(sending::look, often, often, TimeUnit.MILLISECONDS);
    try {
      content.writeTo(sending);
      sending.flush(); // What lies in a buffer is to be taken, too.
    } catch (IOException e) {
      throw sending.ended ? stalled(e) : e;
    } finally {
      watching.cancel(false);
    }
    if (sending.ended) {
      throw stalled(new IOException("the server did not accept the end of the content"));
    }
  }

  private IOException stalled(IOException cause) {
    IOException stalled =
        new IOException("the server accepted no more data for " + silence.toSeconds() + " s");
    stalled.addSuppressed(cause);
    return stalled;
  }

  /** What takes note of when a write has returned. */
  private final class Sending extends FilterOutputStream {
    private final Thread thread = Thread.currentThread();
    private final HttpURLConnection connection;
    private volatile long last = System.nanoTime();
    private volatile boolean ended;

    Sending(HttpURLConnection connection, OutputStream out) {
      super(out);
      this.connection = connection;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      last = System.nanoTime();
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      last = System.nanoTime();
    }

    void look() {
      if (thread.isInterrupted()) {
        connection.disconnect();
      } else if (System.nanoTime() - last > silence.toNanos()) {
        ended = true;
        connection.disconnect();
      }
    }
  }
}
