package org.shoestring.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.server.fault.Fault;
import org.shoestring.server.fault.Fault.End;
import org.shoestring.server.fault.FaultRule;
import org.shoestring.server.fault.FaultRule.Request;
import org.shoestring.store.object.ChangedException;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.StoredObject;
import org.shoestring.store.remote.RemoteStore;

/** Reading while the connection breaks, stalls, or the object changes. */
@Tag("long")
class ReadFaultsTest extends FaultyStore {
  private static final int SIZE = 1_000_000;

  private final byte[] content = bytes(new Random(1), SIZE);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void read_cutAtRandomBytes_isExact(long seed) throws IOException {
    put(direct, "a", content);
    Random random = new Random(seed);
    int cuts = 20;
    FaultRule cut =
        request -> Optional.of(new Fault.CutAnswer(random.nextInt(40_000), end(random)));
    proxy.inject(cut.times(cuts));

    assertThat(read(patient(), "a")).isEqualTo(content);

    assertThat(proxy.injected()).hasSize(cuts);
    String version = direct.stat("a").orElseThrow().version();
    List<Request> later =
        requests("GET").stream().filter(r -> r.header("Range").isPresent()).toList();
    assertThat(later).isNotEmpty();
    assertThat(later).allSatisfy(r -> assertThat(r.header("If-Match")).contains(version));
    assertThat(later).extracting(r -> rangeStart(r)).isSorted();
    assertThat(direct.list("")).hasSize(1);
  }

  private static long rangeStart(Request request) {
    return Long.parseLong(request.header("Range").orElseThrow().replaceAll("bytes=(\\d+)-", "$1"));
  }

  /** The HTTP client takes a head that is cut for whole. */
  @Test
  void read_headCutAnywhere_isExact() throws IOException {
    byte[] small = Arrays.copyOf(content, 1234);
    put(direct, "a", small);
    RemoteStore store = patient();

    for (int bytes = 0; bytes < 500; bytes += 7) {
      Fault cut = new Fault.CutAnswer(bytes, End.CLOSE);
      proxy.inject(FaultRule.always(cut).times(1));
      assertThat(read(store, "a")).isEqualTo(small);
      assertThat(injected()).endsWith(cut);
    }
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void list_cutAtManyPlaces_isWhole(End end) throws IOException {
    for (int i = 0; i < 10; i++) {
      put(direct, "a" + i, new byte[i]);
    }
    RemoteStore store = patient();
    List<StoredObject> whole = store.list("");
    assertThat(whole).hasSize(10);

    for (int bytes = 0; bytes < 2000; bytes += 45) {
      Fault cut = new Fault.CutAnswer(bytes, end);
      proxy.inject(FaultRule.always(cut).times(1));
      assertThat(store.list("")).isEqualTo(whole);
      assertThat(injected()).endsWith(cut);
    }
  }

  @Test
  void openAt_cut_goesOnWhereItWas() throws IOException {
    put(direct, "a", content);
    proxy.inject(FaultRule.always(new Fault.CutAnswer(100_000, End.RESET)).times(1));

    try (InputStream in = patient().openAt("a", 600_000)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 600_000, SIZE));
    }

    assertThat(proxy.injected()).hasSize(1);
    assertThat(requests("GET"))
        .extracting(request -> rangeStart(request) >= 600_000)
        .containsExactly(true, true);
  }

  @Test
  void read_replacedAfterACut_isNeverMixed() throws IOException {
    assertThatAChangeIsNoticed(() -> put(direct, "a", bytes(new Random(2), SIZE)));
  }

  @Test
  void read_replacedByLessAfterACut_isNeverMixed() throws IOException {
    assertThatAChangeIsNoticed(() -> put(direct, "a", Arrays.copyOf(content, 10)));
  }

  @Test
  void read_deletedAfterACut_isNeverCutShort() throws IOException {
    assertThatAChangeIsNoticed(() -> direct.delete("a"));
  }

  private interface Change {
    void make() throws IOException;
  }

  private void assertThatAChangeIsNoticed(Change change) throws IOException {
    put(direct, "a", content);
    proxy.inject(FaultRule.always(new Fault.CutAnswer(500_000, End.CLOSE)).times(1));

    try (InputStream in = patient().open("a")) {
      assertThat(in.readNBytes(1000)).isEqualTo(Arrays.copyOf(content, 1000));
      change.make();
      List<Byte> seen = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                for (int b = in.read(); b >= 0; b = in.read()) {
                  seen.add((byte) b);
                }
              })
          .isInstanceOf(ChangedException.class)
          .hasMessage(
              url("a")
                  + ": changed while it was read; run the command again to read the new content");
      assertThat(seen).hasSizeGreaterThan(400_000);
      for (int i = 0; i < seen.size(); i++) {
        assertThat(seen.get(i)).isEqualTo(content[1000 + i]);
      }
    }
  }

  @Test
  void read_stallsInTheMiddle_goesOn() throws IOException {
    put(direct, "a", content);
    proxy.inject(FaultRule.always(new Fault.StallAnswer(300_000)).times(1));

    assertThat(read(behindProxy("give-up-after: 2s"), "a")).isEqualTo(content);

    assertThat(injected()).containsExactly(new Fault.StallAnswer(300_000));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 400_000})
  void read_stallsForEver_isGivenUp(long bytes) throws IOException {
    put(direct, "a", content);
    FaultRule first = FaultRule.always(new Fault.StallAnswer(bytes)).times(1);
    proxy.inject(first.or(FaultRule.always(new Fault.StallAnswer(0))));

    assertThatThrownBy(() -> read(hasty(), "a"))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            "\\Q"
                + url("a")
                + "\\E: read: Read timed out; gave up after [0-9]+ attempts? in [0-9]+ s"
                + "\\. Finished work is kept: run the command again\\. To wait longer, set give-up-after"
                + " in the store file");
    assertThat(proxy.injected()).isNotEmpty();
  }

  @Test
  void read_slowly_isExact() throws IOException {
    byte[] small = Arrays.copyOf(content, 20_000);
    put(direct, "a", small);
    Fault slow = new Fault.SlowAnswer(500, Duration.ofMillis(10));
    proxy.inject(FaultRule.always(slow));

    assertThat(read(hasty(), "a")).isEqualTo(small);

    assertThat(injected()).containsExactly(slow);
  }

  @Test
  void read_severalWholeObjects_keepsTheConnection() throws IOException {
    put(direct, "a", content);
    RemoteStore store = patient();
    for (int i = 0; i < 5; i++) {
      assertThat(read(store, "a")).isEqualTo(content);
    }

    assertThat(proxy.requests()).hasSize(5);
    assertThat(proxy.connections()).isEqualTo(1);
  }

  @Test
  void close_inTheMiddle_readsNoMore() throws IOException {
    put(direct, "a", content);
    Fault slow = new Fault.SlowAnswer(100, Duration.ofMillis(50));
    proxy.inject(FaultRule.always(slow));
    RemoteStore store = patient();

    for (int i = 0; i < 5; i++) {
      try (InputStream in = store.open("a")) {
        assertThat(in.read()).isEqualTo(content[0] & 0xff);
      }
    }

    // Each would last for minutes if it were read to its end.
    assertThat(proxy.requests()).hasSize(5);
  }

  @Test
  void open_hundredAtOnce_areAllRead() throws IOException {
    put(direct, "a", content);
    RemoteStore store = patient();
    List<InputStream> open = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      open.add(store.open("a"));
    }

    for (InputStream in : open) {
      assertThat(in.readNBytes(SIZE)).isEqualTo(content);
      in.close();
    }
  }
}
