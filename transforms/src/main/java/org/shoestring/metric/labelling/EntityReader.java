package org.shoestring.metric.labelling;

import org.shoestring.bytes.BadDataException;
import org.shoestring.spec.Shown;

/** Goes through the tags of a line, which blanks separate, and tells the entities as they end. */
final class EntityReader {
  private static final char HYPHEN = '-';

  private final TagScheme scheme;
  private final TagRules begins;
  private final TagRules continues;
  private final TagRules ends;
  private final String side;
  private String line = "";
  private int at;
  private int tags;
  private int prefix;
  private int typeStart;
  private int typeEnd;
  private int endedTypeStart;
  private int endedTypeEnd;
  private int begin;

  /**
   * Of lines of one side.
   *
   * @param side of the segment, for messages
   */
  EntityReader(TagScheme scheme, String side) {
    this.scheme = scheme;
    this.begins = new TagRules(scheme.begin());
    this.continues = new TagRules(scheme.inside());
    this.ends = new TagRules(scheme.end());
    this.side = side;
  }

  /** Starts before the first tag. */
  void start(String text) {
    line = text;
    at = 0;
    tags = 0;
    begin = -1;
    outside();
  }

  private void outside() {
    prefix = 0;
    typeStart = 0;
    typeEnd = 0;
  }

  /** Whether there is another tag, which {@link #next} reads. */
  boolean hasNext() {
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return at < line.length();
  }

  /**
   * Reads a tag.
   *
   * @return where the entity began that ended before this tag, as a number of tags; -1 if none did
   * @throws BadDataException if it is no tag of the scheme
   */
  int next() {
    int first = prefix;
    endedTypeStart = typeStart;
    endedTypeEnd = typeEnd;
    read();
    int ended = step(first);
    tags++;
    return ended;
  }

  /** As {@link #next}, after the last tag. */
  int end() {
    int first = prefix;
    endedTypeStart = typeStart;
    endedTypeEnd = typeEnd;
    outside();
    return step(first);
  }

  private int step(int first) {
    boolean ofOneType = isType(line, endedTypeStart, endedTypeEnd);
    if (begin >= 0 && continues.match(first, prefix, ofOneType)) {
      return -1;
    }
    int ended = ends.match(first, prefix, ofOneType) ? begin : -1;
    begin = begins.match(first, prefix, ofOneType) ? tags : -1;
    return ended;
  }

  private boolean isType(String other, int start, int end) {
    return end - start == typeEnd - typeStart
        && line.regionMatches(typeStart, other, start, end - start);
  }

  /** The type of the entity that ended. */
  String type() {
    return endedTypeStart == endedTypeEnd ? "_" : line.substring(endedTypeStart, endedTypeEnd);
  }

  /** How many tags the line has. */
  int count() {
    int rest = 0;
    while (hasNext()) {
      at = tagEnd();
      rest++;
    }
    return tags + rest;
  }

  private int tagEnd() {
    int blank = line.indexOf(' ', at);
    return blank < 0 ? line.length() : blank;
  }

  private void read() {
    int start = at;
    int end = tagEnd();
    at = end;
    prefix = TagRules.PREFIXES.indexOf(line.charAt(start));
    boolean isBare = end - start == 1;
    boolean hasType = !isBare && prefix != 0 && line.charAt(start + 1) == HYPHEN;
    if (scheme.prefixes().indexOf(line.charAt(start)) < 0 || !(isBare || hasType)) {
      throw unknown(line.substring(start, end));
    }
    typeStart = isBare ? end : start + 2;
    typeEnd = end;
    if (scheme != TagScheme.DEFAULT) {
      stripHyphens();
    }
    if (typeEnd == typeStart + 1 && line.charAt(typeStart) == '_') {
      typeStart = typeEnd; // the type of a tag without one
    }
  }

  private void stripHyphens() {
    while (typeStart < typeEnd && line.charAt(typeStart) == HYPHEN) {
      typeStart++;
    }
    while (typeStart < typeEnd && line.charAt(typeEnd - 1) == HYPHEN) {
      typeEnd--;
    }
  }

  private BadDataException unknown(String tag) {
    String others = scheme.prefixes().substring(1).replaceAll("\\B", ", ");
    return new BadDataException(
        "tag "
            + (tags + 1)
            + " of the "
            + side
            + " is "
            + Shown.quoted(tag)
            + ", but "
            + (scheme == TagScheme.DEFAULT
                ? "a tag is O, or "
                : "by the scheme " + scheme + " a tag is O, or ")
            + others
            + " with a hyphen and a type, as B-PER; write the tags so, with blanks between"
            + " them, or set another scheme with mode=strict");
  }
}
