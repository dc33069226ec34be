package org.shoestring.metric.translation;

import java.util.List;
import java.util.function.BiConsumer;
import org.shoestring.metric.Segment;
import org.shoestring.metric.TokenIds;
import org.shoestring.step.tokenize.TokenSpans;

/** The tokens of a hypothesis and then of its references, as numbers; buffers are reused. */
final class SegmentTokens {
  private final BiConsumer<String, TokenSpans> tokenizer;
  private final TokenSpans spans = new TokenSpans();
  private final TokenIds ids = new TokenIds();
  private int[] symbols = new int[256];
  private int[] ends = new int[4];

  /** Those that a tokenizer appends for each line. */
  SegmentTokens(BiConsumer<String, TokenSpans> tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** Numbers all tokens; those of references that the hypothesis lacks are -1. */
  int[] number(Segment segment) {
    List<String> references = segment.references();
    if (ends.length <= references.size()) {
      ends = new int[references.size() + 1];
    }
    spans.clear();
    tokenizer.accept(segment.hypothesis(), spans);
    ends[0] = spans.size();
    for (int r = 0; r < references.size(); r++) {
      tokenizer.accept(references.get(r), spans);
      ends[r + 1] = spans.size();
    }
    if (symbols.length < spans.size()) {
      symbols = new int[2 * spans.size()];
    }
    ids.number(spans, ends[0], symbols);
    return symbols;
  }

  /** Where the tokens of the hypothesis end, and behind it those of each reference. */
  int[] ends() {
    return ends;
  }
}
