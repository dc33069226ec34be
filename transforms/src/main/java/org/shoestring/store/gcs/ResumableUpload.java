package org.shoestring.store.gcs;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.EmptyContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.InputStreamContent;
import com.google.api.client.http.json.JsonHttpContent;
import com.google.api.client.util.escape.CharEscapers;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.FilePart;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.Traffic.Kind;
import org.shoestring.store.object.TransientException;
import org.shoestring.store.remote.Attempts;

/**
 * Sends a large file in a session. After a cut it asks how much has arrived and goes on from there;
 * the object appears when all of it has. The session's address lets anybody write who knows it, so
 * no message tells it.
 */
final class ResumableUpload {
  /** More goes in several requests, each of which confirms that so much has arrived: 64 MiB. */
  private static final long ONE_CHUNK = 64L << 20;

  private static final int INCOMPLETE = 308;
  private static final int CANCELLED = 499;
  private static final Pattern ARRIVED = Pattern.compile("bytes=0-([0-9]{1,18})");

  private final Storage client;
  private final HttpRequestFactory requests;
  private final SentObject sent;
  private final Path file;
  private final GcsErrors errors;
  private final Traffic traffic;
  private @Nullable GenericUrl session;
  private long arrived;

  ResumableUpload(Storage client, SentObject sent, Path file, GcsErrors errors, Traffic traffic) {
    this.client = client;
    this.requests = client.getRequestFactory();
    this.sent = sent;
    this.file = file;
    this.errors = errors;
    this.traffic = traffic;
  }

  void run(Attempts attempts) throws IOException {
    String what = errors.name(sent.key()) + ": write";
    try {
      boolean done = false;
      while (!done) {
        // Whatever has brought it further is a success: what fails next is tried as long as ever.
        done = attempts.run(what, before -> goOn(before > 0));
      }
    } catch (IOException | RuntimeException e) {
      cancelQuietly(e);
      throw e;
    }
  }

  /**
   * Brings the upload further.
   *
   * @param unsure whether it is not known how much has arrived
   * @return whether the object is there
   */
  private boolean goOn(boolean unsure) throws IOException {
    try {
      GenericUrl open = session;
      if (open == null) {
        open = start();
        session = open;
        arrived = 0;
      } else if (unsure) {
        long before = arrived;
        boolean done = take(open, new EmptyContent(), "bytes */" + sent.bytes());
        if (done || arrived > before) {
          return done;
        }
      }
      return send(open);
    } catch (HttpResponseException e) {
      int status = e.getStatusCode();
      boolean gone = session != null && (status == 404 || status == 410);
      if (gone || status == 400) {
        session = null; // What it has is of no use: the next attempt starts over.
      }
      throw gone
          ? new TransientException("the upload session has ended", e)
          : errors.of(sent.key(), e);
    } catch (TransientException | StoreException e) {
      throw e;
    } catch (IOException e) {
      throw errors.of(sent.key(), e);
    }
  }

  private GenericUrl start() throws IOException {
    traffic.request(Kind.PUT);
    String bucket = CharEscapers.escapeUriPath(sent.bucket());
    GenericUrl url =
        new GenericUrl(
            client.getRootUrl() + "upload/" + client.getServicePath() + "b/" + bucket + "/o");
    url.put("uploadType", "resumable");
    url.put("fields", SentObject.TOLD);
    HttpRequest request =
        requests.buildPostRequest(
            url, new JsonHttpContent(client.getJsonFactory(), sent.description()));
    request.getHeaders().set("X-Upload-Content-Type", SentObject.TYPE);
    request.getHeaders().set("X-Upload-Content-Length", sent.bytes());
    HttpResponse answer = request.execute();
    try {
      @Nullable String address = answer.getHeaders().getLocation();
      if (address == null) {
        throw new StoreException(
            errors.name(sent.key()) + ": the server did not start a resumable upload", null);
      }
      return new GenericUrl(address, true);
    } finally {
      answer.ignore();
    }
  }

  private boolean send(GenericUrl open) throws IOException {
    long before = arrived;
    long length = Math.min(ONE_CHUNK, sent.bytes() - before);
    InputStreamContent content =
        new InputStreamContent(SentObject.TYPE, FilePart.open(file, before, length))
            .setLength(length);
    String range = "bytes " + before + "-" + (before + length - 1) + "/" + sent.bytes();
    boolean done = take(open, content, range);
    if (!done && arrived <= before) {
      throw new TransientException("none of " + length + " bytes arrived", null);
    }
    return done;
  }

  /** Sends to the session, and takes note of what has arrived there. */
  private boolean take(GenericUrl open, HttpContent content, String range) throws IOException {
    traffic.request(Kind.PUT);
    HttpRequest request = requests.buildPutRequest(open, content);
    request.getHeaders().setContentRange(range);
    request.setParser(client.getObjectParser());
    request.setFollowRedirects(false);
    request.setThrowExceptionOnExecuteError(false);
    HttpResponse answer = request.execute();
    try {
      if (answer.isSuccessStatusCode()) {
        session = null; // It is closed.
        sent.check(answer.parseAs(StorageObject.class));
        arrivedUpTo(sent.bytes());
        return true;
      }
      if (answer.getStatusCode() != INCOMPLETE) {
        throw GoogleJsonResponseException.from(client.getJsonFactory(), answer);
      }
      @Nullable String told = answer.getHeaders().getRange();
      Matcher matcher = ARRIVED.matcher(told == null ? "" : told);
      arrivedUpTo(matcher.matches() ? Long.parseLong(matcher.group(1)) + 1 : 0);
      return false;
    } finally {
      answer.ignore();
    }
  }

  private void arrivedUpTo(long now) {
    traffic.sent(Math.max(0, now - arrived));
    arrived = now;
  }

  private void cancelQuietly(Exception failure) {
    GenericUrl open = session;
    if (open == null) {
      return;
    }
    traffic.request(Kind.DELETE);
    try {
      HttpRequest request = requests.buildDeleteRequest(open);
      request.setThrowExceptionOnExecuteError(false);
      HttpResponse answer = request.execute();
      answer.ignore();
      if (answer.getStatusCode() != CANCELLED) {
        failure.addSuppressed(new IOException("cancelled: " + answer.getStatusCode()));
      }
    } catch (IOException e) {
      failure.addSuppressed(e); // It expires after a week, unseen and at no cost.
    }
  }
}
