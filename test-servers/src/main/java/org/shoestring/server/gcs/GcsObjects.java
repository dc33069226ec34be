package org.shoestring.server.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The buckets and the live objects in them. Each change is whole, and sees those before it. */
final class GcsObjects {
  private static final int LONGEST_NAME = 1024;

  /** Google's order: by the bytes of UTF-8. */
  private static final Comparator<String> BY_BYTES =
      (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

  private final Path folder;
  private final Map<String, NavigableMap<String, GcsObject>> buckets = new HashMap<>();
  private long lastGeneration;

  GcsObjects(Path folder, List<String> buckets) throws IOException {
    this.folder = Files.createDirectories(folder);
    buckets.forEach(name -> this.buckets.put(name, new TreeMap<>(BY_BYTES)));
  }

  /** A file for content that arrives. */
  Path newFile() throws IOException {
    return Files.createTempFile(folder, "content", "");
  }

  private NavigableMap<String, GcsObject> bucket(String name) throws GcsRefusal {
    NavigableMap<String, GcsObject> bucket = buckets.get(name);
    if (bucket == null) {
      throw GcsRefusal.notFound("The specified bucket does not exist.");
    }
    return bucket;
  }

  /** Refuses a write that could not succeed now. */
  synchronized void checkWrite(GcsCall call, String bucket, String name) throws GcsRefusal {
    int bytes = name.getBytes(UTF_8).length;
    boolean dots = name.equals(".") || name.equals("..");
    if (bytes == 0 || bytes > LONGEST_NAME || dots || name.matches("(?s).*[\r\n].*")) {
      throw GcsRefusal.invalid("Invalid object name: '" + name + "'");
    }
    long now = Optional.ofNullable(bucket(bucket).get(name)).map(GcsObject::generation).orElse(0L);
    Optional<Long> match = call.number("ifGenerationMatch");
    Optional<Long> noMatch = call.number("ifGenerationNotMatch");
    if (match.stream().anyMatch(g -> g != now) || noMatch.stream().anyMatch(g -> g == now)) {
      throw GcsRefusal.precondition();
    }
  }

  /** Makes or replaces an object, if its content is what was said and the preconditions hold. */
  GcsObject write(GcsCall call, String bucket, String name, JsonObject described, Path file)
      throws IOException, GcsRefusal {
    GcsDigest digest = GcsDigest.of(file);
    digest.check(described);
    synchronized (this) {
      checkWrite(call, bucket, name);
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      lastGeneration = Math.max(lastGeneration + 1, now.toEpochMilli() * 1000);
      GcsObject made = new GcsObject(bucket, name, lastGeneration, digest, described, now, file);
      GcsObject before = bucket(bucket).put(name, made);
      if (before != null) {
        Files.delete(before.file());
      }
      return made;
    }
  }

  /** An object that a request names, with its generation and preconditions if it has them. */
  synchronized GcsObject find(GcsCall call, String bucket, String name) throws GcsRefusal {
    GcsObject found = bucket(bucket).get(name);
    Optional<Long> generation = call.number("generation");
    if (found == null || generation.stream().anyMatch(g -> g != found.generation())) {
      throw GcsRefusal.noObject(bucket, name);
    }
    Optional<Long> match = call.number("ifGenerationMatch");
    if (match.isPresent() && match.get() != found.generation()) {
      throw GcsRefusal.precondition();
    }
    Optional<Long> noMatch = call.number("ifGenerationNotMatch");
    if (noMatch.isPresent() && noMatch.get() == found.generation()) {
      throw call.method().equals("GET")
          ? new GcsRefusal(304, "notModified", "Not Modified")
          : GcsRefusal.precondition();
    }
    return found;
  }

  /** An object's content, which stays readable when the object is replaced. */
  record Opened(GcsObject object, FileChannel content) {}

  synchronized Opened open(GcsCall call, String bucket, String name)
      throws IOException, GcsRefusal {
    GcsObject found = find(call, bucket, name);
    return new Opened(found, FileChannel.open(found.file()));
  }

  synchronized void delete(GcsCall call, String bucket, String name)
      throws IOException, GcsRefusal {
    GcsObject found = find(call, bucket, name);
    bucket(bucket).remove(name);
    Files.delete(found.file());
  }

  /** The objects of a bucket whose names come after {@code after} and start with a prefix. */
  synchronized List<GcsObject> list(String bucket, String prefix, Optional<String> after)
      throws GcsRefusal {
    NavigableMap<String, GcsObject> from = bucket(bucket).tailMap(prefix, true);
    if (after.isPresent() && BY_BYTES.compare(after.get(), prefix) >= 0) {
      from = bucket(bucket).tailMap(after.get(), false);
    }
    return from.values().stream().takeWhile(o -> o.name().startsWith(prefix)).toList();
  }

  /** Refuses if there is no such bucket. */
  synchronized void checkBucket(String name) throws GcsRefusal {
    bucket(name);
  }
}
