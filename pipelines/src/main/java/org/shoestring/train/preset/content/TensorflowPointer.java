package org.shoestring.train.preset.content;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file {@code checkpoint} of TensorFlow, which names the newest checkpoint and all others. */
public final class TensorflowPointer {
  private static final int LONGEST = 1 << 20;
  private static final Pattern NAMED =
      Pattern.compile(
          "(?m)^\\s*(?<all>all_)?model_checkpoint_paths?:\\s*\"(?<path>(?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:([0-7]{1,3})|(.))");

  private TensorflowPointer() {}

  /** The path of the one beside the files of a prefix. */
  public static String beside(String prefix) {
    return prefix.substring(0, prefix.lastIndexOf('/') + 1) + "checkpoint";
  }

  /** The names of checkpoints in it, the newest one first; none if it cannot be read. */
  public static List<String> read(Path pointer) {
    List<String> names = new ArrayList<>();
    try (InputStream bytes = Files.newInputStream(pointer)) {
      // Bytes beyond ASCII are escapes, so that each character is one byte.
      String text = new String(bytes.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
      Matcher named = NAMED.matcher(text);
      while (named.find()) {
        String path = unescaped(named.group("path"));
        String name = path.substring(path.lastIndexOf('/') + 1);
        names.add(named.group("all") == null ? 0 : names.size(), name);
      }
    } catch (IOException e) {
      return List.of();
    }
    return names;
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    Matcher escape = ESCAPE.matcher(text);
    int from = 0;
    while (escape.find()) {
      plain.append(text, from, escape.start());
      String octal = escape.group(1);
      plain.append(octal == null ? escape.group(2) : (char) Integer.parseInt(octal, 8));
      from = escape.end();
    }
    plain.append(text, from, text.length());
    return new String(
        plain.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** A checkpoint as such a file names it. */
  public record Named(String name, FileTime written) {}

  /**
   * What such a file says. Without the times TensorFlow would take all for those to keep.
   *
   * @param all that there are, the newest one last
   */
  public static String text(List<Named> all) {
    String newest = all.get(all.size() - 1).name();
    StringBuilder text = new StringBuilder();
    text.append("model_checkpoint_path: \"").append(escaped(newest)).append("\"\n");
    for (Named one : all) {
      text.append("all_model_checkpoint_paths: \"").append(escaped(one.name())).append("\"\n");
    }
    for (Named one : all) {
      BigDecimal seconds = BigDecimal.valueOf(one.written().toMillis(), 3);
      text.append("all_model_checkpoint_timestamps: ").append(seconds.toPlainString()).append('\n');
    }
    return text.toString();
  }

  private static String escaped(String name) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b >= ' ' && b < 0x7F && b != '"' && b != '\\';
      escaped.append(
          plain ? Character.toString(b) : String.format(Locale.ROOT, "\\%03o", b & 0xFF));
    }
    return escaped.toString();
  }
}
