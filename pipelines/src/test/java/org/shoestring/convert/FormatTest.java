package org.shoestring.convert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void ofFile_ending_tellsTheFormat() {
    assertThat(Format.ofFile("a.jsonl")).contains(Format.JSONL);
    assertThat(Format.ofFile("s3://b/a.ndjson.gz")).contains(Format.JSONL);
    assertThat(Format.ofFile("a.json.bz2")).contains(Format.JSONL);
    assertThat(Format.ofFile("a.csv")).contains(Format.CSV);
    assertThat(Format.ofFile("a.b.txt.gz")).contains(Format.TEXT);
    assertThat(Format.ofFile("a.tsv.xz")).contains(Format.TSV);
    assertThat(Format.ofFile("a.jsonl.zst")).contains(Format.JSONL);
  }

  @Test
  void ofFile_otherNames_tellNone() {
    for (String name : new String[] {"csv", "a.csv.x", "-", "a.", "xcsv", "a.csvx"}) {
      assertThat(Format.ofFile(name)).as(name).isEmpty();
    }
  }
}
