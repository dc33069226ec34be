package org.shoestring.pipeline.flink.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shoestring.spec.UsageException;

class ClusterCertificatesTest {
  private final Path folder;

  ClusterCertificatesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void ofClient_certificatesOfProcessesAlone_areRefused() throws Exception {
    ClusterCertificates.create(folder, false);

    assertThatThrownBy(() -> ClusterCertificates.ofClient(folder))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("for the processes of a cluster only");
    assertThat(ClusterCertificates.ofProcess(folder))
        .containsEntry("security.ssl.internal.enabled", "true");
  }

  @Test
  void ofClient_noFolder_isRefused() {
    assertThatThrownBy(() -> ClusterCertificates.ofClient(folder.resolve("none")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no certificates can be read there");
  }

  @Test
  void ofClient_passwordOfAnother_isRefused() throws Exception {
    ClusterCertificates.create(folder, true);
    Files.writeString(folder.resolve("password"), "another");

    assertThatThrownBy(() -> ClusterCertificates.ofClient(folder))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("rest.p12 cannot be opened with the password there")
        .hasMessageEndingWith("copy the whole folder again");
  }
}
