package org.shoestring.store.gcs;

import com.google.api.client.http.AbstractInputStreamContent;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.FileContent;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shoestring.bytes.Md5;
import org.shoestring.store.object.ChangedException;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.Traffic.Kind;
import org.shoestring.store.remote.Attempts;
import org.shoestring.store.remote.Bucket;

/** A bucket behind Google's client; an object's version is its generation. */
final class GcsBucket implements Bucket {
  /** Beyond it a file is sent in a session that goes on after a cut: 8 MiB. */
  static final long ONE_REQUEST = 8L << 20;

  private static final String ONE = "name,size,generation,updated";
  private static final String PAGE = "nextPageToken,items(" + ONE + ")";
  private static final int PART = 206;
  private static final int RANGE_BEYOND_THE_END = 416;

  private final String location;
  private final String bucket;
  private final Storage client;
  private final GcsErrors errors;
  private final Traffic traffic;

  GcsBucket(String location, String bucket, Storage client, GcsErrors errors, Traffic traffic) {
    this.location = location;
    this.bucket = bucket;
    this.client = client;
    this.errors = errors;
    this.traffic = traffic;
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public Content read(String key, long offset, Optional<String> version) throws IOException {
    traffic.request(Kind.GET);
    try {
      Storage.Objects.Get request = client.objects().get(bucket, key);
      // As it is stored, whatever encoding it is said to have.
      request.setReturnRawInputStream(true);
      version.map(Long::valueOf).ifPresent(request::setIfGenerationMatch);
      if (offset > 0) {
        request.getRequestHeaders().setRange("bytes=" + offset + "-");
      }
      return content(key, offset, request.executeMedia());
    } catch (HttpResponseException e) {
      if (e.getStatusCode() == RANGE_BEYOND_THE_END) {
        return new Content(InputStream.nullInputStream(), 0, version.orElse(""));
      }
      throw errors.of(key, e);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw errors.of(key, e);
    }
  }

  private Content content(String key, long offset, HttpResponse answer) throws IOException {
    @Nullable Long bytes = answer.getHeaders().getContentLength();
    @Nullable String generation =
        answer.getHeaders().getFirstHeaderStringValue("x-goog-generation");
    boolean asked = offset == 0 || answer.getStatusCode() == PART;
    if (bytes == null || generation == null || !asked) {
      answer.disconnect();
      throw new StoreException(
          errors.name(key)
              + ": the answer is not one of Google Cloud Storage: it has no length or no generation,"
              + " or it ignores the requested range; a proxy may have changed it. Connect without the"
              + " proxy, or check the endpoint",
          null);
    }
    return new Content(
        counted(answer.getContent()),
        bytes,
        generation,
        HashHeader.of(answer.getHeaders().getHeaderStringValues("x-goog-hash")));
  }

  /** Closing it early closes the connection, unless no more than 512 KB are left to come. */
  private InputStream counted(@Nullable InputStream answer) {
    InputStream content =
        answer == null ? InputStream.nullInputStream() : new InterruptibleInput(answer);
    return new FilterInputStream(content) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        traffic.received(Math.max(0, count));
        return count;
      }
    };
  }

  @Override
  public void put(String key, Path file, Attempts attempts) throws IOException {
    SentObject sent =
        new SentObject(bucket, key, Files.size(file), Md5.of(file, 0, Files.size(file)));
    if (sent.bytes() > ONE_REQUEST) {
      new ResumableUpload(client, sent, file, errors, traffic).run(attempts);
      return;
    }
    attempts.run(
        errors.name(key) + ": write",
        before -> {
          insert(sent, new FileContent(SentObject.TYPE, file.toFile()), Optional.empty());
          return true;
        });
  }

  @Override
  public boolean create(String key, byte[] content, boolean onlyIfAbsent) throws IOException {
    SentObject sent = new SentObject(bucket, key, content.length, Md5.of(content));
    try {
      insert(
          sent,
          new ByteArrayContent(SentObject.TYPE, content),
          onlyIfAbsent ? Optional.of(0L) : Optional.empty());
      return true;
    } catch (ChangedException e) {
      return false;
    }
  }

  /** Sends description and content in one request. */
  private void insert(
      SentObject sent, AbstractInputStreamContent content, Optional<Long> onlyIfGeneration)
      throws IOException {
    traffic.request(Kind.PUT);
    try {
      Storage.Objects.Insert request = client.objects().insert(bucket, sent.description(), content);
      request.setDisableGZipContent(true);
      request.getMediaHttpUploader().setDirectUploadEnabled(true);
      request.setFields(SentObject.TOLD);
      onlyIfGeneration.ifPresent(request::setIfGenerationMatch);
      sent.check(request.execute());
      traffic.sent(sent.bytes());
    } catch (IOException e) {
      throw errors.of(sent.key(), e);
    }
  }

  @Override
  public Page list(String prefix, Optional<String> from) throws IOException {
    traffic.request(Kind.LIST);
    try {
      Storage.Objects.List request =
          client.objects().list(bucket).setPrefix(prefix).setFields(PAGE);
      from.ifPresent(request::setPageToken);
      Objects page = request.execute();
      List<StorageObject> objects = page.getItems() == null ? List.of() : page.getItems();
      return new Page(
          objects.stream().map(GcsBucket::stored).toList(),
          Optional.ofNullable(page.getNextPageToken()));
    } catch (IOException e) {
      throw errors.of(prefix, e);
    }
  }

  @Override
  public Optional<StoredObject> stat(String key) throws IOException {
    traffic.request(Kind.HEAD);
    try {
      return Optional.of(stored(client.objects().get(bucket, key).setFields(ONE).execute()));
    } catch (IOException e) {
      IOException error = errors.of(key, e);
      if (error instanceof NoSuchObjectException) {
        return Optional.empty();
      }
      throw error;
    }
  }

  private static StoredObject stored(StorageObject object) {
    return new StoredObject(
        object.getName(),
        object.getSize().longValueExact(),
        object.getGeneration().toString(),
        Instant.ofEpochMilli(object.getUpdated().getValue()));
  }

  @Override
  public void delete(String key) throws IOException {
    traffic.request(Kind.DELETE);
    try {
      client.objects().delete(bucket, key).execute();
    } catch (IOException e) {
      IOException error = errors.of(key, e);
      if (!(error instanceof NoSuchObjectException)) {
        throw error;
      }
    }
  }
}
