package org.shoestring.tsv.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A compression of shards: a workspace has one of them, never a mix. */
public enum Codec {
  /**
   * RFC 1952; large members at levels 1 and 2 by Intel's library where it loads, all others by the
   * JDK.
   */
  GZIP("gzip", "gz", 2) {
    @Override
    public MemberEncoder encoder(int level) {
      return new GzipEncoder(level);
    }

    @Override
    public MemberDecoder decoder() {
      return new GzipDecoder();
    }
  },
  /** bzip2 through commons-compress: smaller and far slower. */
  BZIP2("bzip2", "bz2", 9) {
    @Override
    public MemberEncoder encoder(int level) {
      return new Bzip2Encoder(level);
    }

    @Override
    public MemberDecoder decoder() {
      return new Bzip2Decoder();
    }
  };

  private final String token;
  private final String extension;
  private final int defaultLevel;

  Codec(String token, String extension, int defaultLevel) {
    this.token = token;
    this.extension = extension;
    this.defaultLevel = defaultLevel;
  }

  /** The codec of that name; empty for a name that is none. */
  public static Optional<Codec> named(String token) {
    return Arrays.stream(values()).filter(codec -> codec.token.equals(token)).findFirst();
  }

  /** The codec that the name of a file tells by its ending; empty for one of plain text. */
  public static Optional<Codec> ofFile(String name) {
    return Arrays.stream(values())
        .filter(codec -> name.endsWith("." + codec.extension))
        .findFirst();
  }

  /** The names of all codecs. */
  public static List<String> tokens() {
    return Arrays.stream(values()).map(Codec::token).toList();
  }

  /** As experiments and manifests name it. */
  public String token() {
    return token;
  }

  /** The ending of its files, without a dot. */
  public String extension() {
    return extension;
  }

  /** The level used unless asked otherwise; levels go from 1 to 9. */
  public int defaultLevel() {
    return defaultLevel;
  }

  /** A new encoder, for one thread. */
  public abstract MemberEncoder encoder(int level);

  /** A new decoder of members written by {@link #encoder}, for one thread. */
  public abstract MemberDecoder decoder();
}
