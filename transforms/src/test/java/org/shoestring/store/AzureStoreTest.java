package org.shoestring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.server.Azurite;
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.config.StoreFile.ConditionalCreate;
import org.shoestring.store.doctor.Doctor;
import org.shoestring.store.doctor.Finding;
import org.shoestring.store.doctor.Finding.Level;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.remote.RemoteStore;

/** The contract against Azure's emulator, through the gateway that users start. */
@Tag("long")
class AzureStoreTest extends ObjectStoreContract {
  @TempDir private static Path folder = Path.of("");
  private static @Nullable Azurite server;

  private final Path spools;
  private final String prefix = UUID.randomUUID() + "/";

  AzureStoreTest(@TempDir Path spools) {
    this.spools = spools;
  }

  @BeforeAll
  static void startServers() throws IOException {
    assumeTrue(
        Azurite.installed().isPresent(),
        "Azurite is not installed: npm install --prefix test-servers/target/azurite"
            + " azurite@3.35.0");
    server = Azurite.start(folder, "container");
  }

  @AfterAll
  static void stopServers() {
    if (server != null) {
      server.close();
    }
  }

  /** The store file that travels with the program, with what a user exports. */
  private static StoreFile file(UnaryOperator<String> edit) throws IOException {
    Map<String, String> exported =
        Map.of(
            "AZURE_GATEWAY", Objects.requireNonNull(server).endpoint(),
            "AZURE_GATEWAY_ACCESS_KEY", Azurite.ACCESS_KEY,
            "AZURE_GATEWAY_SECRET_KEY", Azurite.SECRET_KEY);
    String text = Files.readString(Path.of("..", "runners-config", "stores", "azure.conf"));
    return TestStores.file("azure", edit.apply(text), exported);
  }

  @Override
  protected RemoteStore store() throws IOException {
    return TestStores.open(
        file(UnaryOperator.identity()), "container", prefix, spools, new Traffic());
  }

  @Test
  void create_probed_isDecidedByAzure() throws IOException {
    StoreFile probing = file(text -> text.replace("conditional-create: yes", ""));
    assertThat(probing.conditionalCreate()).isEqualTo(ConditionalCreate.PROBE);
    RemoteStore store = TestStores.open(probing, "container", prefix, spools, new Traffic());

    assertThat(store.createsConditionally()).isTrue();
  }

  @Test
  void examine_gateway_isUsable() throws IOException {
    List<Finding> findings = new ArrayList<>();

    assertThat(
            new Doctor(Stores.withoutOptions(), findings::add)
                .examine(file(UnaryOperator.identity()), store()))
        .isTrue();

    assertThat(findings).filteredOn(finding -> finding.level() != Level.OK).isEmpty();
  }

  @Test
  void put_inParts_isOneObject() throws IOException {
    Path spool = store().newSpool();
    byte[] part = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(spool)) {
      for (int i = 0; i < 65; i++) {
        Arrays.fill(part, (byte) i);
        out.write(part);
      }
    }
    Path sent = Files.copy(spool, spools.resolve("sent"));

    store().put("large", spool);

    try (InputStream in = store().open("large")) {
      Path received = spools.resolve("received");
      Files.copy(in, received);
      assertThat(Files.mismatch(sent, received)).isEqualTo(-1);
    }
  }

  @Test
  void list_moreThanAPage_isAllInOrder() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 1005; i++) {
      names.add(String.format(Locale.ROOT, "page/%04d", i));
    }
    names.parallelStream().forEach(this::make);

    assertThat(store().list("page/")).extracting(StoredObject::name).isEqualTo(names);
  }

  @Test
  void gateway_process_showsNoSecret() throws IOException {
    ProcessHandle gateway =
        ProcessHandle.current()
            .descendants()
            .filter(process -> commandLine(process).endsWith(" --properties /dev/fd/3"))
            .findFirst()
            .orElseThrow();

    assertThat(commandLine(gateway)).doesNotContain(Azurite.ACCESS_KEY, Azurite.SECRET_KEY);
    assertThat(Files.readString(Path.of("/proc", "" + gateway.pid(), "environ")))
        .contains("AZURE_STORAGE_ACCOUNT=")
        .doesNotContain(Azurite.SECRET_KEY, "AZURE_STORAGE_KEY=");
  }

  /** What the gateway warns of is to be read. */
  @Test
  void gateway_put_isNotWarnedOf() throws IOException {
    store().put("quiet", Files.writeString(store().newSpool(), "content"));

    assertThat(Files.readString(folder.resolve("gateway.log"))).doesNotContain("restricted");
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  private void make(String name) {
    try {
      store().create(name, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
