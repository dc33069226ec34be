package org.shoestring.table.record;

import java.io.Serializable;
import java.util.List;
import org.shoestring.bytes.Sha256;

/**
 * What an output is made of: the type of its stage, all settings that decide its lines, and the
 * content of its inputs. Its key is a hash of exactly this, never of a path, a time or a host.
 *
 * @param facts settings by name, canonical, in a fixed order
 */
public record Recipe(String type, List<Fact> facts, List<Input> inputs) implements Serializable {
  /** The version of everything that an output's form depends on. */
  public static final String FORMAT = "shoestring 1";

  private static final int KEY_DIGITS = 32;

  public Recipe {
    facts = List.copyOf(facts);
    inputs = List.copyOf(inputs);
  }

  /** One setting. */
  public record Fact(String name, String value) implements Serializable {}

  /**
   * One input.
   *
   * @param role what it is to the stage; hashed
   * @param key the output that it is, for people; not hashed
   * @param digest its content; hashed
   */
  public record Input(String role, String key, String digest) implements Serializable {}

  /** 32 hexadecimal digits; the same for the same work on the same content, anywhere. */
  public String key() {
    Sha256 hash = new Sha256().frame(FORMAT).frame(type).frame(Integer.toString(facts.size()));
    facts.forEach(fact -> hash.frame(fact.name()).frame(fact.value()));
    inputs.forEach(input -> hash.frame(input.role()).frame(input.digest()));
    return hash.hex().substring(0, KEY_DIGITS);
  }

  /** The name of the output's folder. */
  public String outputName() {
    return type + "-" + key();
  }
}
