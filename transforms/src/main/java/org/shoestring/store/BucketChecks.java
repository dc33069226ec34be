package org.shoestring.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.shoestring.spec.Bytes;
import org.shoestring.store.StoreFile.Checksum;
import org.shoestring.store.StoreFile.ConditionalCreate;
import org.shoestring.store.StoreFile.Credentials;

/** What is tried of a bucket beside what every store must do, in an empty folder of it. */
final class BucketChecks {
  /** S3 takes no smaller part before the last. */
  private static final int SMALLEST_PART = 5 << 20;

  private static final Duration SKEW_TO_TELL = Duration.ofMinutes(1);

  /** S3 refuses requests from beyond 15 minutes; a lease may be taken for dead before. */
  private static final Duration SKEW_TO_REFUSE = Duration.ofMinutes(10);

  private static final String SET_CLOCK =
      "set it: sudo timedatectl set-ntp true, or sudo ntpdate pool.ntp.org";

  private final StoreFile file;
  private final RemoteStore store;
  private final Bucket bucket;

  BucketChecks(StoreFile file, RemoteStore store) {
    this.file = file;
    this.store = store;
    this.bucket = store.bucket();
  }

  /**
   * Whether credentials are taken, and the bucket is there; asked once more if it fails for now.
   */
  Finding reach(String what) throws IOException {
    try {
      return reached(what);
    } catch (TransientException first) {
      try {
        return reached(what);
      } catch (TransientException e) {
        // Its own cure is more general than the one that follows.
        String said = String.valueOf(e.getMessage()).split("; ", 2)[0];
        return Finding.fail(what, bucket.address() + ": " + said + unreached(e));
      }
    }
  }

  private Finding reached(String what) throws IOException {
    bucket.list(store.key(""), Optional.empty());
    return Finding.ok(what, "reached with " + credentials());
  }

  private String unreached(TransientException e) {
    return String.valueOf(e.getMessage()).contains("RequestTimeTooSkewed")
        ? "; this machine's clock is wrong: " + SET_CLOCK
        : "; start the server, let the network through to it, or mend " + file.line("endpoint");
  }

  private String credentials() {
    Credentials credentials = file.credentials();
    if (credentials instanceof Credentials.Variables variables) {
      return "the credentials in " + variables.key() + " and " + variables.secret();
    }
    if (credentials instanceof Credentials.Profile profile) {
      return "the credentials of profile " + profile.name();
    }
    return credentials instanceof Credentials.Anonymous
        ? "no credentials"
        : "the credentials that the provider's own tools use";
  }

  /** Whether an object that was damaged on its way is refused. */
  Finding checksum(String what) throws IOException {
    Optional<Bucket.Trials> trials = bucket.trials();
    if (trials.isEmpty()) {
      return Finding.ok(what, "every answer is compared with what was sent");
    }
    String header = file.checksum() == Checksum.CRC32C ? "CRC32C" : "Content-MD5";
    if (trials.get().refusesWrongDigest(store.key("damaged"))) {
      return Finding.ok(what, "an object with a wrong " + header + " was refused");
    }
    String accepted = "an object with a wrong " + header + " was accepted: ";
    return file.checksum() == Checksum.MD5
        ? Finding.warn(
            what,
            accepted
                + "what is damaged on the way up is noticed by its ETag, else when it is read, by"
                + " its hash")
        : Finding.warn(
            what,
            accepted
                + "what is damaged on the way up is noticed when it is read, by its hash; use"
                + " https, which notices most");
  }

  Finding multipart(String what) throws IOException {
    Optional<Bucket.Trials> trials = bucket.trials();
    if (trials.isEmpty()) {
      return Finding.ok(what, "has no parts: 'speed' tries how large objects are sent");
    }
    List<byte[]> parts = List.of(ObjectChecks.noise(SMALLEST_PART), ObjectChecks.noise(1000));
    trials.get().putInParts(store.key("parts"), parts);
    try (InputStream in = store.open("parts")) {
      if (!Arrays.equals(in.readNBytes(SMALLEST_PART), parts.get(0))
          || !Arrays.equals(in.readAllBytes(), parts.get(1))) {
        return Finding.fail(what, "the bytes are not those that were put: do not use this store");
      }
    }
    return Finding.ok(what, "two parts, " + Bytes.show(SMALLEST_PART + 1000));
  }

  /** Whether an upload that is begun is listed, and leaves nothing when it is aborted. */
  Finding abort(String what) throws IOException {
    Optional<Bucket.Trials> trials = bucket.trials();
    if (trials.isEmpty()) {
      return Finding.ok(what, "nothing to abort");
    }
    Bucket.Upload begun = trials.get().begin(store.key("aborted"), ObjectChecks.noise(1000));
    boolean listed;
    try {
      listed = lists(begun);
    } catch (UnsupportedRequestException e) {
      listed = false;
    }
    bucket.abort(begun);
    if (store.stat("aborted").isPresent()) {
      return Finding.fail(what, "an aborted upload left an object: do not use this store");
    }
    if (!listed) {
      return Finding.warn(
          what,
          "uploads in parts are not listed: gc cannot find those of machines that died; let a rule"
              + " of the bucket's remove them");
    }
    return lists(begun)
        ? Finding.warn(
            what,
            "an aborted upload is still listed: let a rule of the bucket's remove unfinished"
                + " uploads, which cost storage")
        : Finding.ok(what, "nothing is left");
  }

  private boolean lists(Bucket.Upload begun) throws IOException {
    return bucket.uploads(begun.key()).stream().anyMatch(u -> u.id().equals(begun.id()));
  }

  /** Whether of two creates of one object the second is refused. */
  Finding create(String what) throws IOException {
    String line = file.line("conditional-create");
    ConditionalCreate told = file.conditionalCreate();
    if (refusesSecond()) {
      return told == ConditionalCreate.NO
          ? Finding.warn(
              what,
              "the second of two was refused, as it should; write conditional-create: yes for "
                  + line)
          : Finding.ok(what, "the second of two was refused");
    }
    String replaced = "the second of two creates replaced the first: ";
    return told == ConditionalCreate.YES
        ? Finding.fail(
            what,
            replaced
                + "two machines could both believe that they finished a stage; write"
                + " conditional-create: probe for "
                + line)
        : Finding.warn(
            what,
            replaced
                + "one machine at a time may write, which leases see to; docs/reliability.md says"
                + " what they do not exclude");
  }

  private boolean refusesSecond() throws IOException {
    byte[] first = "first".getBytes(StandardCharsets.UTF_8);
    byte[] second = "second".getBytes(StandardCharsets.UTF_8);
    String name = "created-" + UUID.randomUUID(); // When it is tried again, another.
    try {
      if (!bucket.create(store.key(name), first, true)) {
        throw new StoreException(
            store.location() + "/" + name + ": there is no such object, but the store says so",
            null);
      }
      if (bucket.create(store.key(name), second, true)) {
        return false;
      }
    } catch (UnsupportedRequestException e) {
      return false;
    }
    try (InputStream in = store.open(name)) {
      return Arrays.equals(in.readAllBytes(), first);
    }
  }

  /** The store's clock, which stamps a new object, against this machine's. */
  Finding clock(String what) throws IOException {
    Instant before = Instant.now();
    bucket.create(store.key("clock"), new byte[] {1}, false);
    Instant after = Instant.now();
    Instant stamped =
        store
            .stat("clock")
            .orElseThrow(() -> new NoSuchObjectException(store.location(), "clock"))
            .modified();
    Duration behind = Duration.between(after, stamped);
    // Stamps have no fractions of a second.
    Duration ahead = Duration.between(stamped.plusSeconds(1), before);
    if (behind.isNegative() && ahead.isNegative()) {
      return Finding.ok(what, "the store's and this machine's agree");
    }
    Duration off = behind.isNegative() ? ahead : behind;
    String said =
        "this machine's is "
            + off.toSeconds()
            + (behind.isNegative() ? " s ahead of" : " s behind")
            + " the store's";
    if (off.compareTo(SKEW_TO_REFUSE) > 0) {
      return Finding.fail(what, said + ": " + SET_CLOCK);
    }
    return off.compareTo(SKEW_TO_TELL) > 0
        ? Finding.warn(what, said + ": " + SET_CLOCK)
        : Finding.ok(what, said);
  }
}
