package org.shoestring.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoreException;

/** The error of a store that refuses a request. */
public record Refused(StoreException error) {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  /** What comes of one kind of request, at an object {@code a}. */
  public static Refused by(ObjectStore store, String verb) {
    List<StoreException> thrown = new ArrayList<>();
    assertThatThrownBy(request(store, verb))
        .isInstanceOfSatisfying(StoreException.class, thrown::add);
    return new Refused(thrown.get(0));
  }

  private static ThrowingCallable request(ObjectStore store, String verb) {
    return switch (verb) {
      case "read" -> () -> store.open("a").close();
      case "write" -> () -> store.put("a", Files.write(store.newSpool(), CONTENT));
      case "look" -> () -> store.stat("a");
      case "create" -> () -> store.create("a", CONTENT);
      case "list" -> () -> store.list("");
      case "delete" -> () -> store.delete("a");
      default -> throw new IllegalArgumentException(verb);
    };
  }

  public String message() {
    return String.valueOf(error.getMessage());
  }

  /** All that a log may show of it. */
  List<String> everything() {
    List<String> texts = new ArrayList<>();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      texts.add(cause.toString());
      for (Throwable suppressed : cause.getSuppressed()) {
        texts.add(suppressed.toString());
      }
    }
    return texts;
  }
}
