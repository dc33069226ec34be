package org.shoestring.store.object;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * An object that never changes, since its name tells its content, or one as it was when its hash
 * was taken: a copy of it that was made anywhere, at any time, is as good as itself.
 *
 * @param name in its store
 * @param bytes its length
 * @param sha256 the first digits of the SHA-256 of its bytes
 */
public record ImmutableObject(String name, long bytes, String sha256) {
  /** Fewer digits may be those of other bytes too. */
  private static final int DIGITS = 16;

  /** The same object by its name in a store whose root is another folder. */
  public ImmutableObject named(String other) {
    return new ImmutableObject(other, bytes, sha256);
  }

  /** Whether its bytes can be told from any others. */
  public boolean isIdentified() {
    return sha256.length() >= DIGITS;
  }

  /** Enough of its hash to tell its bytes from any others. */
  public String identity() {
    return sha256.substring(0, DIGITS);
  }

  /** A new hash, of the kind that identifies objects. */
  public static MessageDigest newHash() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }
}
