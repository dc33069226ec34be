package org.shoestring.store.doctor;

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
import org.shoestring.store.config.StoreFile;
import org.shoestring.store.config.StoreFile.Checksum;
import org.shoestring.store.config.StoreFile.ConditionalCreate;
import org.shoestring.store.config.StoreFile.Credentials;
import org.shoestring.store.object.NoSuchObjectException;
import org.shoestring.store.object.StoreException;
import org.shoestring.store.object.TransientException;
import org.shoestring.store.object.UnsupportedRequestException;
import org.shoestring.store.remote.Bucket;
import org.shoestring.store.remote.RemoteStore;

/** What is tried of a bucket beside what every store must do, in an empty folder of it. */
final class BucketChecks {
  /** S3 takes no smaller part before the last. */
  private static final int SMALLEST_PART = 5 << 20;

  private static final Duration SKEW_TO_TELL = Duration.ofMinutes(1);

  /** S3 refuses requests from beyond 15 minutes; a lease may be taken for dead before. */
  private static final Duration SKEW_TO_REFUSE = Duration.ofMinutes(10);

  private static final String SET_CLOCK =
      "set it: sudo timedatectl set-ntp true, or sudo ntpdate pool.ntp.org";

  private static final String ADD_RULE =
      "add a lifecycle rule to the bucket that removes unfinished uploads";

  static final String REFUSED = "the second of two creates was refused, as it must be";

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
    return Finding.ok(what, "connected with " + credentials());
  }

  private String unreached(TransientException e) {
    return String.valueOf(e.getMessage()).contains("RequestTimeTooSkewed")
        ? "; this machine's clock is wrong; " + SET_CLOCK
        : "; start the server, open the network or firewall to it, or correct "
            + file.line("endpoint");
  }

  private String credentials() {
    Credentials credentials = file.credentials();
    if (credentials instanceof Credentials.Variables variables) {
      return "the credentials in " + variables.key() + " and " + variables.secret();
    }
    if (credentials instanceof Credentials.Profile profile) {
      return "the credentials of the profile " + profile.name();
    }
    return credentials instanceof Credentials.Anonymous
        ? "no credentials"
        : "the same credentials as the provider's own tools";
  }

  /** Whether an object that was damaged on its way is refused. */
  Finding checksum(String what) throws IOException {
    Optional<Bucket.Trials> trials = bucket.trials();
    if (trials.isEmpty()) {
      return Finding.ok(what, "the checksum in every answer is compared with what was sent");
    }
    String header = file.checksum() == Checksum.CRC32C ? "CRC32C" : "Content-MD5";
    if (trials.get().refusesWrongDigest(store.key("damaged"))) {
      return Finding.ok(what, "the store refused an object with a wrong " + header);
    }
    String accepted =
        "the store accepted an object with a wrong " + header + "; damage during an upload ";
    return file.checksum() == Checksum.MD5
        ? Finding.warn(
            what, accepted + "is found by the ETag, or later by the hash when the object is read")
        : Finding.warn(
            what,
            accepted
                + "is found only later, by the hash when the object is read; use https, which finds"
                + " most damage at once");
  }

  Finding multipart(String what) throws IOException {
    Optional<Bucket.Trials> trials = bucket.trials();
    if (trials.isEmpty()) {
      return Finding.ok(what, "not used by this kind of store; 'speed' tries a large object");
    }
    List<byte[]> parts = List.of(ObjectChecks.noise(SMALLEST_PART), ObjectChecks.noise(1000));
    trials.get().putInParts(store.key("parts"), parts);
    try (InputStream in = store.open("parts")) {
      if (!Arrays.equals(in.readNBytes(SMALLEST_PART), parts.get(0))
          || !Arrays.equals(in.readAllBytes(), parts.get(1))) {
        return Finding.fail(what, ObjectChecks.OTHER_BYTES);
      }
    }
    return Finding.ok(what, "two parts, " + Bytes.show(SMALLEST_PART + 1000));
  }

  /** Whether an upload that is begun is listed, and leaves nothing when it is aborted. */
  Finding abort(String what) throws IOException {
    Optional<Bucket.Trials> trials = bucket.trials();
    if (trials.isEmpty()) {
      return Finding.ok(what, "not used by this kind of store");
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
      return Finding.fail(what, "an aborted upload left an object; do not use this store");
    }
    if (!listed) {
      return Finding.warn(
          what,
          "the store does not list unfinished uploads, so gc cannot remove those of machines that"
              + " crashed; "
              + ADD_RULE);
    }
    return lists(begun)
        ? Finding.warn(
            what,
            "an aborted upload is still listed, and unfinished uploads cost storage; " + ADD_RULE)
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
          ? Finding.warn(what, REFUSED + "; write 'conditional-create: yes' instead of " + line)
          : Finding.ok(what, REFUSED);
    }
    String replaced = "the second of two creates replaced the first";
    return told == ConditionalCreate.YES
        ? Finding.fail(
            what,
            replaced
                + ", so two machines could both believe that they finished a stage; write"
                + " 'conditional-create: probe' instead of "
                + line)
        : Finding.warn(
            what,
            replaced
                + "; leases let one machine at a time write, and docs/reliability.md says what they"
                + " cannot prevent");
  }

  private boolean refusesSecond() throws IOException {
    byte[] first = "first".getBytes(StandardCharsets.UTF_8);
    byte[] second = "second".getBytes(StandardCharsets.UTF_8);
    String name = "created-" + UUID.randomUUID(); // When it is tried again, another.
    try {
      if (!bucket.create(store.key(name), first, true)) {
        throw new StoreException(
            store.location()
                + "/"
                + name
                + ": the store says that this new object is there already",
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
      return Finding.ok(what, "the clocks of this machine and of the store agree");
    }
    Duration off = behind.isNegative() ? ahead : behind;
    String said =
        "this machine's clock is "
            + off.toSeconds()
            + (behind.isNegative() ? " s ahead of" : " s behind")
            + " the store's clock";
    if (off.compareTo(SKEW_TO_REFUSE) > 0) {
      return Finding.fail(what, said + "; " + SET_CLOCK);
    }
    return off.compareTo(SKEW_TO_TELL) > 0
        ? Finding.warn(what, said + "; " + SET_CLOCK)
        : Finding.ok(what, said);
  }
}
