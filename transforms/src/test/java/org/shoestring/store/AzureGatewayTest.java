package org.shoestring.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway's start script refuses. */
class AzureGatewayTest {
  private static final Path FOLDER =
      Path.of("..", "runners-config", "stores", "azure").toAbsolutePath().normalize();

  private final Path jar;

  AzureGatewayTest(@TempDir Path folder) throws IOException {
    jar = Files.createFile(folder.resolve("s3proxy.jar"));
  }

  /** What it says on stderr before it ends with exit code 2, in an environment of these alone. */
  private String refusal(Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(FOLDER.resolve("start.sh").toString());
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().putAll(environment);
    builder.environment().put("AZURE_GATEWAY_JAR", jar.toString());
    Process process = builder.start();
    try {
      String said = new String(process.getErrorStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).isEqualTo(2);
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void start_variablesMissing_saysWhich() throws Exception {
    assertThat(refusal(Map.of()))
        .isEqualTo(
            "start.sh: not set in the environment: AZURE_STORAGE_ACCOUNT AZURE_STORAGE_KEY"
                + " AZURE_GATEWAY_ACCESS_KEY AZURE_GATEWAY_SECRET_KEY; README.md says what they"
                + " are\n");
    assertThat(
            refusal(
                Map.of(
                    "AZURE_STORAGE_ACCOUNT", "account",
                    "AZURE_STORAGE_KEY", "a key that nobody is told",
                    "AZURE_GATEWAY_ACCESS_KEY", "")))
        .isEqualTo(
            "start.sh: not set in the environment: AZURE_GATEWAY_ACCESS_KEY"
                + " AZURE_GATEWAY_SECRET_KEY; README.md says what they are\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a secret=word", "c2VjcmV0d29yZA=", "c2VjcmV0\nd29yZHM="})
  void start_keyOfTheAccountIsNone_saysSoAndNotTheKey(String key) throws Exception {
    Map<String, String> environment =
        Map.of(
            "AZURE_STORAGE_ACCOUNT", "account",
            "AZURE_STORAGE_KEY", key,
            "AZURE_GATEWAY_ACCESS_KEY", "me",
            "AZURE_GATEWAY_SECRET_KEY", "word");

    assertThat(refusal(environment))
        .isEqualTo(
            "start.sh: AZURE_STORAGE_KEY is no base64, as keys of accounts are; 'az storage account"
                + " keys list -n account' shows them\n");
  }

  @Test
  void start_noJarAndNoMaven_saysHowToFetchIt() throws Exception {
    Files.delete(jar);
    Path bare = Files.createDirectory(jar.resolveSibling("bin"));
    for (String program : new String[] {"bash", "dirname"}) {
      Files.createSymbolicLink(bare.resolve(program), Path.of("/usr/bin", program));
    }

    assertThat(refusal(Map.of("PATH", bare.toString())))
        .isEqualTo(
            "start.sh: "
                + jar
                + " is missing and there is no mvn to fetch it; run 'start.sh fetch' where Maven"
                + " is, and copy the jar\n");
  }
}
