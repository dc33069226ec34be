package org.shoestring.server.gcs;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * An object of the fake.
 *
 * @param described what its writer said of it
 * @param file its content
 */
record GcsObject(
    String bucket,
    String name,
    long generation,
    GcsDigest digest,
    JsonObject described,
    Instant updated,
    Path file) {
  private static final List<String> KEPT =
      List.of(
          "contentType",
          "contentEncoding",
          "contentDisposition",
          "contentLanguage",
          "cacheControl",
          "storageClass",
          "metadata");

  long size() {
    return digest.size();
  }

  /** What its writer said of a field; empty if nothing. */
  String told(String field) {
    return described.has(field) ? described.get(field).getAsString() : "";
  }

  JsonObject json(String endpoint, String encodedName) {
    String address = GcsApi.ROOT + "/b/" + bucket + "/o/" + encodedName;
    JsonObject json = new JsonObject();
    json.addProperty("kind", "storage#object");
    json.addProperty("id", bucket + "/" + name + "/" + generation);
    json.addProperty("selfLink", endpoint + address);
    json.addProperty(
        "mediaLink", endpoint + "/download" + address + "?generation=" + generation + "&alt=media");
    json.addProperty("name", name);
    json.addProperty("bucket", bucket);
    json.addProperty("generation", Long.toString(generation));
    json.addProperty("metageneration", "1");
    json.addProperty("storageClass", "STANDARD");
    json.addProperty("size", Long.toString(size()));
    json.addProperty("md5Hash", digest.md5());
    json.addProperty("crc32c", digest.crc32c());
    json.addProperty("etag", etag());
    json.addProperty("timeCreated", updated.toString());
    json.addProperty("updated", updated.toString());
    for (String field : KEPT) {
      if (described.has(field)) {
        json.add(field, described.get(field));
      }
    }
    return json;
  }

  String etag() {
    return "g" + Long.toString(generation, 36);
  }
}
