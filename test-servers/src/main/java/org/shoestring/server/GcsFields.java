package org.shoestring.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Partial answers: {@code fields=nextPageToken,items(name,size)} leaves all else out. */
final class GcsFields {
  private GcsFields() {}

  static JsonObject select(GcsCall call, JsonObject whole) throws GcsRefusal {
    Optional<String> fields = call.parameter("fields");
    return fields.isEmpty() || fields.get().equals("*") ? whole : select(fields.get(), whole);
  }

  private static JsonObject select(String fields, JsonObject whole) throws GcsRefusal {
    JsonObject part = new JsonObject();
    for (String field : split(fields)) {
      int nested = field.indexOf('(');
      String name = nested < 0 ? field : field.substring(0, nested);
      if (name.isEmpty() || name.indexOf(')') >= 0 || (nested >= 0 && !field.endsWith(")"))) {
        throw GcsRefusal.invalid("Invalid field selection " + field);
      }
      JsonElement value = whole.get(name);
      if (value != null) {
        part.add(
            name,
            nested < 0 ? value : within(field.substring(nested + 1, field.length() - 1), value));
      }
    }
    return part;
  }

  private static JsonElement within(String fields, JsonElement value) throws GcsRefusal {
    if (!value.isJsonArray()) {
      return select(fields, value.getAsJsonObject());
    }
    JsonArray parts = new JsonArray();
    for (JsonElement element : value.getAsJsonArray()) {
      parts.add(select(fields, element.getAsJsonObject()));
    }
    return parts;
  }

  /** At the commas that stand in no parentheses. */
  private static List<String> split(String fields) {
    List<String> split = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < fields.length(); i++) {
      char c = fields.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        split.add(fields.substring(start, i));
        start = i + 1;
      }
    }
    split.add(fields.substring(start));
    return split;
  }
}
