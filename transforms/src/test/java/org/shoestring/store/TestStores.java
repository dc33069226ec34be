package org.shoestring.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.shoestring.files.SettingsFile;
import org.shoestring.server.S3Proxy;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.gcs.GcsProvider;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.Attempts;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.BucketProvider;
import org.shoestring.store.remote.RemoteStore;
import org.shoestring.store.remote.StoreOptions;
import org.shoestring.store.s3.S3Provider;

/** Remote stores of running test servers. */
public final class TestStores {
  private TestStores() {}

  /** Stores of which that of a location is this one. */
  public static Stores with(String location, ObjectStore store) {
    Stores stores = Stores.withoutOptions().unique();
    stores.put(location, store);
    return stores;
  }

  /** Where requests to a bucket go, and what they are signed for. */
  public static String address(Stores stores, String location) {
    return ((RemoteStore) stores.at(location)).bucket().address();
  }

  /** No options of Beam. */
  public static StoreOptions noOptions() {
    return StoreOptions.unset(PipelineOptionsFactory::create);
  }

  /** A folder of a bucket of an S3Proxy, and what was asked of it. */
  public static RemoteStore s3(String endpoint, String bucket, String prefix, Path spools)
      throws IOException {
    StoreFile file = file("test", "type: s3", "endpoint: " + endpoint, "region: us-east-1");
    return open(file, bucket, prefix, spools, new Traffic());
  }

  /** A folder of a bucket of a fake of Google Cloud Storage, and what was asked of it. */
  public static RemoteStore gs(
      String endpoint, String bucket, String prefix, Path spools, Traffic traffic)
      throws IOException {
    StoreFile file =
        gsFile(
            "type: gs",
            "endpoint: " + endpoint,
            "credentials: anonymous",
            "conditional-create: yes");
    return open(new GcsProvider().open(file, noOptions(), bucket, traffic), file, prefix, spools);
  }

  /** A store file of these lines. */
  public static StoreFile gsFile(String... lines) {
    return file("test", String.join("\n", lines), Map.of());
  }

  /** A store file of these lines; credentials are those of S3Proxy. */
  public static StoreFile file(String name, String... lines) {
    return file(AccessKey.OF_S3PROXY, name, lines);
  }

  /** An access key and its secret. */
  record AccessKey(String id, String secret) {
    static final AccessKey OF_S3PROXY = new AccessKey(S3Proxy.ACCESS_KEY, S3Proxy.SECRET_KEY);
  }

  /** A store file of these lines and credentials. */
  static StoreFile file(AccessKey key, String name, String... lines) {
    return file(
        name,
        String.join("\n", lines) + "\ncredentials: env TEST_KEY TEST_SECRET\n",
        Map.of("TEST_KEY", key.id(), "TEST_SECRET", key.secret()));
  }

  /** A store file of this text, read by somebody who has exported these variables. */
  public static StoreFile file(String name, String text, Map<String, String> exported) {
    String path = name + ".conf";
    return StoreFile.parse(
        path,
        name,
        SettingsFile.parse(path, text, false),
        BucketProvider.all().keySet(),
        exported::get);
  }

  /** Opens a folder of a bucket. */
  public static RemoteStore open(
      StoreFile file, String bucket, String prefix, Path spools, Traffic traffic)
      throws IOException {
    return open(new S3Provider().open(file, noOptions(), bucket, traffic), file, prefix, spools);
  }

  /** A folder of a bucket that is open. */
  public static RemoteStore open(Bucket opened, StoreFile file, String prefix, Path spools) {
    return new RemoteStore(
        opened,
        prefix,
        new Attempts(file.giveUpAfter()),
        spools,
        new AtomicReference<>(file.conditionalCreate()));
  }
}
