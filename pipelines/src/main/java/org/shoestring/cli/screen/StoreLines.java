package org.shoestring.cli.screen;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.shoestring.experiment.plan.PlanCost;
import org.shoestring.experiment.plan.PlanCost.Share;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Plural;
import org.shoestring.store.Location;
import org.shoestring.store.Stores;
import org.shoestring.store.object.Traffic;
import org.shoestring.store.object.Traffic.Kind;

/** What was asked of remote stores, a line each; local folders cost nothing. */
public final class StoreLines {
  private static final List<Kind> KINDS =
      List.of(Kind.PUT, Kind.GET, Kind.LIST, Kind.HEAD, Kind.DELETE);

  private StoreLines() {}

  /** What a plan will ask of each bucket; the workspace's has the stages not counted yet, too. */
  public static void print(PlanCost cost, String workspace, PrintStream out) {
    String own = Location.bucketOf(workspace).orElse("");
    cost.buckets()
        .forEach(
            (bucket, share) ->
                Terminal.print(
                    Screen.stdout(),
                    out,
                    bucket + ": " + text(share) + (bucket.equals(own) ? more(cost) : "")));
  }

  private static String text(Share share) {
    return "reads "
        + Bytes.show(share.read())
        + " from "
        + Plural.of(share.objects(), "object")
        + (share.spared() > 0 ? " (and " + Bytes.show(share.spared()) + " from the cache)" : "")
        + ", writes about "
        + Bytes.show(share.written())
        + ", about "
        + Plural.of(share.requests(), "request");
  }

  private static String more(PlanCost cost) {
    if (cost.uncounted().isEmpty()) {
      return "";
    }
    return "; not counted yet: "
        + String.join(", ", cost.uncounted())
        + ", which depend on "
        + String.join(", ", cost.waitedFor());
  }

  /** What this process has asked of each bucket that it used. */
  public static void printTraffic(Stores stores, PrintStream out) {
    for (Map.Entry<String, Traffic> bucket : stores.traffic().entrySet()) {
      if (bucket.getValue().requests() > 0) {
        Terminal.print(Screen.stderr(), out, bucket.getKey() + ": " + text(bucket.getValue()));
      }
    }
  }

  static String text(Traffic traffic) {
    List<String> requests = new ArrayList<>();
    for (Kind kind : KINDS) {
      long count = traffic.requests(kind);
      if (count > 0) {
        requests.add(count + " " + kind);
      }
    }
    String spared = traffic.bytesSpared() > 0 ? Bytes.show(traffic.bytesSpared()) : "";
    return Bytes.show(traffic.bytesUp())
        + " up, "
        + Bytes.show(traffic.bytesDown())
        + " down; "
        + String.join(", ", requests)
        + (spared.isEmpty() ? "" : "; " + spared + " from the cache");
  }
}
