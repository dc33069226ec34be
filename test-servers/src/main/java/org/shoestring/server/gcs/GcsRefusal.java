package org.shoestring.server.gcs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** A request is refused, as Google words it. */
final class GcsRefusal extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String reason;
  private final String text;

  GcsRefusal(int status, String reason, String text) {
    super(status + " " + reason + ": " + text, null, false, false);
    this.status = status;
    this.reason = reason;
    this.text = text;
  }

  static GcsRefusal invalid(String message) {
    return new GcsRefusal(400, "invalid", message);
  }

  static GcsRefusal notFound(String message) {
    return new GcsRefusal(404, "notFound", message);
  }

  static GcsRefusal noObject(String bucket, String name) {
    return notFound("No such object: " + bucket + "/" + name);
  }

  static GcsRefusal precondition() {
    return new GcsRefusal(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  /** JSON, or text where content was asked for. */
  GcsAnswer answer(GcsCall call) {
    GcsAnswer answer =
        call.isMedia() || status == 503
            ? GcsAnswer.text(status, "text/plain; charset=UTF-8", text)
            : GcsAnswer.json(status, json());
    return status == 401
        ? answer.with(
            "WWW-Authenticate",
            "Bearer realm=\"https://accounts.google.com/\""
                + (reason.equals("authError") ? ", error=\"invalid_token\"" : ""))
        : answer;
  }

  private JsonObject json() {
    JsonObject one = new JsonObject();
    one.addProperty("message", text);
    one.addProperty("domain", "global");
    one.addProperty("reason", reason);
    JsonArray all = new JsonArray();
    all.add(one);
    JsonObject error = new JsonObject();
    error.addProperty("code", status);
    error.addProperty("message", text);
    error.add("errors", all);
    JsonObject json = new JsonObject();
    json.add("error", error);
    return json;
  }
}
