package org.shoestring.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Lets processes in the threads of a test take one step at a time, in an order that a seed decides.
 * Between two steps of one of them, the others may take any number.
 */
final class Steps {
  private static final ThreadLocal<@Nullable Actor> CURRENT = new ThreadLocal<>();

  private final Random random;
  private final Runnable afterEach;
  private final List<Actor> actors = new ArrayList<>();
  private final Semaphore back = new Semaphore(0);
  private long taken;

  /**
   * No processes yet.
   *
   * @param afterEach what is looked at after each step
   */
  Steps(Random random, Runnable afterEach) {
    this.random = random;
    this.afterEach = afterEach;
  }

  /** Ends a process as {@code kill -9} does: nothing that it would still do has any effect. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** What a process does. */
  interface Work {
    void run() throws Exception;
  }

  private static final class Actor {
    private final Semaphore go = new Semaphore(0);
    private final Steps steps;
    private boolean ended;
    private boolean killed;
    private @Nullable Throwable error;

    Actor(Steps steps) {
      this.steps = steps;
    }
  }

  /** Adds a process. */
  void add(String name, Work work) {
    Actor actor = new Actor(this);
    actors.add(actor);
    Thread thread =
        new Thread(
            () -> {
              CURRENT.set(actor);
              actor.go.acquireUninterruptibly();
              try {
                work.run();
              } catch (Throwable e) {
                actor.error = e;
              } finally {
                actor.ended = true;
                back.release();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits for the turn of the process of this thread, if it is one. */
  static void turn() {
    Actor actor = CURRENT.get();
    if (actor == null) {
      return;
    }
    if (!actor.killed) {
      actor.steps.back.release();
      actor.go.acquireUninterruptibly();
    }
    if (actor.killed) {
      throw new Killed();
    }
  }

  /** Whether this thread is one of a process. */
  static boolean isProcess() {
    return CURRENT.get() != null;
  }

  /** A process that was killed is followed by another one in the same thread. */
  static void rise() {
    Actor actor = CURRENT.get();
    if (actor != null) {
      actor.killed = false;
    }
  }

  /** Lets all take steps until they end; one is killed now and then. */
  void run(int killOneIn) {
    List<Actor> awake = List.of();
    int left = 0;
    while (!actors.isEmpty()) {
      if (awake.isEmpty() || left-- == 0) {
        awake = someOf(actors); // The others are suspended for a while.
        left = random.nextInt(150);
      }
      Actor actor = awake.get(random.nextInt(awake.size()));
      actor.killed = random.nextInt(killOneIn) == 0;
      actor.go.release();
      back.acquireUninterruptibly();
      taken++;
      afterEach.run();
      if (actor.ended) {
        actors.remove(actor);
        awake.remove(actor);
        Throwable error = actor.error;
        if (error != null) {
          throw new AssertionError(error);
        }
      }
    }
  }

  private List<Actor> someOf(List<Actor> all) {
    List<Actor> some = new ArrayList<>(all);
    some.removeIf(actor -> random.nextBoolean());
    return some.isEmpty() ? new ArrayList<>(all) : some;
  }

  /** How many steps were taken. */
  long taken() {
    return taken;
  }
}
