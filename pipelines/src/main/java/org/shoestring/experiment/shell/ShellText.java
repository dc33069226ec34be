package org.shoestring.experiment.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A text for a shell, read as a shell reads it. What is wrong in it, such as a quote that is never
 * closed, ends with the text: the shell will tell.
 */
public final class ShellText {
  private final String text;
  private final Quoting[] quoting;
  private final int[] backticks;
  private final List<Token> tokens = new ArrayList<>();
  private final List<Document> documents = new ArrayList<>();
  private int at;
  private int depth;

  /** A here-document whose lines come after the line that is being read. */
  private record Document(String end, boolean tabs, boolean expands) {}

  /** A list of commands that is being read: its word, and what the next word will be. */
  private static final class Commands {
    private final StringBuilder word = new StringBuilder();
    private boolean begun;
    private boolean quoted;
    private Token.Kind next = Token.Kind.WORD;
    private boolean documentNext;
    private boolean documentTabs;
    private boolean commandPosition = true;
    private int cases;

    /** Whether the {@code in} of a {@code case} comes. */
    private boolean caseBegun;

    /** Whether words are the patterns of a {@code case}, which name no files. */
    private boolean patterns;

    void add(char c) {
      word.append(c);
      begun = true;
    }
  }

  private ShellText(String text) {
    this.text = text;
    this.quoting = new Quoting[text.length()];
    this.backticks = new int[text.length()];
    Arrays.fill(quoting, Quoting.BARE);
  }

  /** Reads a text. */
  public static ShellText read(String text) {
    ShellText read = new ShellText(text);
    while (read.at < text.length()) {
      read.commands('\0');
    }
    return read;
  }

  List<Token> tokens() {
    return tokens;
  }

  /** A value as it is written at a place of the text, by the quotes and backticks around it. */
  public String write(int place, String value) {
    return escaped(place, quoting[place].write(value));
  }

  /** Several words as they are written at a place; between quotes they are one text. */
  public String write(int place, List<String> words) {
    String joined = words.stream().map(Quoting::quoted).collect(Collectors.joining(" "));
    return quoting[place] == Quoting.BARE ? escaped(place, joined) : write(place, joined);
  }

  private String escaped(int place, String text) {
    String written = text;
    for (int i = 0; i < backticks[place]; i++) {
      written = written.replaceAll("[\\\\$`]", "\\\\$0");
    }
    return written;
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  /** Passes over one character, which has this quoting. */
  private char take(Quoting as) {
    quoting[at] = as;
    backticks[at] = depth;
    return text.charAt(at++);
  }

  /** Reads commands up to what closes them; that is taken too. */
  private void commands(char close) {
    Commands in = new Commands();
    while (at < text.length()) {
      char c = peek(0);
      if (c == close && (c == '`' || in.cases == 0)) {
        end(in, Token.Kind.END);
        take(Quoting.BARE);
        return;
      }
      switch (c) {
        case ' ', '\t', '\r' -> {
          flush(in);
          take(Quoting.BARE);
        }
        case '\n' -> {
          end(in, Token.Kind.END);
          take(Quoting.BARE);
          documents();
        }
        case ';', ')' -> {
          end(in, Token.Kind.END);
          take(Quoting.BARE);
          in.patterns = c == ';' && in.cases > 0 && (peek(0) == ';' || peek(0) == '&');
          if (in.patterns) {
            take(Quoting.BARE);
          }
        }
        case '&' -> ampersand(in);
        case '|' -> {
          take(Quoting.BARE);
          boolean or = peek(0) == '|';
          end(in, or ? Token.Kind.END : Token.Kind.PIPE);
          if (or || peek(0) == '&') {
            take(Quoting.BARE);
          }
        }
        case '(' -> {
          if (in.patterns) {
            take(Quoting.BARE);
          } else if (peek(1) == '(' && !in.begun) {
            arithmetic(0);
          } else {
            flush(in);
            group(1);
          }
        }
        case '<', '>' -> redirect(in);
        case '#' -> {
          if (in.begun) {
            in.add(take(Quoting.BARE));
          } else {
            while (at < text.length() && peek(0) != '\n') {
              take(Quoting.LITERAL);
            }
          }
        }
        default -> part(in);
      }
    }
    end(in, Token.Kind.END);
  }

  private void ampersand(Commands in) {
    take(Quoting.BARE);
    if (peek(0) == '>') {
      redirect(in); // Of both outputs.
    } else if (peek(0) == '&') {
      take(Quoting.BARE);
      end(in, Token.Kind.END);
    } else {
      end(in, Token.Kind.PIPE); // In the background.
    }
  }

  /** Commands in a shell of their own, behind so many characters. */
  private void group(int opening) {
    for (int i = 0; i < opening; i++) {
      take(Quoting.BARE);
    }
    tokens.add(Token.of(Token.Kind.OPEN));
    commands(')');
    tokens.add(Token.of(Token.Kind.CLOSE));
  }

  private void backtick() {
    take(Quoting.BARE);
    tokens.add(Token.of(Token.Kind.OPEN));
    depth++;
    commands('`');
    depth--;
    tokens.add(Token.of(Token.Kind.CLOSE));
  }

  private void redirect(Commands in) {
    if (in.begun && in.word.chars().allMatch(Character::isDigit)) {
      in.word.setLength(0); // The number of what is redirected.
      in.begun = false;
    }
    char first = peek(0);
    if (peek(1) == '(') {
      in.add(Token.VARIABLE);
      in.add(Token.VARIABLE);
      group(2);
      return;
    }
    flush(in);
    take(Quoting.BARE);
    if (first == '<' && peek(0) == '<') {
      take(Quoting.BARE);
      if (peek(0) == '<') {
        take(Quoting.BARE);
        return; // What follows is the input itself.
      }
      in.documentNext = true;
      in.documentTabs = peek(0) == '-';
      if (in.documentTabs) {
        take(Quoting.BARE);
      }
      return;
    }
    in.next = first == '<' ? Token.Kind.SOURCE : Token.Kind.TARGET;
    if (">&|".indexOf(peek(0)) >= 0) {
      if (first == '<') {
        in.next = Token.Kind.TARGET; // Opened for both, or the number of another one.
      }
      take(Quoting.BARE);
    }
  }

  /** A part of a word. */
  private void part(Commands in) {
    char c = peek(0);
    switch (c) {
      case '\\' -> {
        take(Quoting.BARE);
        if (peek(0) == '\n') {
          take(Quoting.BARE);
        } else if (at < text.length()) {
          in.quoted = true;
          in.add(take(Quoting.BARE));
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
      case '`' -> {
        expansion(in);
        backtick();
      }
      case '*' -> pattern(in, Token.STAR);
      case '?' -> pattern(in, Token.QUESTION);
      case '[' -> pattern(in, Token.BRACKET);
      default -> in.add(take(Quoting.BARE));
    }
  }

  private void pattern(Commands in, char mark) {
    take(Quoting.BARE);
    in.add(mark);
  }

  private static void expansion(Commands in) {
    in.add(Token.VARIABLE);
    in.add(Token.VARIABLE);
  }

  private void single(Commands in, Quoting as) {
    take(Quoting.BARE);
    in.begun = true;
    while (at < text.length()) {
      char c = take(as);
      if (c == '\'') {
        return;
      }
      if (c == '\\' && as == Quoting.ESCAPED && at < text.length()) {
        c = take(as);
      }
      in.add(c);
    }
  }

  private void doubles(Commands in) {
    take(Quoting.BARE);
    in.begun = true;
    while (at < text.length()) {
      char c = peek(0);
      if (c == '"') {
        take(Quoting.DOUBLE);
        return;
      }
      expanding(in, Quoting.DOUBLE, "$`\"\\\n");
    }
  }

  /** A character where only expansions mean something. */
  private void expanding(Commands in, Quoting as, String escapable) {
    char c = peek(0);
    if (c == '$') {
      dollar(in, true);
    } else if (c == '`') {
      expansion(in);
      backtick();
    } else {
      take(as);
      if (c == '\\' && at < text.length() && escapable.indexOf(peek(0)) >= 0) {
        c = take(as);
        if (c == '\n') {
          return;
        }
      }
      in.add(c);
    }
  }

  private void dollar(Commands in, boolean quoted) {
    Quoting as = quoted ? Quoting.DOUBLE : Quoting.BARE;
    char next = peek(1);
    if (next == '(') {
      expansion(in);
      if (peek(2) == '(' && arithmetic(1)) {
        return;
      }
      group(2);
    } else if (next == '{') {
      take(as);
      take(as);
      parameter(in, quoted, as);
    } else if (next == '\'' && !quoted) {
      take(as);
      in.quoted = true;
      single(in, Quoting.ESCAPED);
    } else if (next == '"' && !quoted) {
      take(as);
      in.quoted = true;
      doubles(in);
    } else if (isName(next)) {
      take(as);
      in.add(Token.VARIABLE);
      boolean digit = Character.isDigit(next);
      do {
        in.add(take(as));
      } while (!digit && isName(peek(0)));
      in.add(Token.VARIABLE);
    } else if (next != '\0' && "@*#?-$!".indexOf(next) >= 0) {
      take(as);
      take(as);
      expansion(in);
    } else {
      in.add(take(as));
    }
  }

  private static boolean isName(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** What stands in the braces of a parameter; the opening one was taken. */
  private void parameter(Commands in, boolean quoted, Quoting as) {
    int begin = at;
    while (isName(peek(0))) {
      take(as);
    }
    String name = text.substring(begin, at);
    in.begun = true;
    in.word.append(Token.VARIABLE).append(peek(0) == '}' ? name : "").append(Token.VARIABLE);
    Commands inner = new Commands(); // Its words are not looked at.
    Quoting within = quoted ? Quoting.PARAMETER : as;
    while (at < text.length()) {
      char c = peek(0);
      if (c == '}') {
        take(as);
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
  private boolean arithmetic(int ahead) {
    int open = 0;
    for (int i = at + ahead; i < text.length(); i++) {
      char c = text.charAt(i);
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (open == 0) {
        boolean closed = text.charAt(i - 1) == ')';
        while (closed && at <= i) {
          take(Quoting.BARE);
        }
        if (!closed && ahead == 0) {
          group(1);
        }
        return closed;
      }
    }
    if (ahead == 0) {
      group(1);
    }
    return false;
  }

  private void flush(Commands in) {
    if (!in.begun) {
      return;
    }
    String word = in.word.toString();
    if (in.documentNext) {
      documents.add(new Document(word, in.documentTabs, !in.quoted));
      in.documentNext = false;
    } else {
      boolean command = in.commandPosition && in.next == Token.Kind.WORD;
      boolean named = !in.patterns;
      if (command && word.equals("case")) {
        in.cases++;
        in.caseBegun = true;
      } else if (command && word.equals("esac")) {
        in.cases--;
        in.patterns = false;
      } else if (in.caseBegun && word.equals("in")) {
        in.caseBegun = false;
        in.patterns = true;
      }
      in.commandPosition &= in.next != Token.Kind.WORD || LEADING.contains(word);
      if (named) {
        tokens.add(new Token(in.next, word));
      }
    }
    in.next = Token.Kind.WORD;
    in.word.setLength(0);
    in.begun = false;
    in.quoted = false;
  }

  private void end(Commands in, Token.Kind kind) {
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
      int end = at;
      while (end < text.length() && !isEnd(document, end)) {
        end = lineEnd(end) + 1;
      }
      end = Math.min(end, text.length());
      Commands body = new Commands();
      while (at < end) {
        if (document.expands()) {
          expanding(body, Quoting.DOCUMENT, "$`\\\n");
        } else {
          take(Quoting.LITERAL);
        }
      }
      int next = Math.min(lineEnd(end) + 1, text.length());
      while (at < next) {
        take(Quoting.LITERAL);
      }
    }
  }

  private int lineEnd(int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private boolean isEnd(Document document, int begin) {
    String line = text.substring(begin, lineEnd(begin));
    return (document.tabs() ? line.replaceFirst("^\t+", "") : line).equals(document.end());
  }

  /** Words before a command that are none of its own. */
  static final List<String> LEADING =
      List.of("if", "then", "else", "elif", "while", "until", "do", "{", "{{", "!", "time");
}
