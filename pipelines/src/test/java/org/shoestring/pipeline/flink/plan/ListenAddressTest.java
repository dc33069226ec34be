package org.shoestring.pipeline.flink.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.pipeline.flink.ClusterAddress;
import org.shoestring.spec.UsageException;

class ListenAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "::1",
        "fd00::1"
      })
  void isPrivate_addressOfAPrivateNetwork_is(String address) throws IOException {
    assertThat(ListenAddress.isPrivate(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "100.63.0.1", "2a01::1"})
  void isPrivate_addressOfTheInternet_isNot(String address) throws IOException {
    assertThat(ListenAddress.isPrivate(InetAddress.getByName(address))).isFalse();
  }

  @Test
  void check_allAddresses_areRefusedAlsoWithCertificates() {
    for (boolean secured : new boolean[] {true, false}) {
      assertThatThrownBy(() -> ListenAddress.check("--bind", "0.0.0.0", secured))
          .isInstanceOf(UsageException.class)
          .hasMessage(
              "--bind 0.0.0.0 would listen on all addresses of this machine; give one of them, for"
                  + " example a private one");
    }
  }

  @Test
  void check_addressThatThisMachineHasNotYet_mayCome() {
    assertThatThrownBy(() -> ListenAddress.check("--rest-bind", "8.8.8.8", false))
        .isInstanceOf(NotReadyException.class)
        .hasMessage("--rest-bind 8.8.8.8 is not an address of this machine; 'ip addr' lists them");
  }

  @Test
  void check_loopback_isTaken() {
    assertThatCode(() -> ListenAddress.check("--bind", "127.0.0.1", false))
        .doesNotThrowAnyException();
  }

  @Test
  void towards_thisMachine_isLoopback() throws IOException {
    assertThat(ListenAddress.towards(new ClusterAddress("127.0.0.1", 6123))).isEqualTo("127.0.0.1");
  }

  /** A job manager answers those alone who call it what it calls itself. */
  @Test
  void of_name_isItsAddress() throws IOException {
    assertThat(ListenAddress.of(new ClusterAddress("localhost", 6123)))
        .isEqualTo(InetAddress.getByName("localhost").getHostAddress());
    assertThat(ListenAddress.check("--bind", "localhost", false))
        .isEqualTo(ListenAddress.of(new ClusterAddress("localhost", 6123)));
  }

  @Test
  void checkFree_portInUse_isToldWithTheCure() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());
      assertThatThrownBy(() -> ListenAddress.checkFree("127.0.0.1", port))
          .isInstanceOf(NotReadyException.class)
          .hasMessageStartingWith("cannot listen on 127.0.0.1, port " + port + " (")
          .hasMessageEndingWith("or give this one other ports with --port-offset 10");
    }
    assertThatCode(() -> ListenAddress.checkFree("127.0.0.1", "6000-7000"))
        .doesNotThrowAnyException();
  }
}
