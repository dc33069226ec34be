package org.shoestring.lease;

import java.time.Duration;

/** By what claims are watched and waited for. */
public interface LeaseClock {
  /** That of this machine. */
  LeaseClock SYSTEM =
      new LeaseClock() {
        @Override
        public Moment now() {
          return Moment.now();
        }

        @Override
        public void sleep(Duration pause) throws InterruptedException {
          Thread.sleep(pause.toMillis());
        }
      };

  Moment now();

  void sleep(Duration pause) throws InterruptedException;
}
