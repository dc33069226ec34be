package org.shoestring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class IgnoredSignalsTest {
  private static List<String> status(String before) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", before + "; exec cat /proc/self/status").start();
    try (BufferedReader out = process.inputReader()) {
      return out.lines().toList();
    }
  }

  @Test
  void isIgnored_startedWithTraps_areThose() throws Exception {
    List<String> status = status("trap '' INT TERM");

    assertThat(IgnoredSignals.isIgnored(status, "INT")).isTrue();
    assertThat(IgnoredSignals.isIgnored(status, "TERM")).isTrue();
  }

  @Test
  void isIgnored_others_areHeeded() {
    List<String> status = List.of("SigBlk:\t0000000000000002", "SigIgn:\t0000000000000001");

    assertThat(IgnoredSignals.isIgnored(status, "HUP")).isTrue();
    assertThat(IgnoredSignals.isIgnored(status, "INT")).isFalse();
    assertThat(IgnoredSignals.isIgnored(status, "TERM")).isFalse();
    assertThat(IgnoredSignals.isIgnored(status, "KILL")).isFalse();
    assertThat(IgnoredSignals.isIgnored(List.of(), "INT")).isFalse();
  }
}
