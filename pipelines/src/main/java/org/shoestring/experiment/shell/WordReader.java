package org.shoestring.experiment.shell;

import java.util.Optional;

/** Reads the words of a text for a shell: quotes, variables and what stands in their braces. */
final class WordReader {
  /** Where it should end is looked for no further. */
  private static final int LONGEST_ARITHMETIC = 1000;

  private final Cursor cursor;
  private final CommandReader commands;

  WordReader(Cursor cursor, CommandReader commands) {
    this.cursor = cursor;
    this.commands = commands;
  }

  /** A part of a word. */
  void part(CommandList in) {
    char c = cursor.peek(0);
    switch (c) {
      case '\\' -> {
        cursor.take(Quoting.BARE);
        if (cursor.peek(0) == '\n') {
          cursor.take(Quoting.BARE);
        } else if (cursor.hasMore()) {
          in.quoted = true;
          in.add(cursor.take(Quoting.BARE));
        }
      }
      case '\'' -> {
        in.quoted = true;
        single(in, Quoting.SINGLE);
      }
      case '"' -> {
        in.quoted = true;
        doubles(in);
      }
      case '$' -> dollar(in, false);
      case '`' -> printed(in);
      case '*' -> pattern(in, Token.STAR);
      case '?' -> pattern(in, Token.QUESTION);
      case '[' -> pattern(in, Token.BRACKET);
      default -> in.add(cursor.take(Quoting.BARE));
    }
  }

  private void pattern(CommandList in, char mark) {
    char plain = cursor.take(Quoting.BARE);
    in.compared = in.condition;
    in.add(in.condition ? plain : mark);
  }

  /** What the commands between backticks print. */
  private void printed(CommandList in) {
    if (!here(in, "`pwd`")) {
      in.addExpansion();
      commands.backtick();
    }
  }

  /** Takes a text that stands for the folder that the command runs in, if it comes next. */
  private boolean here(CommandList in, String pwd) {
    if (!cursor.isBefore(pwd)) {
      return false;
    }
    cursor.takeTo(cursor.at() + pwd.length(), Quoting.BARE);
    in.addVariable("PWD");
    return true;
  }

  private void single(CommandList in, Quoting as) {
    cursor.take(Quoting.BARE);
    in.begun = true;
    while (cursor.hasMore()) {
      char c = cursor.take(as);
      if (c == '\'') {
        return;
      }
      if (c == '\\' && as == Quoting.ESCAPED && cursor.hasMore()) {
        escape(in);
      } else {
        in.add(c);
      }
    }
  }

  private void escape(CommandList in) {
    Optional<BashEscapes> escapes = BashEscapes.at(cursor);
    if (escapes.isEmpty()) {
      in.add(cursor.take(Quoting.ESCAPED));
    } else {
      cursor.takeTo(cursor.at() + escapes.get().length(), Quoting.ESCAPED);
      escapes.get().letters().chars().forEach(c -> in.add((char) c));
    }
  }

  private void doubles(CommandList in) {
    cursor.take(Quoting.BARE);
    in.begun = true;
    while (cursor.hasMore()) {
      char c = cursor.peek(0);
      if (c == '"') {
        cursor.take(Quoting.DOUBLE);
        return;
      }
      expanding(in, Quoting.DOUBLE, "$`\"\\\n");
    }
  }

  /** What comes before a place, where only expansions mean something. */
  void expandingTo(int end) {
    CommandList unused = new CommandList();
    while (cursor.at() < end) {
      expanding(unused, Quoting.DOCUMENT, "$`\\\n");
    }
  }

  /** A character where only expansions mean something. */
  private void expanding(CommandList in, Quoting as, String escapable) {
    char c = cursor.peek(0);
    if (c == '$') {
      dollar(in, true);
    } else if (c == '`') {
      printed(in);
    } else {
      cursor.take(as);
      if (c == '\\' && cursor.hasMore() && escapable.indexOf(cursor.peek(0)) >= 0) {
        c = cursor.take(as);
        if (c == '\n') {
          return;
        }
      }
      in.add(c);
    }
  }

  private void dollar(CommandList in, boolean quoted) {
    Quoting as = quoted ? Quoting.DOUBLE : Quoting.BARE;
    char next = cursor.peek(1);
    if (next == '(') {
      if (here(in, "$(pwd)")) {
        return;
      }
      in.addExpansion();
      if (cursor.peek(2) != '(' || !arithmetic(1)) {
        commands.group(2);
      }
    } else if (next == '{') {
      cursor.take(as);
      cursor.take(as);
      parameter(in, quoted, as);
    } else if (next == '\'' && !quoted) {
      cursor.take(as);
      in.quoted = true;
      single(in, Quoting.ESCAPED);
    } else if (next == '"' && !quoted) {
      cursor.take(as);
      in.quoted = true;
      doubles(in);
    } else if (isName(next)) {
      cursor.take(as);
      int begin = cursor.at();
      boolean digit = Character.isDigit(next);
      do {
        cursor.take(as);
      } while (!digit && isName(cursor.peek(0)));
      in.addVariable(cursor.since(begin));
    } else if (next != '\0' && "@*#?-$!".indexOf(next) >= 0) {
      cursor.take(as);
      cursor.take(as);
      in.addExpansion();
    } else {
      in.add(cursor.take(as));
    }
  }

  private static boolean isName(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** What stands in the braces of a parameter; the opening one was taken. */
  private void parameter(CommandList in, boolean quoted, Quoting as) {
    int begin = cursor.at();
    while (isName(cursor.peek(0))) {
      cursor.take(as);
    }
    in.addVariable(cursor.peek(0) == '}' ? cursor.since(begin) : "");
    if (cursor.enter()) {
      operand(quoted, as);
      cursor.leave();
    }
  }

  /** What stands behind the name of a parameter, up to the closing brace. */
  private void operand(boolean quoted, Quoting as) {
    CommandList inner = new CommandList();
    Quoting within = quoted ? Quoting.PARAMETER : as;
    while (cursor.hasMore()) {
      char c = cursor.peek(0);
      if (c == '}') {
        cursor.take(as);
        commands.mention(inner.word.toString().replaceFirst("^:?[-+=?]", ""));
        return;
      }
      if (c == '\'' && !quoted) {
        single(inner, Quoting.SINGLE);
      } else if (c == '"') {
        doubles(inner);
      } else {
        expanding(inner, within, "$`\"\\}");
      }
    }
  }

  /** Passes over arithmetic, behind so many characters; false, and nothing, if it is none. */
  boolean arithmetic(int ahead) {
    int open = 0;
    int end = Math.min(cursor.length(), cursor.at() + LONGEST_ARITHMETIC);
    for (int i = cursor.at() + ahead; i < end; i++) {
      char c = cursor.charAt(i);
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (open == 0) {
        boolean closed = cursor.charAt(i - 1) == ')';
        if (closed) {
          cursor.takeTo(i + 1, Quoting.BARE);
        } else if (ahead == 0) {
          commands.group(1);
        }
        return closed;
      }
    }
    if (ahead == 0) {
      commands.group(1);
    }
    return false;
  }
}
