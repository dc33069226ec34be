package org.shoestring.train.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shoestring.train.curve.CurveFixture.AT_ONCE;
import static org.shoestring.train.curve.CurveFixture.print;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.S3Server;
import org.shoestring.server.fault.Fault.Answer;
import org.shoestring.server.fault.Fault.End;
import org.shoestring.server.fault.Fault.LoseAnswer;
import org.shoestring.server.fault.FaultProxy;
import org.shoestring.server.fault.FaultRule;
import org.shoestring.worker.OutputPump;

/** Learning curves in a real bucket, of a real program, behind a store that fails for a while. */
@Tag("long")
@Timeout(120)
class CurveOverS3Test {
  private static S3Server server;
  private static FaultProxy proxy;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = S3Server.in(folder);
    proxy = FaultProxy.of(server.proxy().port());
  }

  @AfterAll
  static void stop() throws Exception {
    proxy.close();
    server.close();
  }

  @Test
  void run_pythonPrints_curveIsInTheBucket() throws Exception {
    CurveFixture curve = new CurveFixture(server.stores().at("s3://bucket/python"));
    String program =
        """
        read -r _; exec python3 -c '
        import sys
        for step in range(1, 301):
            sys.stderr.write(f"\\\\r {step/3:3.0f}%|   | {step}/300 [00:00<00:00, 9.9it/s]")
            sys.stderr.flush()
            print(step, "loss", 1e3 / step ** 3, sep="\\\\t", flush=True)
            if step % 100 == 0:
                print(step, "dev-bleu", float("nan") if step == 300 else step / 7, sep="\\\\t", flush=True)
        '"""
            .replace("\\\\", "\\");
    Process process =
        new ProcessBuilder("/bin/bash", "-c", program).redirectErrorStream(true).start();
    try (CurveWriter writer = curve.writer(1, AT_ONCE)) {
      OutputPump pump = OutputPump.start("test", process.getInputStream(), writer);
      process.getOutputStream().write('\n');
      process.getOutputStream().close();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(pump.await(Duration.ofMinutes(1))).isTrue();
    }
    assertThat(curve.points())
        .hasSize(303)
        .contains("1 3 loss 37.03703703703704", "1 100 dev-bleu 14.285714285714286")
        .endsWith("1 300 loss 3.7037037037037037E-5", "1 300 dev-bleu NaN");
    assertThat(CurveReader.of(curve.place).end().summary().orElseThrow().text(Instant.now()))
        .startsWith("step 300 · loss 3.704e-05 · dev-bleu nan");
    assertThat(curve.remarks).isEmpty();
  }

  @Test
  void run_storeRefusesForAWhileAndLosesAnswers_curveIsWhole() throws Exception {
    CurveFixture failing =
        new CurveFixture(server.stores(proxy.endpoint()).at("s3://bucket/failing"));
    proxy.inject(
        FaultRule.always(Answer.s3(403, "AccessDenied", "Access Denied"))
            .times(3)
            .or(FaultRule.always(new LoseAnswer(End.RESET)).times(2))
            .on("PUT"));
    try (CurveWriter writer = failing.writer(1, AT_ONCE)) {
      print(writer, "1 loss 3");
      while (failing.remarks.size() < 2) {
        Thread.onSpinWait();
      }
      print(writer, "2 loss 2", "3 loss 1");
    }
    proxy.inject(FaultRule.NONE);
    CurveFixture direct = new CurveFixture(server.stores().at("s3://bucket/failing"));
    assertThat(direct.points()).containsExactly("1 1 loss 3.0", "1 2 loss 2.0", "1 3 loss 1.0");
    assertThat(failing.remarks).hasSize(2);
    assertThat(failing.remarks.poll())
        .startsWith("the learning curve cannot be stored now (")
        .contains("Access Denied");
    assertThat(failing.remarks.poll()).isEqualTo("the learning curve is stored again");
  }

  @Test
  void forEach_hundredsOfPieces_areReadInOrder() throws Exception {
    CurveFixture curve = new CurveFixture(server.stores().at("s3://bucket/many"));
    for (int piece = 1; piece <= 300; piece++) {
      byte[] text = (1 + "\t" + piece + "\tloss\t2.0\t1000.000\n").getBytes(StandardCharsets.UTF_8);
      assertThat(curve.place.store().create(curve.place.piece(1, piece), text)).isTrue();
    }
    assertThat(curve.points()).hasSize(300).startsWith("1 1 loss 2.0").endsWith("1 300 loss 2.0");
  }
}
