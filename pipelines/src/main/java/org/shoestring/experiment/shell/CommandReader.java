package org.shoestring.experiment.shell;

import java.util.ArrayList;
import java.util.List;

/** Reads the commands of a text for a shell: what ends them, groups them and redirects them. */
final class CommandReader {
  private final Cursor cursor;
  private final WordReader words;
  private final List<Token> tokens = new ArrayList<>();
  private final List<Document> documents = new ArrayList<>();

  /** A here-document whose lines come after the line that is being read. */
  private record Document(String end, boolean tabs, boolean expands) {}

  private CommandReader(Cursor cursor) {
    this.cursor = cursor;
    this.words = new WordReader(cursor, this);
  }

  /** The tokens of all that the cursor passes over. */
  static List<Token> read(Cursor cursor) {
    CommandReader reader = new CommandReader(cursor);
    while (cursor.hasMore()) {
      reader.commands('\0');
    }
    return reader.tokens;
  }

  /** Reads commands up to what closes them; that is taken too. */
  private void commands(char close) {
    CommandList in = new CommandList();
    while (cursor.hasMore()) {
      char c = cursor.peek(0);
      if (c == close && (c == '`' || in.cases == 0) && !(in.condition && c == ')')) {
        end(in, Token.Kind.END);
        cursor.take(Quoting.BARE);
        return;
      }
      if (in.condition && "\n&|()<>;".indexOf(c) >= 0) {
        flush(in);
        cursor.take(Quoting.BARE);
      } else {
        next(in, c);
      }
    }
    end(in, Token.Kind.END);
  }

  private void next(CommandList in, char c) {
    switch (c) {
      case ' ', '\t', '\r' -> {
        flush(in);
        cursor.take(Quoting.BARE);
      }
      case '\n' -> {
        end(in, Token.Kind.END);
        cursor.take(Quoting.BARE);
        documents();
      }
      case ';', ')' -> {
        end(in, Token.Kind.END);
        cursor.take(Quoting.BARE);
        boolean ends = cursor.peek(0) == ';' || cursor.peek(0) == '&';
        in.patterns = c == ';' && in.cases > 0 && ends;
        if (in.patterns) {
          cursor.take(Quoting.BARE);
        }
      }
      case '&' -> ampersand(in);
      case '|' -> {
        cursor.take(Quoting.BARE);
        boolean or = cursor.peek(0) == '|';
        end(in, or ? Token.Kind.END : Token.Kind.PIPE);
        if (or || cursor.peek(0) == '&') {
          cursor.take(Quoting.BARE);
        }
      }
      case '(' -> {
        if (in.patterns) {
          cursor.take(Quoting.BARE);
        } else if (cursor.peek(1) == '(' && !in.begun) {
          words.arithmetic(0);
        } else {
          flush(in);
          group(1);
        }
      }
      case '<', '>' -> redirect(in);
      case '#' -> {
        if (in.begun) {
          in.add(cursor.take(Quoting.BARE));
        } else {
          cursor.takeTo(cursor.lineEnd(cursor.at()), Quoting.LITERAL);
        }
      }
      default -> words.part(in);
    }
  }

  private void ampersand(CommandList in) {
    cursor.take(Quoting.BARE);
    if (cursor.peek(0) == '>') {
      redirect(in); // Of both outputs.
    } else if (cursor.peek(0) == '&') {
      cursor.take(Quoting.BARE);
      end(in, Token.Kind.END);
    } else {
      end(in, Token.Kind.PIPE); // In the background.
    }
  }

  /** Commands in a shell of their own, behind so many characters. */
  void group(int opening) {
    cursor.takeTo(cursor.at() + opening, Quoting.BARE);
    if (cursor.enter()) {
      tokens.add(Token.of(Token.Kind.OPEN));
      commands(')');
      tokens.add(Token.of(Token.Kind.CLOSE));
      cursor.leave();
    }
  }

  /** Commands between backticks. */
  void backtick() {
    cursor.take(Quoting.BARE);
    if (cursor.enter()) {
      tokens.add(Token.of(Token.Kind.OPEN));
      cursor.nest(1);
      commands('`');
      cursor.nest(-1);
      tokens.add(Token.of(Token.Kind.CLOSE));
      cursor.leave();
    }
  }

  private void redirect(CommandList in) {
    if (in.begun && in.word.chars().allMatch(Character::isDigit)) {
      in.word.setLength(0); // The number of what is redirected.
      in.begun = false;
    }
    char first = cursor.peek(0);
    if (cursor.peek(1) == '(') {
      in.addExpansion();
      group(2);
      return;
    }
    flush(in);
    cursor.take(Quoting.BARE);
    if (first == '<' && cursor.peek(0) == '<') {
      cursor.take(Quoting.BARE);
      if (cursor.peek(0) == '<') {
        cursor.take(Quoting.BARE);
        return; // What follows is the input itself.
      }
      in.documentNext = true;
      in.documentTabs = cursor.peek(0) == '-';
      if (in.documentTabs) {
        cursor.take(Quoting.BARE);
      }
      return;
    }
    in.next = first == '<' ? Token.Kind.SOURCE : Token.Kind.TARGET;
    if (">&|".indexOf(cursor.peek(0)) >= 0) {
      if (first == '<') {
        in.next = Token.Kind.TARGET; // Opened for both, or the number of another one.
      }
      cursor.take(Quoting.BARE);
    }
  }

  /** Takes note of a word that a command may read, though it is none of its own words. */
  void mention(String word) {
    if (!word.isEmpty()) {
      tokens.add(new Token(Token.Kind.SOURCE, word));
    }
  }

  private void flush(CommandList in) {
    if (!in.begun) {
      return;
    }
    String word = in.word.toString();
    if (in.documentNext) {
      documents.add(new Document(word, in.documentTabs, !in.quoted));
      in.documentNext = false;
    } else if (in.isNaming(word)) {
      tokens.add(new Token(in.next, word));
    }
    in.clear();
  }

  private void end(CommandList in, Token.Kind kind) {
    flush(in);
    in.commandPosition = true;
    in.next = Token.Kind.WORD;
    tokens.add(Token.of(kind));
  }

  /** Reads the here-documents that the line before began. */
  private void documents() {
    List<Document> due = List.copyOf(documents);
    documents.clear();
    for (Document document : due) {
      int begin = cursor.at();
      int end = begin;
      while (end < cursor.length() && !isEnd(document, end)) {
        end = cursor.lineEnd(end) + 1;
      }
      end = Math.min(end, cursor.length());
      if (document.expands()) {
        words.expandingTo(end);
      }
      cursor.takeTo(end, Quoting.LITERAL);
      tokens.add(new Token(Token.Kind.DOCUMENT, cursor.since(begin)));
      cursor.takeTo(Math.min(cursor.lineEnd(end) + 1, cursor.length()), Quoting.LITERAL);
    }
  }

  private boolean isEnd(Document document, int begin) {
    String line = cursor.line(begin);
    return (document.tabs() ? line.replaceFirst("^\t+", "") : line).equals(document.end());
  }
}
