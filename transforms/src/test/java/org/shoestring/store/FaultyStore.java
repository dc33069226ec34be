package org.shoestring.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.S3Proxy;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.Fault.End;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule.Request;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.RemoteStore;

/**
 * What tests of faults share: a store behind a proxy that breaks what it is told to, and the same
 * store without the proxy, which tells what is really there. A test that hangs has failed.
 */
@ExtendWith(SharedS3Proxy.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class FaultyStore {
  static final String BUCKET = "bucket";

  @TempDir Path spools = Path.of("");
  final String prefix = UUID.randomUUID() + "/";
  S3Proxy server;
  FaultProxy proxy;
  RemoteStore direct;

  @BeforeEach
  final void start(S3Proxy running) throws IOException {
    server = running;
    proxy = FaultProxy.of(running.port());
    direct = TestStores.s3(running.endpoint(), BUCKET, prefix, spools);
  }

  @AfterEach
  final void stop() throws IOException {
    proxy.close();
  }

  /** A store that waits for faults to be over. */
  final RemoteStore patient() throws IOException {
    return behindProxy("give-up-after: 60s");
  }

  /** A store that gives up soon. */
  final RemoteStore hasty() throws IOException {
    return behindProxy("give-up-after: 1s", "conditional-create: yes");
  }

  final RemoteStore behindProxy(String... lines) throws IOException {
    return TestStores.open(file(proxy.endpoint(), lines), BUCKET, prefix, spools, new Traffic());
  }

  static StoreFile file(String endpoint, String... lines) {
    String shared = "type: s3\nendpoint: " + endpoint + "\nregion: us-east-1\n";
    return TestStores.file("test", (shared + String.join("\n", lines)).split("\n"));
  }

  /** As messages name an object. */
  final String url(String name) {
    return "test://" + BUCKET + "/" + prefix + name;
  }

  final void put(ObjectStore store, String name, byte[] content) throws IOException {
    Path spool = store.newSpool();
    Files.write(spool, content);
    store.put(name, spool);
  }

  static byte[] read(ObjectStore store, String name) throws IOException {
    try (InputStream in = store.open(name)) {
      return in.readAllBytes();
    }
  }

  static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  static End end(Random random) {
    return random.nextBoolean() ? End.CLOSE : End.RESET;
  }

  /** What the proxy did. */
  final List<Fault> injected() {
    return proxy.injected().stream().map(FaultProxy.Injected::fault).toList();
  }

  /** The requests of a method that the proxy has seen. */
  final List<Request> requests(String method) {
    return proxy.requests().stream().filter(request -> request.method().equals(method)).toList();
  }

  /** The names of what is there; S3Proxy lists what it is receiving too, without an ETag. */
  final List<String> names() throws IOException {
    return direct.list("").stream()
        .filter(object -> !object.version().isEmpty())
        .map(StoredObject::name)
        .toList();
  }
}
