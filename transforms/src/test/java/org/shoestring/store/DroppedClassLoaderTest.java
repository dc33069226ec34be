package org.shoestring.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.S3Proxy;
import org.shoestring.server.gcs.FakeGcs;
import org.shoestring.table.Commit;
import org.shoestring.table.Output;
import org.shoestring.table.record.Recipe;
import org.shoestring.transform.CommitOutput;
import org.shoestring.transform.ShardCoder;
import org.shoestring.transform.importing.ImportFn;
import org.shoestring.transform.importing.ImportTable;
import org.shoestring.transform.importing.ImportUnit;
import org.shoestring.transform.importing.SourceVersion;
import org.shoestring.tsv.Columns;
import org.shoestring.tsv.codec.Codec;

/** The class loader of a job in somebody else's process goes when the job is over. */
@Tag("long")
@Timeout(120)
class DroppedClassLoaderTest {
  private final Path folder;

  DroppedClassLoaderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void job_stageInAFolder_letsTheClassLoaderGo() throws Exception {
    awaitGone(folder.toString());
  }

  @Test
  void job_stageOnGcs_letsTheClassLoaderGo() throws Exception {
    try (FakeGcs server = FakeGcs.over(folder, "bucket")) {
      awaitGone(
          "gs://bucket/job",
          "--gcsEndpoint=" + server.gcsEndpoint(),
          "--project=test",
          "--credentialFactoryClass="
              + "org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory");
    }
  }

  @Test
  void job_stageOnS3_letsTheClassLoaderGo() throws Exception {
    try (S3Proxy server = S3Proxy.over(folder, "bucket")) {
      awaitGone(
          "s3://bucket/job",
          "--endpoint=" + server.endpoint(),
          "--awsRegion=us-east-1",
          "--awsCredentialsProvider={\"@type\":\"StaticCredentialsProvider\",\"accessKeyId\":\""
              + S3Proxy.ACCESS_KEY
              + "\",\"secretAccessKey\":\""
              + S3Proxy.SECRET_KEY
              + "\"}");
    }
  }

  /** Java keeps what is only softly reachable as long as there is memory, so this one does not. */
  private static void awaitGone(String... location) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:SoftRefLRUPolicyMSPerMB=0", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Host.class.getName());
    command.addAll(List.of(location));
    Process host = new ProcessBuilder(command).inheritIO().start();
    try {
      assertThat(host.waitFor()).isZero();
    } finally {
      host.destroyForcibly();
    }
  }

  private record Compared(Class<Host> host) {}

  /** A process that runs a job in a class loader and a thread of its own, and lives on. */
  public static final class Host {
    private Host() {}

    public static void main(String[] args) throws Exception {
      WeakReference<ClassLoader> loader = afterJob(args);
      // Java itself keeps the class loader of the last record type that was compared.
      assertThat(new Compared(Host.class))
          .isEqualTo(new Compared(Host.class))
          .hasSameHashCodeAs(new Compared(Host.class));
      for (int i = 0; i < 300 && loader.get() != null; i++) {
        System.gc();
        // Java forgets classes that were serialized when others are.
        assertThat(SerializableUtils.clone(new ArrayList<>(List.of(i)))).containsExactly(i);
        Thread.sleep(100);
      }
      System.exit(loader.get() == null ? 0 : 1);
    }

    private static WeakReference<ClassLoader> afterJob(String[] args) throws Exception {
      List<URL> classPath = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        if (!entry.matches(
            ".*opencensus-(impl|exporter).*")) { // Its threads live on, whoever loads it.
          classPath.add(Path.of(entry).toUri().toURL());
        }
      }
      try (URLClassLoader loader =
          new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
        Method run = loader.loadClass(Job.class.getName()).getMethod("run", String[].class);
        assertThat(run.getDeclaringClass()).isNotSameAs(Job.class);
        FutureTask<?> job = new FutureTask<>(() -> run.invoke(null, (Object) args));
        Thread thread = new Thread(job, "job");
        thread.setContextClassLoader(loader);
        thread.start();
        job.get();
        thread.join();
        return new WeakReference<>(loader);
      }
    }
  }

  /** What a job does: a stage from a source on the storage to its commit. */
  public static final class Job {
    private Job() {}

    public static void run(String... args) throws IOException {
      PipelineOptions options =
          PipelineOptionsFactory.fromArgs(Arrays.copyOfRange(args, 1, args.length)).create();
      Stores stores = Stores.of(options);
      stores.at(args[0]).replace("a.tsv", "a\tb\nc\td\n".getBytes(UTF_8));
      Recipe recipe = new Recipe("import", List.of(), List.of());
      Output output = Output.in(stores, args[0], recipe.outputName(), Codec.GZIP, 1);
      Columns columns = Columns.of("x", "y");
      ImportUnit unit = new ImportUnit(0, List.of(args[0] + "/a.tsv"));
      Pipeline pipeline = Pipeline.create(options);
      pipeline
          .apply(
              Create.of(KV.of(unit, Map.<String, SourceVersion>of()))
                  .withCoder(ImportTable.versionedCoder()))
          .apply(ParDo.of(new ImportFn(new ImportTable.Settings(columns, 1000, 0), output)))
          .setCoder(ShardCoder.written())
          .apply(CommitOutput.of(Commit.of(output, recipe, ImportTable.tables(columns), 1)));
      pipeline.run().waitUntilFinish();
      assertThat(output.manifest().orElseThrow().lines("main")).isEqualTo(2);
    }
  }
}
