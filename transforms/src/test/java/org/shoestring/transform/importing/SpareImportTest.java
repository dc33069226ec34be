package org.shoestring.transform.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.store.TestStores;
import org.shoestring.store.local.LocalStore;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.table.Output;
import org.shoestring.table.record.WrittenShard;
import org.shoestring.transform.Workbench;
import org.shoestring.transform.unit.SpareOptions;
import org.shoestring.transform.unit.SpareUnits;
import org.shoestring.tsv.codec.Codec;

/** Files that a second worker imports, because the first one is slow. */
@Timeout(60)
class SpareImportTest {
  private static final ImportTable.Settings SMALL = new ImportTable.Settings(Imports.EN_DE, 4, 0);

  private final CountDownLatch hung = new CountDownLatch(1);
  private final AtomicBoolean first = new AtomicBoolean(true);
  private final Path folder;

  SpareImportTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static KV<ImportUnit, Map<String, SourceVersion>> unit(Path file) {
    return KV.of(Imports.unit(0, file), Map.of());
  }

  private static PipelineOptions options() {
    PipelineOptions options = PipelineOptionsFactory.create();
    SpareOptions.of(options).setSpareWorkers(1);
    SpareOptions.of(options).setSlowUnitMillis(50L);
    return options;
  }

  @Test
  void help_importInPieces_leavesTheSameTable() throws Exception {
    Imports imports = new Imports(new Workbench(folder));
    Path file = Files.writeString(folder.resolve("a.tsv"), "A\tB\nC\tD\nE\tF\n");
    Output output = imports.output();
    SpareImport spare = new SpareImport(new ImportFn(SMALL, output), output);

    new SpareUnits<>(() -> List.of(unit(file)), spare).help(0, options());

    assertThat(output.records().names())
        .containsExactly("00000-00000", "00000-00001", "00000-00002");
    List<String> stamps = imports.stamps();
    assertThat(imports.units(List.of(Imports.unit(0, file)), SMALL)).isNotNull();
    assertThat(imports.lines()).containsExactly("A\tB", "C\tD", "E\tF");
    assertThat(imports.stamps()).containsAll(stamps);
  }

  /** A store that says nothing at all to who reads from it first. */
  private ObjectStore hangingOnce(LocalStore store) {
    Class<?>[] types = {ObjectStore.class};
    Object hanging =
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            types,
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("open") && first.getAndSet(false)) {
                hang();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return (ObjectStore) hanging;
  }

  private void hang() throws IOException {
    hung.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  @Test
  void shards_fileThatSaysNothing_areThoseOfTheWorkerThatWasFaster() throws Exception {
    Path sources = Files.createDirectory(folder.resolve("sources"));
    Path file = Files.writeString(sources.resolve("a.tsv"), "A\tB\nC\tD\nE\tF\n");
    Output output =
        Output.in(
            TestStores.with(sources.toString(), hangingOnce(new LocalStore(sources))),
            folder.resolve("ws").toString(),
            "import-0123456789abcdef0123456789abcdef",
            Codec.GZIP,
            1);
    PipelineOptions options = options();
    CompletableFuture<List<WrittenShard>> slow =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return new ImportFn(SMALL, output)
                    .shards(unit(file), SpareOptions.of(options), true);
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    hung.await();

    new SpareImport(new ImportFn(SMALL, output), output).run(unit(file), options);

    assertThat(slow.get()).hasSize(3).allSatisfy(shard -> assertThat(shard.lines()).isEqualTo(1));
    assertThat(output.records().names()).hasSize(3);
  }
}
