package org.shoestring.store.s3.client;

import java.time.Duration;
import org.apache.beam.sdk.io.aws2.common.HttpClientConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * How connections are kept: as Beam's options have it; what these leave open is such that no
 * request outlasts its store.
 *
 * @param connect how long a connection may take to be made
 * @param acquire how long a request may wait for a connection, if all are in use
 * @param silence how long a server may say nothing
 * @param idle how long an unused connection is kept: servers forget it soon
 * @param lifetime how long any is kept; null for ever
 * @param connections how many there are at once: every object that is being read holds one
 */
record HttpSettings(
    Duration connect,
    Duration acquire,
    Duration silence,
    Duration idle,
    @Nullable Duration lifetime,
    int connections) {
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** As long as the SDK waits. */
  private static final Duration ACQUIRE = Duration.ofSeconds(10);

  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final int CONNECTIONS = 512;

  /** Those of a store that is given up after some time. */
  static HttpSettings of(@Nullable HttpClientConfiguration given, Duration giveUpAfter) {
    HttpSettings usual =
        new HttpSettings(
            shorter(CONNECT, giveUpAfter),
            ACQUIRE,
            shorter(SILENCE, giveUpAfter),
            IDLE,
            null,
            CONNECTIONS);
    if (given == null) {
      return usual;
    }
    return new HttpSettings(
        millis(given.connectionTimeout(), usual.connect),
        millis(given.connectionAcquisitionTimeout(), usual.acquire),
        millis(given.socketTimeout(), usual.silence),
        millis(given.connectionMaxIdleTime(), usual.idle),
        given.connectionTimeToLive() == null
            ? null
            : Duration.ofMillis(given.connectionTimeToLive()),
        given.maxConnections() == null ? CONNECTIONS : given.maxConnections());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration millis(@Nullable Integer given, Duration usual) {
    return given == null ? usual : Duration.ofMillis(given);
  }
}
