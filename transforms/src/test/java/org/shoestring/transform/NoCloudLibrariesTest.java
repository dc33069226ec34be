package org.shoestring.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.ReleaseInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.table.Output;
import org.shoestring.table.Table;
import org.shoestring.table.record.TableName;
import org.shoestring.testing.TestTables;
import org.shoestring.transform.importing.ImportTable;
import org.shoestring.transform.importing.ImportUnit;
import org.shoestring.transform.rows.TsvIO;
import org.shoestring.transform.steps.ApplySteps;
import org.shoestring.transform.steps.StepsOverRows;
import org.shoestring.tsv.Columns;

/** A process on whose class path there is no library for S3 or Google Cloud Storage. */
@Tag("long")
class NoCloudLibrariesTest {
  /** Parts of the paths of the jars that only these libraries bring. */
  private static final List<String> OF_CLOUDS =
      List.of(
          "/beam-sdks-java-io-amazon-web-services2/",
          "/beam-sdks-java-extensions-google-cloud-platform-core/",
          "/software/amazon/",
          "/com/google/api",
          "/com/google/auth/",
          "/com/google/cloud/",
          "/com/google/flogger/",
          "/com/google/guava/",
          "/com/google/http-client/",
          "/com/google/oauth-client/",
          "/com/google/protobuf/",
          "/io/grpc/",
          "/io/netty/",
          "/io/opencensus/");

  @TempDir private Path folder = Path.of("");

  /** Works in a folder, then asks for buckets, and prints what came of it. */
  public static final class Program {
    private Program() {}

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      Columns columns = Columns.of("en", "de");
      Path file = folder.resolve("in.tsv");
      Files.writeString(file, "One\tEINS\n\tleer\n");

      Pipeline rows = Pipeline.create(PipelineOptionsFactory.create());
      rows.apply(TsvIO.read().from(file.toString()).withColumns(columns))
          .apply(ApplySteps.toRows(columns, "lowercase", "empty"))
          .get(StepsOverRows.KEPT)
          .apply(TsvIO.write().to(folder.resolve("rows").toString()).withColumns(columns));
      rows.run().waitUntilFinish();
      Pipeline back = Pipeline.create(PipelineOptionsFactory.create());
      back.apply(
              TsvIO.read()
                  .from(folder.resolve("rows/part-*.tsv.gz").toString())
                  .withColumns(columns))
          .apply(TsvIO.write().to(folder.resolve("again").toString()).withColumns(columns));
      back.run().waitUntilFinish();

      TestTables tables = TestTables.in(folder);
      Output imported = tables.output("imported");
      Pipeline imports = Pipeline.create(PipelineOptionsFactory.create());
      imports
          .apply(
              ImportTable.of(
                  List.of(new ImportUnit(0, List.of(file.toString()))),
                  new ImportTable.Settings(columns, 1000, 0),
                  imported))
          .apply(tables.commitOutput("imported", ImportTable.tables(columns), 1));
      imports.run().waitUntilFinish();

      Table input = tables.table("imported", TableName.MAIN);
      Output clean = tables.output("clean");
      Pipeline steps = Pipeline.create(PipelineOptionsFactory.create());
      steps
          .apply(ReadShards.of(input))
          .apply(ApplySteps.of(List.of(Spec.parse("test", "lowercase")), input, clean))
          .apply(tables.commitOutput("clean", ApplySteps.tables(columns, columns), 1));
      steps.run().waitUntilFinish();
      System.out.println(tables.lines("clean", TableName.MAIN));

      Stores stores = Stores.of(PipelineOptionsFactory.create());
      for (String bucket : List.of("s3://bucket/a", "gs://bucket", "minio://bucket")) {
        try {
          System.out.println(stores.at(bucket));
        } catch (UsageException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  @Test
  void program_withoutLibrariesOfClouds_worksInFoldersAndSaysWhatBucketsNeed() throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> OF_CLOUDS.stream().noneMatch(path::contains))
            .collect(Collectors.joining(File.pathSeparator));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                Program.class.getName(),
                folder.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    process.environment().put("MINIO_ENDPOINT", "http://127.0.0.1:1");
    int code = process.start().waitFor();

    assertThat(code).as(Files.readString(err)).isZero();
    assertThat(Files.readAllLines(out))
        .containsExactly(
            "[one\teins, \tleer]",
            needs("s3", "s3", "io.aws2.options.", "S3Options", "io-amazon-web-services2"),
            needs(
                "gs",
                "gs",
                "extensions.gcp.options.",
                "GcsOptions",
                "extensions-google-cloud-platform-core"),
            needs("minio", "s3", "io.aws2.options.", "S3Options", "io-amazon-web-services2"));
    assertThat(lines(folder.resolve("again"))).containsExactly("one\teins");
  }

  private static List<String> lines(Path table) throws IOException {
    List<String> lines = new ArrayList<>();
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(table, "part-*.tsv.gz")) {
      for (Path part : parts) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(part))) {
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
        }
      }
    }
    return lines;
  }

  private static String needs(String store, String type, String room, String name, String module) {
    return store
        + "://bucket: the library for stores of type "
        + type
        + " is not on the class path (no org.apache.beam.sdk."
        + room
        + name
        + "); add the dependency org.apache.beam:beam-sdks-java-"
        + module
        + ":"
        + ReleaseInfo.getReleaseInfo().getVersion()
        + " to your project, so that it is there where the pipeline is started and on its workers";
  }
}
