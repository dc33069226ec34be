package org.shoestring.experiment.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.shoestring.bytes.Utf8;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.UsageException;
import org.shoestring.store.config.UrlCredentials;

/** Reads YAML files into {@link YamlNode}s, and sets values in them as {@code --set} asks. */
public final class YamlFile {
  /** What people and their programs write is far smaller; what is not is something else. */
  private static final int LARGEST = 1 << 20;

  private YamlFile() {}

  /**
   * Reads a file.
   *
   * @throws UsageException if there is no such file, or it is no YAML, with the line
   */
  public static YamlNode read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new UsageException(file + ": is a folder; name the YAML file of the experiment");
    }
    if (!Files.exists(file)) {
      throw new UsageException(
          file + ": no such file; an experiment is a YAML file, see data-samples/");
    }
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST + 1);
    }
    if (bytes.length > LARGEST) {
      throw new UsageException(
          file
              + ": is larger than "
              + Bytes.show(LARGEST)
              + ", so it cannot be an experiment; give the YAML file of one");
    }
    return YamlParser.parse(file.toString(), text(file, bytes));
  }

  private static String text(Path file, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      int line = 1;
      int from = 0;
      for (int at = 0; at < bytes.length; at++) {
        if (bytes[at] == '\n') {
          if (!Utf8.isValid(bytes, from, at)) {
            break;
          }
          from = at + 1;
          line++;
        }
      }
      throw new UsageException(
          file
              + ":"
              + line
              + ": is not UTF-8; save the file as UTF-8"
              + (isUtf16(bytes) ? ": iconv -f UTF-16 -t UTF-8" : ""));
    }
  }

  private static boolean isUtf16(byte[] bytes) {
    return bytes.length >= 2
        && ((bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe)
            || (bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff));
  }

  /**
   * The same with one value set.
   *
   * @param setting {@code stages.bleu.metric=chrf}; the value is YAML
   */
  public static YamlNode set(YamlNode root, String setting) {
    String where = "--set " + UrlCredentials.hidden(setting);
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new UsageException(where + " has no value; write --set stages.NAME.KEY=VALUE");
    }
    YamlNode value = YamlParser.parseValue(where, setting.substring(equals + 1));
    List<String> path = new ArrayList<>(List.of(setting.substring(0, equals).split("\\.", -1)));
    return set(root, where, path, value);
  }

  private static YamlNode set(YamlNode at, String where, List<String> path, YamlNode value) {
    YamlNode.Fields fields = at.fields("the value above '" + path.get(0) + "' in " + where);
    Map<String, YamlNode> changed = new LinkedHashMap<>(fields.fields());
    if (path.size() == 1) {
      changed.put(path.get(0), value);
    } else {
      YamlNode below = changed.get(path.get(0));
      if (below == null) {
        throw UsageException.unknown(where, "key", path.get(0), changed.keySet());
      }
      changed.put(path.get(0), set(below, where, path.subList(1, path.size()), value));
    }
    return new YamlNode.Fields(fields.where(), changed);
  }
}
