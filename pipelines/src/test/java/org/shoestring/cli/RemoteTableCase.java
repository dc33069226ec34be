package org.shoestring.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.S3Server;
import org.shoestring.cli.argument.LineSource;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Stores;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.Traffic.Kind;
import org.shoestring.table.Table;
import org.shoestring.table.record.Shard;
import org.shoestring.tsv.foreign.ForeignFile;

/** A table and its experiment here, a bucket, and what is asked of the bucket. */
abstract class RemoteTableCase {
  static final int LINES = 100_000;

  @TempDir static Path folder = Path.of("");
  static S3Server server;
  static Stores stores = Stores.withoutOptions();
  static Shard shard;

  /** A folder of the bucket for each test. */
  final String remote = "s3://bucket/" + UUID.randomUUID();

  static String path(String name) {
    return folder.resolve(name).toString();
  }

  static String line(int number) {
    return number + "\tline " + new Random(number).nextLong();
  }

  @BeforeAll
  static void makeTableAndServer() throws IOException {
    Files.write(
        folder.resolve("raw.tsv"), IntStream.rangeClosed(1, LINES).mapToObj(i -> line(i)).toList());
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: e
        workspace: w
        stages:
          raw: {import: raw.tsv, columns: [n, text]}
          model: {train: raw, command: "echo model > {out}/m"}
        """);
    Ran.by("run", path("e.yaml"), "--work-dir", path("work")).good();
    shard =
        Table.in(
                Stores.withoutOptions(),
                Ran.by("path", path("e.yaml"), "raw").good().out().strip(),
                "main")
            .shards()
            .get(0);
    server = S3Server.in(folder.resolve("server"));
    stores = server.stores().workingIn(folder.resolve("local"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  /** What was asked of the bucket since a moment. */
  static final class Asked {
    private final Map<Kind, Long> before = new EnumMap<>(Kind.class);
    private final long bytes = traffic().bytesDown();

    Asked() {
      for (Kind kind : Kind.values()) {
        before.put(kind, traffic().requests(kind));
      }
    }

    private static Traffic traffic() {
      stores.at("s3://bucket");
      return requireNonNull(stores.traffic().get("s3://bucket"));
    }

    long of(Kind kind) {
      return traffic().requests(kind) - before.getOrDefault(kind, 0L);
    }

    long all() {
      return Stream.of(Kind.values()).mapToLong(this::of).sum();
    }

    long bytesDown() {
      return traffic().bytesDown() - bytes;
    }
  }

  static byte[] read(String name) throws IOException {
    try (InputStream in = ObjectName.of(name).open(stores)) {
      return in.readAllBytes();
    }
  }

  static String text(String name) throws IOException {
    try (InputStream in = ForeignFile.decompress(ObjectName.of(name).open(stores), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static List<String> lines(String name, long from, int count) throws IOException {
    List<String> read = new ArrayList<>();
    try (LineSource lines = LineSource.open(name, from, new SettingOptions(stores))) {
      while (read.size() < count && lines.next()) {
        read.add(lines.row().toString());
      }
    }
    return read;
  }

  final String copied() {
    assertThat(Ran.by(stores, "cp", path("e.yaml:raw"), remote + "/raw").good().err())
        .startsWith("shoestring: " + remote + "/raw: 1 object, ");
    return remote + "/raw";
  }
}
