package org.shoestring.table.record;

import java.util.List;
import java.util.regex.Pattern;
import org.shoestring.files.SafePath;
import org.shoestring.spec.Shown;
import org.shoestring.tsv.TsvFormat;
import org.shoestring.tsv.codec.Codec;

/**
 * One line of a manifest, a record or a claim: a type, and fields that are checked by their form
 * when they are asked for. Whoever reads one trusts nothing in it. Every method throws an {@link
 * IllegalArgumentException} that says what is wrong; {@link FactFile} adds the file and the line.
 */
public final class FactLine {
  private static final Pattern STAGE_TYPE = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern TABLE =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_-]*|" + TableName.REJECTED);

  /** The name of an output, {@code TYPE-KEY}. */
  static final Pattern OUTPUT = Pattern.compile(STAGE_TYPE.pattern() + "-" + KEY.pattern());

  /** Sums of a few thousand of these do not overflow. */
  private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]{0,14}");

  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

  private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,400}(?:\\.[0-9]{1,400})?");

  private final List<String> fields;

  private FactLine(List<String> fields) {
    this.fields = fields;
  }

  /**
   * Reads a line.
   *
   * @param line without its line feed
   */
  public static FactLine parse(String line) {
    FactLine parsed = new FactLine(TsvFormat.fields(line));
    if (!TsvFormat.line(parsed.fields).equals(line + "\n")) {
      throw new IllegalArgumentException(
          "an unknown escape in " + Shown.quoted(line) + "; known: \\t, \\n, \\r, \\\\");
    }
    return parsed;
  }

  /** A line of these fields, the type first. */
  static FactLine of(List<String> fields) {
    return new FactLine(fields);
  }

  /** Its first field. */
  public String type() {
    return fields.get(0);
  }

  /** All its fields, as they are. */
  public List<String> fields() {
    return fields;
  }

  /** This line, if it has so many fields behind its type. */
  public FactLine with(int count) {
    if (fields.size() != count + 1) {
      throw new IllegalArgumentException(
          "'"
              + type()
              + "' has "
              + (fields.size() - 1)
              + (fields.size() == 2 ? " field" : " fields")
              + ", expected "
              + count);
    }
    return this;
  }

  /** A field that may be any text. */
  public String text(int field) {
    if (field >= fields.size()) {
      throw new IllegalArgumentException(
          "'"
              + type()
              + "' has "
              + (fields.size() - 1)
              + " fields, expected "
              + field
              + " or more");
    }
    return fields.get(field);
  }

  /** A field that names something: any text of one line, but none. */
  public String word(int field) {
    String text = text(field);
    if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          Shown.quoted(text) + " is not a name; expected text without control characters");
    }
    return text;
  }

  /** The type of a stage. */
  public String stageType(int field) {
    return match(field, STAGE_TYPE, "stage type", "a to z, digits and '-'");
  }

  /** The key of an output. */
  public String key(int field) {
    return match(field, KEY, "key", "32 hexadecimal digits");
  }

  /** A SHA-256. */
  public String sha256(int field) {
    return match(field, SHA256, "SHA-256", "64 hexadecimal digits");
  }

  /** The name of a table. */
  public String table(int field) {
    return match(
        field, TABLE, "table name", "letters, digits, '_' and '-', or " + TableName.REJECTED);
  }

  /** A compression. */
  public Codec codec(int field) {
    return Codec.named(text(field))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Shown.quoted(text(field))
                        + " is not a codec; expected "
                        + String.join(" or ", Codec.tokens())));
  }

  /** A path that cannot leave its folder. */
  public String path(int field) {
    return SafePath.check("the path", text(field));
  }

  /** A number of lines or bytes, below 10^15. */
  public long count(int field) {
    return Long.parseLong(match(field, COUNT, "count", "a whole number of 0 or more, below 10^15"));
  }

  /** A sum of statistics. */
  public double amount(int field) {
    return Double.parseDouble(match(field, AMOUNT, "sum", "a decimal number"));
  }

  /** A whole number below 10^9. */
  public int number(int field) {
    return Integer.parseInt(
        match(field, NUMBER, "number", "a whole number of 0 or more, below 10^9"));
  }

  private String match(int field, Pattern form, String what, String allowed) {
    String text = text(field);
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException(
          Shown.quoted(text) + " is not a valid " + what + "; expected " + allowed);
    }
    return text;
  }
}
