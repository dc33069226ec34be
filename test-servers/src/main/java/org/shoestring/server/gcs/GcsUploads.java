package org.shoestring.server.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.shoestring.server.gcs.MimeParts.Part;

/** The three ways to upload: content alone, description and content, a session. */
final class GcsUploads {
  private static final int CANCELLED = 499;

  private final GcsObjects objects;
  private final String endpoint;
  private final Map<String, GcsSession> sessions = new ConcurrentHashMap<>();
  private final AtomicBoolean damage = new AtomicBoolean();

  GcsUploads(GcsObjects objects, String endpoint) {
    this.objects = objects;
    this.endpoint = endpoint;
  }

  void damageNext() {
    damage.set(true);
  }

  GcsAnswer answer(GcsCall call, String bucket) throws IOException, GcsRefusal {
    String type = call.parameter("uploadType").orElse("");
    String session = call.parameter("upload_id").orElse("");
    if (!session.isEmpty()) {
      return goOn(call, session);
    }
    if (!call.method().equals("POST")) {
      throw new GcsRefusal(405, "methodNotAllowed", "Method Not Allowed");
    }
    return switch (type) {
      case "media" -> whole(call, bucket, new JsonObject(), call.body());
      case "multipart" -> multipart(call, bucket);
      case "resumable" -> start(call, bucket);
      default -> throw GcsRefusal.invalid("Invalid upload type: '" + type + "'");
    };
  }

  private GcsAnswer multipart(GcsCall call, String bucket) throws IOException, GcsRefusal {
    List<Part> parts = MimeParts.read(call.header("Content-Type"), call.body().readAllBytes());
    if (parts.size() != 2) {
      throw GcsRefusal.invalid("Malformed multipart body: parts are " + parts.size());
    }
    JsonObject described = description(parts.get(0).bytes());
    String type = parts.get(1).headers().getFirst("Content-Type");
    if (type != null && !described.has("contentType")) {
      described.addProperty("contentType", type);
    }
    return whole(call, bucket, described, new ByteArrayInputStream(parts.get(1).bytes()));
  }

  private static JsonObject description(byte[] json) throws GcsRefusal {
    try {
      return json.length == 0
          ? new JsonObject()
          : JsonParser.parseString(new String(json, UTF_8)).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new GcsRefusal(400, "parseError", "Parse Error");
    }
  }

  private static String name(GcsCall call, JsonObject described) throws GcsRefusal {
    if (call.parameter("name").isPresent()) {
      return call.parameter("name").get();
    }
    if (!described.has("name")) {
      throw new GcsRefusal(400, "required", "Required");
    }
    return described.get("name").getAsString();
  }

  private GcsAnswer whole(GcsCall call, String bucket, JsonObject described, InputStream content)
      throws IOException, GcsRefusal {
    String name = name(call, described);
    objects.checkWrite(call, bucket, name);
    Path file = objects.newFile();
    try {
      Files.copy(damaged(content), file, StandardCopyOption.REPLACE_EXISTING);
      return made(call, objects.write(call, bucket, name, described, file));
    } catch (IOException | GcsRefusal e) {
      Files.delete(file);
      throw e;
    }
  }

  private GcsAnswer made(GcsCall call, GcsObject object) throws GcsRefusal {
    return GcsApi.described(call, object, endpoint);
  }

  private GcsAnswer start(GcsCall call, String bucket) throws IOException, GcsRefusal {
    JsonObject described = description(call.body().readAllBytes());
    String type = call.header("X-Upload-Content-Type");
    if (type != null && !described.has("contentType")) {
      described.addProperty("contentType", type);
    }
    String name = name(call, described);
    objects.checkWrite(call, bucket, name);
    String length = call.header("X-Upload-Content-Length");
    long size = length == null ? -1 : Long.parseLong(length);
    String id = UUID.randomUUID().toString();
    sessions.put(id, new GcsSession(call, bucket, name, described, size, objects));
    return GcsAnswer.empty(200)
        .with(
            "Location",
            "http://"
                + call.header("Host") // By way of a proxy, if the start came so.
                + "/upload"
                + GcsApi.ROOT
                + "/b/"
                + bucket
                + "/o?uploadType=resumable&upload_id="
                + id);
  }

  private GcsAnswer goOn(GcsCall call, String id) throws IOException, GcsRefusal {
    GcsSession session = sessions.get(id);
    if (session == null) {
      throw GcsRefusal.notFound("Not Found");
    }
    if (call.method().equals("DELETE")) {
      sessions.remove(id);
      session.close();
      return GcsAnswer.empty(CANCELLED);
    }
    try {
      Optional<GcsObject> object = session.take(call, damaged(call.body()));
      return object.isPresent() ? made(session.start(), object.get()) : session.incomplete();
    } catch (GcsRefusal refusal) {
      if (session.isOver()) {
        sessions.remove(id);
      }
      throw refusal;
    }
  }

  private InputStream damaged(InputStream content) {
    return new FilterInputStream(content) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        if (count > 0 && damage.compareAndSet(true, false)) {
          bytes[offset] ^= 1;
        }
        return count;
      }
    };
  }
}
