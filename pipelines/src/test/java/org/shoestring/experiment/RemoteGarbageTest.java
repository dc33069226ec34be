package org.shoestring.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.S3Server;
import org.shoestring.experiment.gc.GarbageCollector;
import org.shoestring.experiment.gc.UnusedObjects;
import org.shoestring.lease.LeaseManager;
import org.shoestring.server.S3Proxy;
import org.shoestring.store.object.ObjectStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Unused objects of a workspace in S3. */
class RemoteGarbageTest {
  private static final String SHARD = "part-00000-00000-0123456789abcdef.tsv.gz";

  @TempDir private static Path servers = Path.of("");
  private static S3Server server;
  private static S3Client client;

  private final Path folder;

  RemoteGarbageTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void startServer() throws IOException {
    server = S3Server.in(servers);
    client =
        S3Client.builder()
            .endpointOverride(URI.create(server.proxy().endpoint()))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(S3Proxy.ACCESS_KEY, S3Proxy.SECRET_KEY)))
            .build();
  }

  @AfterAll
  static void stopServer() {
    client.close();
    server.close();
  }

  private static void startUpload(String key) {
    client.createMultipartUpload(request -> request.bucket("bucket").key(key));
  }

  private static List<String> uploads() {
    return client.listMultipartUploads(request -> request.bucket("bucket")).uploads().stream()
        .map(MultipartUpload::key)
        .toList();
  }

  @Test
  @Timeout(20)
  void remove_uploadsOfTheDead_areAbortedAndThoseOfOthersAreNot() throws IOException {
    String dead = "ws/outputs/import-" + "0".repeat(32) + "/" + SHARD;
    List<String> foreign = List.of("ws/mine.bin", "ws/outputs/mine/" + SHARD, "other/" + SHARD);
    startUpload(dead);
    foreign.forEach(RemoteGarbageTest::startUpload);
    ObjectStore store = server.stores().workingIn(folder).at("s3://bucket/ws");

    List<UnusedObjects> garbage = new ArrayList<>();
    new GarbageCollector(store, Duration.ofDays(1), Set.of(), LeaseManager.DURATION, remark -> {})
        .remove(garbage::add);
    assertThat(garbage).isEmpty();
    while (garbage.isEmpty()) { // The store dates to the second.
      new GarbageCollector(store, Duration.ZERO, Set.of(), LeaseManager.DURATION, remark -> {})
          .remove(garbage::add);
    }
    assertThat(garbage)
        .extracting(one -> one.kind() + " " + one.name())
        .containsExactly("UPLOAD " + dead.substring("ws/".length()));
    assertThat(uploads()).containsExactlyInAnyOrderElementsOf(foreign);
  }
}
