package org.shoestring.store.gcs;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.shoestring.store.remote.ContentHash;
import org.shoestring.store.remote.ContentHash.Algorithm;

/**
 * The hash in {@code x-goog-hash: crc32c=...,md5=...}, which may be one header or several. Google's
 * client does not compare it. Every object has a CRC32C, which is cheap to compute; an object that
 * was composed of others has no MD5.
 */
final class HashHeader {
  private HashHeader() {}

  /**
   * The one to compare.
   *
   * @param headers their values
   */
  static Optional<ContentHash> of(List<String> headers) {
    return named(headers, "crc32c=", Algorithm.CRC32C)
        .or(() -> named(headers, "md5=", Algorithm.MD5));
  }

  private static Optional<ContentHash> named(
      List<String> headers, String name, Algorithm algorithm) {
    return headers.stream()
        .flatMap(header -> Stream.of(header.split(",", -1)))
        .map(String::strip)
        .filter(hash -> hash.startsWith(name))
        .map(hash -> new ContentHash(algorithm, hash.substring(name.length())))
        .findFirst();
  }
}
