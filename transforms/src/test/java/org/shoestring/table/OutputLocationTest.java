package org.shoestring.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputLocationTest {

  @ParameterizedTest
  @CsvSource({
    "w/outputs/x, w/outputs/x, ''",
    "w/outputs/x/dev:en, w/outputs/x/dev, en",
    "s3://bucket/w/x, s3://bucket/w/x, ''",
    "s3://bucket/w/x:en, s3://bucket/w/x, en",
    "/a:b/x, /a:b/x, ''",
    "/a:b/x:en+de, /a:b/x, en de",
    "'x:en,de', x, en de"
  })
  void parse_place_endsWhereColumnsBegin(String text, String place, String columns) {
    List<String> expected = columns.isEmpty() ? List.of() : List.of(columns.split(" ", -1));

    assertThat(OutputLocation.parse(text)).isEqualTo(new OutputLocation(place, expected));
  }
}
