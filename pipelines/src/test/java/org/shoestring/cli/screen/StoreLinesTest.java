package org.shoestring.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.shoestring.experiment.plan.PlanCost;
import org.shoestring.experiment.plan.PlanCost.Share;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.Traffic.Kind;

class StoreLinesTest {
  @Test
  void text_traffic_isBytesAndRequestsByKind() {
    Traffic traffic = new Traffic();
    traffic.sent(12_345_678);
    traffic.received(45_000_000);
    traffic.request(Kind.GET);
    traffic.request(Kind.PUT);
    traffic.request(Kind.GET);

    assertThat(StoreLines.text(traffic)).isEqualTo("12 MB up, 45 MB down; 1 PUT, 2 GET");

    traffic.request(Kind.DELETE);
    traffic.spared(3_000_000);
    assertThat(StoreLines.text(traffic))
        .isEqualTo("12 MB up, 45 MB down; 1 PUT, 2 GET, 1 DELETE; 3.0 MB from the cache");
  }

  private static List<String> printed(PlanCost cost, String workspace) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StoreLines.print(cost, workspace, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void print_cost_isALineABucketAndTheWorkspaceNamesWhatWaits() {
    PlanCost cost =
        new PlanCost(
            Map.of(
                "s3://work", new Share(10, 120_000_000, 7_000, 121_000_000, 55),
                "gs://data", new Share(1, 5_000, 0, 0, 4)),
            List.of("hyp", "bleu"),
            List.of("clean"));

    assertThat(printed(cost, "s3://work/folder"))
        .containsExactly(
            "gs://data: reads 5.0 kB from 1 object, writes about 0 B, about 4 requests",
            "s3://work: reads 120 MB from 10 objects (and 7.0 kB from the cache), writes about 121"
                + " MB, about 55 requests; not counted yet: hyp, bleu, which depend on clean");
  }

  @Test
  void print_nothingWaits_endsWithTheRequests() {
    PlanCost cost =
        new PlanCost(Map.of("s3://work", new Share(0, 0, 0, 0, 5)), List.of(), List.of());

    assertThat(printed(cost, "s3://work"))
        .containsExactly("s3://work: reads 0 B from 0 objects, writes about 0 B, about 5 requests");
  }

  @Test
  void print_foldersOfThisMachine_isNothing() {
    assertThat(printed(new PlanCost(Map.of(), List.of("clean"), List.of("raw")), "folder"))
        .isEmpty();
  }
}
