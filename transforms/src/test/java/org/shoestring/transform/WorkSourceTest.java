package org.shoestring.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.SourceTestUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkSourceTest {
  private static final PipelineOptions OPTIONS = PipelineOptionsFactory.create();

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "1, 1, 1", "1000, 1000, 1", "1001, 501, 2", "10000, 1000, 10"})
  void split_anyNumberOfUnits_isOfAThousandBundlesAtMost(int count, int bundles, int largest)
      throws Exception {
    List<Integer> units = IntStream.range(0, count).boxed().toList();
    List<Integer> read = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (BoundedSource<Integer> bundle :
        WorkSource.source(units, VarIntCoder.of(), null).split(1, OPTIONS)) {
      List<Integer> some = SourceTestUtils.readFromSource(SerializableUtils.clone(bundle), OPTIONS);
      sizes.add(some.size());
      read.addAll(some);
    }

    assertThat(read).isEqualTo(units);
    assertThat(sizes).hasSize(bundles).allMatch(size -> size <= largest);
  }
}
