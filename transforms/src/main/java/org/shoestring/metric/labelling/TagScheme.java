package org.shoestring.metric.labelling;

/** Which tags begin, continue and end an entity, as seqeval 1.2.2 has it. */
enum TagScheme {
  /** Any of the prefixes, as conlleval reads them: one at a wrong place begins an entity, too. */
  DEFAULT(
      "OBIES",
      ".B* .S* OI* OE* EI* EE* SI* SE* BI! BE! II! IE!",
      "BI= BE= II= IE=",
      ".O* .B* .S* E.* S.* BI! BE! II! IE!"),

  /** {@code I I}; {@code B} only where an entity of the same type is right before. */
  IOB1("OBI", "OI* II! BI* IB= BB=", "BI= II=", "II! IO* IB* BO* BI! BB="),

  /** {@code I I}; {@code E} only where an entity of the same type is right behind. */
  IOE1("OIE", "OI* II! EI* EE=", "II= IE=", "II! IO* IE! EI= EE="),

  /** {@code B I I}. */
  IOB2("OBI", ".B*", "BI= II=", ".O* .B* BI! II!"),

  /** {@code I I E}. */
  IOE2("OIE", "OI* OE* EI* EE* II! IE!", "II= IE=", "E.*"),

  /** {@code B I E}, or {@code S} for a single token. */
  IOBES("OBIES", ".B* .S*", "BI= BE= II= IE=", "E.* S.*"),

  /** {@code B I L}, or {@code U} for a single token. */
  BILOU("OBILU", ".B* .U*", "BI= BL= II= IL=", "L.* U.*");

  private final String prefixes;
  private final String begin;
  private final String inside;
  private final String end;

  TagScheme(String prefixes, String begin, String inside, String end) {
    this.prefixes = prefixes;
    this.begin = begin;
    this.inside = inside;
    this.end = end;
  }

  /** Those that its tags can have. */
  String prefixes() {
    return prefixes;
  }

  /** The {@link TagRules} by which an entity begins with the second tag. */
  String begin() {
    return begin;
  }

  /** Those by which the entity of the first tag continues with the second. */
  String inside() {
    return inside;
  }

  /** Those by which the first tag is an entity's end; one that only stops there is none. */
  String end() {
    return end;
  }
}
