package org.shoestring.cli;

/** What is told on stderr. */
final class Terminal {
  private Terminal() {}

  /** Tells what the user should know though it is no error. */
  static void remark(String remark) {
    System.err.println("shoestring: " + remark);
  }

  /** Tells what went wrong. */
  static void error(String error) {
    remark(error);
  }
}
