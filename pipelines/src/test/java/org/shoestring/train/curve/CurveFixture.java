package org.shoestring.train.curve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.train.measure.MetricFormat;
import org.shoestring.worker.StopSignal;

/** What tests of learning curves share: a place, and how it is written and read. */
final class CurveFixture {
  static final String PREFIX = "_curves/0123456789abcdef0123456789abcdef";

  /** A piece as soon as there is a measurement. */
  static final PieceSchedule AT_ONCE =
      new PieceSchedule(Duration.ofMillis(1), 1_000_000, Duration.ofMinutes(1));

  /** None but at the end, or when one is asked for. */
  static final PieceSchedule NONE = new PieceSchedule(Duration.ofDays(1), 1, Duration.ofDays(1));

  final CurvePlace place;
  final StopSignal stop = new StopSignal();
  final Queue<String> remarks = new ConcurrentLinkedQueue<>();

  CurveFixture(ObjectStore store) {
    this.place = new CurvePlace(store, PREFIX);
  }

  CurveWriter writer(int attempt, PieceSchedule schedule) {
    return CurveWriter.start(place, attempt, MetricFormat.TSV, schedule, stop, remarks::add);
  }

  /** Writes a whole attempt. */
  void write(int attempt, String... lines) {
    try (CurveWriter writer = writer(attempt, NONE)) {
      print(writer, lines);
    }
  }

  /** Has a command print lines; tabs stand as blanks. */
  static void print(CurveWriter writer, String... lines) {
    for (String line : lines) {
      byte[] bytes = (line.replace(' ', '\t') + "\n").getBytes(StandardCharsets.UTF_8);
      writer.take(bytes, bytes.length);
    }
  }

  /** What is there, without the prefix. */
  List<String> names() throws IOException {
    return place.store().list(PREFIX).stream()
        .map(StoredObject::name)
        .map(name -> name.substring(PREFIX.length() + 1))
        .toList();
  }

  String text(String name) throws IOException {
    try (InputStream in = place.store().open(PREFIX + "/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** All points as {@code attempt step metric value}, with a star if they are superseded. */
  List<String> points() throws IOException {
    List<String> points = new ArrayList<>();
    CurveReader.of(place)
        .forEach(
            (point, isSuperseded) ->
                points.add(
                    point.attempt()
                        + " "
                        + point.step()
                        + " "
                        + point.metric()
                        + " "
                        + point.value()
                        + (isSuperseded ? " *" : "")));
    return points;
  }
}
