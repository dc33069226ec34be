package org.shoestring.server.gcs;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Partial answers: {@code fields=nextPageToken,items(name,size)} leaves all else out, and so does
 * {@code nextPageToken,items/name,items/size}.
 */
final class GcsFields {
  private final String text;

  private GcsFields(String text) {
    this.text = text;
  }

  /** What is wanted of a value: these fields of it, or all if there are none. */
  private static final class Wanted extends TreeMap<String, Wanted> {
    private static final long serialVersionUID = 1;
  }

  static JsonObject select(GcsCall call, JsonObject whole) throws GcsRefusal {
    Optional<String> fields = call.parameter("fields");
    if (fields.isEmpty() || fields.get().equals("*")) {
      return whole;
    }
    GcsFields parser = new GcsFields(fields.get());
    Wanted wanted = new Wanted();
    if (parser.list(0, wanted) != parser.text.length()) {
      throw parser.invalid();
    }
    return part(wanted, whole).getAsJsonObject();
  }

  private static JsonElement part(Wanted wanted, JsonElement whole) {
    if (wanted.isEmpty() || whole.isJsonPrimitive()) {
      return whole;
    }
    if (whole.isJsonArray()) {
      JsonArray parts = new JsonArray();
      whole.getAsJsonArray().forEach(element -> parts.add(part(wanted, element)));
      return parts;
    }
    JsonObject parts = new JsonObject();
    wanted.forEach(
        (name, within) -> {
          JsonElement value = whole.getAsJsonObject().get(name);
          if (value != null) {
            parts.add(name, part(within, value));
          }
        });
    return parts;
  }

  /** Reads fields with commas between; where it ends. */
  private int list(int start, Wanted into) throws GcsRefusal {
    int end = field(start, into);
    while (is(',', end)) {
      end = field(end + 1, into);
    }
    return end;
  }

  private int field(int start, Wanted into) throws GcsRefusal {
    int end = start;
    while (end < text.length() && ",/()".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    if (end == start) {
      throw invalid();
    }
    Wanted within = into.computeIfAbsent(text.substring(start, end), name -> new Wanted());
    if (is('/', end)) {
      return field(end + 1, within);
    }
    if (is('(', end)) {
      end = list(end + 1, within);
      if (!is(')', end)) {
        throw invalid();
      }
      return end + 1;
    }
    return end;
  }

  private boolean is(char c, int at) {
    return at < text.length() && text.charAt(at) == c;
  }

  private GcsRefusal invalid() {
    return GcsRefusal.invalid("Invalid field selection " + text);
  }
}
