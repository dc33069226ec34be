package org.shoestring.experiment.shell;

/** A list of commands that is being read: its word, and what the next word will be. */
final class CommandList {
  private static final String CONDITION = "" + Token.BRACKET + Token.BRACKET;

  final StringBuilder word = new StringBuilder();
  boolean begun;
  boolean quoted;
  Token.Kind next = Token.Kind.WORD;
  boolean documentNext;
  boolean documentTabs;
  boolean commandPosition = true;

  /** How many {@code case} are open. */
  int cases;

  /** Whether the {@code in} of a {@code case} comes. */
  boolean caseBegun;

  /** Whether words are the patterns of a {@code case}, which name no files. */
  boolean patterns;

  /** Whether words stand between {@code [[} and its end, where patterns name no files. */
  boolean condition;

  /** Whether the word is a pattern that a condition compares with: it names no files either. */
  boolean compared;

  void add(char c) {
    word.append(c);
    begun = true;
  }

  /** What a program prints, or a value that cannot be known. */
  void addExpansion() {
    addVariable("");
  }

  void addVariable(String name) {
    word.append(Token.VARIABLE).append(name).append(Token.VARIABLE);
    begun = true;
  }

  /** Takes note of a word that is complete; false for one that names no file. */
  boolean isNaming(String complete) {
    boolean command = commandPosition && next == Token.Kind.WORD;
    boolean named = !patterns && !compared;
    if (command && complete.equals("case")) {
      cases++;
      caseBegun = true;
    } else if (command && complete.equals("esac")) {
      cases--;
      patterns = false;
    } else if (caseBegun && complete.equals("in")) {
      caseBegun = false;
      patterns = true;
    } else if (command && complete.equals(CONDITION)) {
      condition = true;
    } else if (condition && complete.equals("]]")) {
      condition = false;
    }
    commandPosition &= next != Token.Kind.WORD || ShellText.LEADING.contains(complete);
    return named;
  }

  /** Ready for the next word. */
  void clear() {
    next = Token.Kind.WORD;
    word.setLength(0);
    begun = false;
    quoted = false;
    compared = false;
  }
}
