package org.shoestring.experiment.watch;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a shell is, and where its {@code cd}, {@code pushd} and {@code popd} can lead it back. */
final class WorkingFolder {
  private final Deque<Optional<Path>> stack = new ArrayDeque<>();
  private @Nullable Path at;
  private @Nullable Path before;

  WorkingFolder(@Nullable Path at) {
    this.at = at;
    this.before = at;
  }

  /** The place of a shell that begins where another one is. */
  WorkingFolder(WorkingFolder other) {
    this.at = other.at;
    this.before = other.before;
    this.stack.addAll(other.stack);
  }

  /** The folder; null if that cannot be told. */
  @Nullable Path at() {
    return at;
  }

  void move(@Nullable Path to) {
    before = at;
    at = to;
  }

  void moveBack() {
    move(before);
  }

  void push(@Nullable Path to) {
    stack.push(Optional.ofNullable(at));
    move(to);
  }

  /** {@code pushd} without a folder. */
  void swap() {
    Path here = at;
    if (!stack.isEmpty()) {
      move(stack.pop().orElse(null));
      stack.push(Optional.ofNullable(here));
    }
  }

  void pop() {
    if (!stack.isEmpty()) {
      move(stack.pop().orElse(null));
    }
  }
}
