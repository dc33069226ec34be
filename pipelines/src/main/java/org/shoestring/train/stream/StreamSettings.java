package org.shoestring.train.stream;

import java.util.List;
import java.util.Optional;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;

/**
 * {@code data} of a stage: how its input comes to the command.
 *
 * @param where file and line, for messages
 * @param shards how many shards lie on the disk at a time, at most
 */
public record StreamSettings(String where, int shards) {
  /** The key of a stage. */
  public static final String KEY = "data";

  private static final String COPY = "copy";
  private static final String STREAM = "stream";

  private static final Parameter SHARDS =
      Parameter.whole(
          "shards", 1, 1000, 3, "how many shards may lie on the disk of this machine at a time");

  /**
   * The settings of {@code stream}, {@code stream: 4} or {@code stream:shards=4}; empty for {@code
   * copy}.
   *
   * @throws UsageException if it is neither, or a parameter is wrong
   */
  public static Optional<StreamSettings> named(Spec spec) {
    switch (spec.name()) {
      case COPY -> {
        Arguments unused = Arguments.bind(KEY, spec, List.of());
        return Optional.empty();
      }
      case STREAM -> {
        Arguments arguments = Arguments.bind(KEY, spec, List.of(SHARDS));
        int shards = Math.toIntExact(arguments.whole(SHARDS.name()));
        return Optional.of(new StreamSettings(spec.where(), shards));
      }
      default ->
          throw UsageException.unknown(spec.where(), KEY, spec.name(), List.of(COPY, STREAM));
    }
  }
}
