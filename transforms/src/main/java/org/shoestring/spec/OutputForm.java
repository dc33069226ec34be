package org.shoestring.spec;

/** What a stage's output is made of. */
public enum OutputForm {
  /** Tables of lines; one of them is meant. */
  TABLE("a table"),

  /** Files as a program left them. */
  FILES("files");

  private final String words;

  OutputForm(String words) {
    this.words = words;
  }

  /** As messages say it: {@code a table}. */
  public String words() {
    return words;
  }
}
