package org.shoestring.experiment.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.bytes.BadDataException;
import org.shoestring.experiment.Bench;
import org.shoestring.experiment.ForwardingStore;
import org.shoestring.experiment.GarbageFixture;
import org.shoestring.experiment.HookedStore;
import org.shoestring.experiment.plan.StageResult;
import org.shoestring.lease.Lease;
import org.shoestring.lease.LeaseClaim;
import org.shoestring.lease.LeaseHolder;
import org.shoestring.lease.LeaseManager;
import org.shoestring.lease.Moment;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.Output;
import org.shoestring.tsv.codec.Codec;

/** Outputs that are removed because a person says so. */
class UnwantedOutputsTest extends GarbageFixture {
  private String raw = "";
  private String clean = "";

  UnwantedOutputsTest(@TempDir Path folder) throws IOException {
    super(folder);
  }

  @BeforeEach
  void run() throws IOException {
    Map<String, StageResult> results = bench.run();
    raw = folder(results, "raw");
    clean = folder(results, "clean");
  }

  private UnwantedOutputs unwanted(ObjectStore in) {
    return new UnwantedOutputs(in, LeaseManager.DURATION, remark -> {});
  }

  private List<String> removeNamed(ObjectStore in, String... names) throws IOException {
    List<String> removed = new ArrayList<>();
    unwanted(in).remove(List.of(names), garbage -> removed.add(garbage.name()));
    return removed;
  }

  private List<String> removeNamed(String... names) throws IOException {
    return removeNamed(store, names);
  }

  @Test
  void remove_recordedAndYoung_isMadeAgainInTheNextFolder() throws IOException {
    List<UnusedObjects> found = unwanted(store).find(List.of(clean));
    assertThat(found).extracting(UnusedObjects::name).containsExactly("outputs/" + clean);
    assertThat(outputs()).contains(clean);

    assertThat(removeNamed("outputs/" + clean + "/")).containsExactly("outputs/" + clean);
    assertThat(left(clean)).containsExactlyElementsOf(TOMBSTONE);
    assertThat(bench.plan().get(1)).isEqualTo("clean RUN its output was removed");
    Map<String, StageResult> again = bench.run();
    assertThat(Bench.ends(again)).containsExactly("raw CACHED", "clean DONE");
    assertThat(folder(again, "clean")).isEqualTo(clean + ".1");
    assertThat(removeNamed(clean + ".1")).containsExactly("outputs/" + clean + ".1");
    assertThat(folder(bench.run(), "clean")).isEqualTo(clean + ".2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "shoestring\t1\nstage\t", "\u00ff"})
  void remove_damagedManifest_isTheCureThatItsErrorNames(String damaged) throws IOException {
    store.replace(
        "outputs/" + clean + "/_manifest.tsv", damaged.getBytes(StandardCharsets.ISO_8859_1));
    String command =
        "run again after this command: shoestring gc " + store.location() + " " + clean;
    assertThatThrownBy(bench::run)
        .isInstanceOf(BadDataException.class)
        .hasMessageEndingWith(command);

    removeNamed(clean);
    assertThat(folder(bench.run(), "clean")).isEqualTo(clean + ".1");
  }

  /** Small and alone, it looks like a tombstone. */
  @Test
  void remove_damagedManifestAlone_isRemoved() throws IOException {
    for (String left : left(clean)) {
      store.delete("outputs/" + clean + "/" + left);
    }
    write("outputs/" + clean + "/_manifest.tsv", "");
    assertThatThrownBy(bench::run).isInstanceOf(BadDataException.class);

    assertThat(removeNamed(clean)).containsExactly("outputs/" + clean);
    assertThat(folder(bench.run(), "clean")).isEqualTo(clean + ".1");
  }

  /** The work began before, and its record is damaged. */
  @Test
  void remove_unfinished_isGivenUpForGood() throws IOException {
    removeNamed(clean);
    String next = clean + ".1";
    write("outputs/" + next + "/_parts/00000.tsv", "damaged");
    assertThat(Bench.result(bench.attempt(), "clean").error())
        .hasMessageEndingWith(
            "run again after this command: shoestring gc " + store.location() + " " + next);

    assertThat(removeNamed(next)).containsExactly("outputs/" + next);
    assertThat(left(next)).containsExactly("_manifest.tsv");
    assertThat(folder(bench.run(), "clean")).isEqualTo(clean + ".2");
  }

  /** The claim, not made yet, of a stage that reads the output. */
  private Lease readingRaw() {
    return new Lease(
        store,
        "score-" + "0".repeat(32),
        0,
        LeaseHolder.self(),
        LeaseManager.DURATION,
        Moment::now,
        List.of(raw));
  }

  @Test
  void remove_madeOrReadByALiveClaim_isRefusedAndNothingIsRemoved() throws IOException {
    Lease work = readingRaw();
    assertThat(work.create()).isTrue();
    assertThatThrownBy(() -> removeNamed(clean, raw))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            store.location()
                + "/outputs/"
                + raw
                + ": is not removed, because a stage that makes or reads it is running; try again"
                + " when it has ended, or some minutes after its machine crashed ('shoestring status"
                + " FILE' says who is at work)");
    assertThat(outputs()).containsExactly(raw, clean);
    work.close();
    removeNamed(clean, raw);
    assertThat(outputs()).isEmpty();
  }

  /** The claim to an output of a machine that nobody here can see. */
  private Lease claimOfAnotherMachine() throws IOException {
    LeaseHolder holder = new LeaseHolder("1", "host", "another machine", 1, "");
    Lease lease =
        new Lease(store, clean, 0, holder, LeaseManager.DURATION, Moment::now, List.of(raw));
    assertThat(lease.create()).isTrue();
    return lease;
  }

  @Test
  void remove_claimedByAMachineThatVanishedLongAgo_isRemoved() throws IOException {
    claimOfAnotherMachine();
    assertThatThrownBy(() -> removeNamed(clean)).hasMessageContaining("is running");
    age();

    assertThat(removeNamed(clean)).containsExactly("outputs/" + clean);
    assertThat(LeaseClaim.all(store)).isEmpty();
  }

  @Test
  void remove_claimEmptyAndYoung_isRefused() throws IOException {
    write("leases/" + clean + "/000000", "");
    assertThatThrownBy(() -> removeNamed(clean)).hasMessageContaining("is running");
    age();

    assertThat(removeNamed(clean)).containsExactly("outputs/" + clean);
  }

  /** The claim is looked at, read beside all others, and looked at once more. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void remove_claimRenewedAfterItWasFoundDead_isKept(int look) throws IOException {
    Lease silent = claimOfAnotherMachine();
    age();
    AtomicInteger looks = new AtomicInteger();
    ObjectStore renewed =
        new ForwardingStore(store) {
          @Override
          public List<StoredObject> list(String prefix) throws IOException {
            if (prefix.equals("leases/" + clean + "/") && looks.incrementAndGet() == look) {
              silent.renew();
            }
            return super.list(prefix);
          }
        };
    assertThatThrownBy(() -> removeNamed(renewed, clean))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is running");
    assertThat(looks.get()).isGreaterThanOrEqualTo(look);
    assertThat(outputs()).contains(clean);
    assertThat(silent.isOurs()).isTrue();
    assertThat(LeaseClaim.all(store))
        .extracting(StoredObject::name)
        .containsExactly(silent.object());
  }

  /** Too late to be seen before this process claims the output, but not before it answers. */
  @Test
  void remove_claimRenewedWhileItIsTakenOver_isKept() throws IOException {
    Lease silent = claimOfAnotherMachine();
    age();
    HookedStore hooked =
        new HookedStore(store, once("create", "leases/" + clean + "/000001", silent::renew));
    assertThatThrownBy(() -> removeNamed(hooked, clean))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is running");
    assertThat(outputs()).contains(clean);
  }

  /** Before the collector reads all claims once more, and after it has read them. */
  @ParameterizedTest
  @ValueSource(strings = {"-question", "-answer"})
  void remove_claimedMeanwhileByOneThatReadsIt_isKept(String moment) throws IOException {
    Lease work = readingRaw();
    HookedStore hooked =
        new HookedStore(
            store,
            once(
                "create",
                raw + "/_removal/000000" + moment,
                () -> {
                  assertThat(work.create()).isTrue();
                  var output =
                      Output.in(Stores.withoutOptions(), store.location(), raw, Codec.GZIP, 1);
                  assertThat(output.hold().manifest()).isPresent();
                }));
    assertThatThrownBy(() -> removeNamed(hooked, raw))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is running");
    assertThat(outputs()).contains(raw);
  }

  @Test
  void remove_whatIsNoneOrWasRemoved_isAnError() throws IOException {
    assertThatThrownBy(() -> removeNamed("clean"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "'clean' is not the name of an output; write the name of its folder in outputs/, like"
                + " preprocess-0123456789abcdef0123456789abcdef");
    String none = "score-" + "0".repeat(32);
    assertThatThrownBy(() -> removeNamed(none))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            store.location()
                + "/outputs/"
                + none
                + ": there is no output; 'shoestring path FILE STAGE' prints one");
    removeNamed(clean);
    assertThatThrownBy(() -> removeNamed(clean))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            store.location()
                + "/outputs/"
                + clean
                + ": was removed before; the next run makes it again");
  }
}
