package org.shoestring.train.curve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What one attempt has measured, on its way to the storage: pieces, each with the file of newest
 * values, and in between that file with a {@link CurveTail}. A piece that cannot be sent is sent
 * again as it is; what comes meanwhile waits for the next one. One thread at a time sends.
 */
final class CurveUpload {
  private final CurvePlace place;
  private final int attempt;
  private final CurveRecorder recorder;
  private List<CurvePoint> piece = List.of();
  private Set<String> thinned = Set.of();
  private int number = 1;
  private long inPiece;
  private long stored;

  CurveUpload(CurvePlace place, int attempt, CurveRecorder recorder) {
    this.place = place;
    this.attempt = attempt;
    this.recorder = recorder;
  }

  /** Whether there is something that no piece has. */
  synchronized boolean hasSome() {
    return !piece.isEmpty() || recorder.hasUnsent();
  }

  /** Whether no piece was sent yet. */
  synchronized boolean isFirst() {
    return number == 1;
  }

  /** How many measurements were added so far. */
  long added() {
    return recorder.added();
  }

  /** How many of these, from the first on, are on the storage. */
  synchronized long stored() {
    return stored;
  }

  /** The metrics of which the piece that was sent last lacks steps. */
  synchronized Set<String> thinned() {
    return thinned;
  }

  /** How many values could not be sent; they are not sent any more. */
  synchronized int takeLost() {
    int lost = piece.size() + recorder.takeUnsent().points().size();
    piece = List.of();
    return lost;
  }

  /** Sends what no piece has, unless that was done. */
  void sendTail() throws IOException {
    long added = recorder.added();
    if (added > stored()) {
      replaceNewest(recorder.newestTextWithTail(number));
      nowStored(added);
    }
  }

  /** Sends the piece that could not be sent before, or the next one. */
  void sendPiece() throws IOException {
    create(next());
    replaceNewest(recorder.newestText());
    sent();
  }

  private void replaceNewest(String text) throws IOException {
    place.store().replace(place.newest(attempt), text.getBytes(StandardCharsets.UTF_8));
  }

  private synchronized byte[] next() {
    if (piece.isEmpty()) {
      inPiece = recorder.added();
      PointBuffer taken = recorder.takeUnsent();
      thinned = taken.thinned();
      piece = taken.points();
    }
    StringBuilder text = new StringBuilder();
    piece.forEach(point -> text.append(point.line()));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Creates it; an answer that was lost does not matter, nor does a piece of somebody else. */
  private void create(byte[] bytes) throws IOException {
    while (!place.store().create(place.piece(attempt, number), bytes)) {
      try (InputStream in = place.store().open(place.piece(attempt, number))) {
        if (Arrays.equals(in.readNBytes(bytes.length + 1), bytes)) {
          return;
        }
      }
      nextNumber();
    }
  }

  private synchronized void nextNumber() {
    number++;
  }

  private synchronized void sent() {
    nextNumber();
    piece = List.of();
    nowStored(inPiece);
  }

  private synchronized void nowStored(long count) {
    stored = count;
  }
}
