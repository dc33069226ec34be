package org.shoestring.server.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which request means what. */
final class GcsApi {
  static final String ROOT = "/storage/v1";

  private final GcsObjects objects;
  private final GcsUploads uploads;
  private final String endpoint;
  private final GcsBatch batch = new GcsBatch(this);
  private volatile int largestPage = 1000;

  GcsApi(GcsObjects objects, GcsUploads uploads, String endpoint) {
    this.objects = objects;
    this.uploads = uploads;
    this.endpoint = endpoint;
  }

  void listInPagesOf(int objects) {
    largestPage = objects;
  }

  GcsAnswer answer(GcsCall call) throws IOException, GcsRefusal {
    List<String> path = new ArrayList<>(call.path());
    if (path.get(0).equals("resumable")) {
      path.remove(0); // Google's own tools say /resumable/upload/.
    }
    String first = path.get(0);
    if (first.equals("batch")) {
      return batch.answer(call);
    }
    boolean upload = first.equals("upload");
    if (upload || first.equals("download")) {
      path.remove(0);
    }
    if (path.size() < 4 || !("/" + path.get(0) + "/" + path.get(1)).equals(ROOT)) {
      throw GcsRefusal.notFound("Not Found");
    }
    String kind = call.method() + " " + String.join("/", path.subList(4, Math.min(5, path.size())));
    String bucket = path.get(3);
    Optional<String> name = path.size() == 6 ? Optional.of(path.get(5)) : Optional.empty();
    if (upload) {
      return uploads.answer(call, bucket);
    } else if (kind.equals("GET ") && path.size() == 4) {
      return bucket(bucket);
    } else if (kind.equals("GET o") && path.size() == 5) {
      return list(call, bucket);
    } else if (kind.equals("GET o") && name.isPresent()) {
      return call.isMedia()
          ? GcsMedia.answer(call, objects.open(call, bucket, name.get()))
          : described(call, objects.find(call, bucket, name.get()), endpoint);
    } else if (kind.equals("DELETE o") && name.isPresent()) {
      objects.delete(call, bucket, name.get());
      return GcsAnswer.empty(204);
    }
    throw new GcsRefusal(405, "methodNotAllowed", "Method Not Allowed");
  }

  private GcsAnswer bucket(String name) throws GcsRefusal {
    objects.checkBucket(name);
    JsonObject json = new JsonObject();
    json.addProperty("kind", "storage#bucket");
    json.addProperty("id", name);
    json.addProperty("name", name);
    json.addProperty("location", "US");
    json.addProperty("storageClass", "STANDARD");
    return GcsAnswer.json(200, json);
  }

  /** The description of an object, of the fields that are asked for. */
  static GcsAnswer described(GcsCall call, GcsObject object, String endpoint) throws GcsRefusal {
    return GcsAnswer.json(200, GcsFields.select(call, json(object, endpoint)));
  }

  private static JsonObject json(GcsObject object, String endpoint) {
    String encoded = URLEncoder.encode(object.name(), UTF_8).replace("+", "%20");
    return object.json(endpoint, encoded);
  }

  private GcsAnswer list(GcsCall call, String bucket) throws GcsRefusal {
    String prefix = call.parameter("prefix").orElse("");
    String delimiter = call.parameter("delimiter").orElse("");
    long most = Math.min(largestPage, call.number("maxResults").orElse(Long.MAX_VALUE));
    JsonArray items = new JsonArray();
    Set<String> prefixes = new LinkedHashSet<>();
    Optional<String> next = Optional.empty();
    String last = "";
    for (GcsObject object : objects.list(bucket, prefix, after(call))) {
      int end = delimiter.isEmpty() ? -1 : object.name().indexOf(delimiter, prefix.length());
      boolean grouped = end >= 0;
      String group = grouped ? object.name().substring(0, end + delimiter.length()) : "";
      if (!prefixes.contains(group) && items.size() + prefixes.size() == most) {
        next = Optional.of(last);
        break;
      }
      if (grouped) {
        prefixes.add(group);
      } else {
        items.add(json(object, endpoint));
      }
      last = object.name();
    }
    JsonObject page = new JsonObject();
    page.addProperty("kind", "storage#objects");
    next.ifPresent(name -> page.addProperty("nextPageToken", token(name)));
    if (!prefixes.isEmpty()) {
      JsonArray groups = new JsonArray();
      prefixes.forEach(groups::add);
      page.add("prefixes", groups);
    }
    if (!items.isEmpty()) {
      page.add("items", items);
    }
    return GcsAnswer.json(200, GcsFields.select(call, page));
  }

  private static String token(String name) {
    return Base64.getUrlEncoder().encodeToString(name.getBytes(UTF_8));
  }

  private static Optional<String> after(GcsCall call) throws GcsRefusal {
    Optional<String> token = call.parameter("pageToken");
    try {
      return token.map(text -> new String(Base64.getUrlDecoder().decode(text), UTF_8));
    } catch (IllegalArgumentException e) {
      throw GcsRefusal.invalid("Invalid page token: " + token.orElse(""));
    }
  }
}
