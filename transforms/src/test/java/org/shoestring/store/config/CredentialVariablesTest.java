package org.shoestring.store.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialVariablesTest {
  @Test
  void among_namesOfProvidersAndStoreFiles_areFound() throws IOException {
    assertThat(
            CredentialVariables.among(
                List.of(
                    "PATH",
                    "IBM_COS_SECRET_ACCESS_KEY",
                    "IBM_COS_REGION",
                    "AZURE_GATEWAY_ACCESS_KEY",
                    "AZURE_GATEWAY",
                    "AZURE_CLIENT_CERTIFICATE_PASSWORD",
                    "AZURE_STORAGE_CONNECTION_STRING",
                    "AZURE_STORAGE_ACCOUNT",
                    "GOOGLE_CLOUD_KEYFILE_JSON",
                    "GOOGLE_CLOUD_PROJECT",
                    "CLOUDSDK_AUTH_ACCESS_TOKEN",
                    "CLOUDSDK_CORE_PROJECT",
                    "AWS_WEB_IDENTITY_TOKEN_FILE",
                    "AWS_DEFAULT_REGION",
                    "AWS_ENDPOINT_URL",
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                    "GOOGLE_APPLICATION_CREDENTIALS",
                    "HF_TOKEN")))
        .containsExactly(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AZURE_CLIENT_CERTIFICATE_PASSWORD",
            "AZURE_GATEWAY_ACCESS_KEY",
            "AZURE_STORAGE_CONNECTION_STRING",
            "CLOUDSDK_AUTH_ACCESS_TOKEN",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "GOOGLE_CLOUD_KEYFILE_JSON",
            "IBM_COS_SECRET_ACCESS_KEY");
  }

  @Test
  void credentialVariables_linesOfStoreFiles_nameThem() {
    assertThat(StoreFileParser.credentialVariables("credentials: env LAB_KEY LAB_SECRET LAB_TOKEN"))
        .containsExactly("LAB_KEY", "LAB_SECRET", "LAB_TOKEN");
    assertThat(StoreFileParser.credentialVariables("credentials: profile lab")).isEmpty();
    assertThat(StoreFileParser.credentialVariables("region: env LAB_KEY LAB_SECRET")).isEmpty();
  }

  @Test
  void looksSecret_namesOfAnySecret_areTold() throws IOException {
    for (String name :
        List.of(
            "HF_TOKEN",
            "HUGGING_FACE_HUB_TOKEN",
            "WANDB_API_KEY",
            "OPENAI_API_KEY",
            "DB_PASSWORD",
            "github_token",
            "AWS_ACCESS_KEY_ID",
            "MINIO_ACCESS_KEY",
            "MY_SECRET",
            "OPENAI_KEY",
            "DB_PASS",
            "GITHUB_PAT",
            "GITHUB_TOKEN_2",
            "BASIC_AUTH",
            "SIGNING_KEY_PATH",
            "TOKEN")) {
      assertThat(CredentialVariables.looksSecret(name)).as(name).isTrue();
    }
    for (String name :
        List.of(
            "TOKENIZERS_PARALLELISM",
            "MAX_TOKENS",
            "EOS_TOKEN",
            "LANG_TOKEN",
            "TOKEN_BUDGET",
            "BATCH_TOKEN_SIZE",
            "TOKENS_PER_BATCH",
            "SORT_KEY",
            "FIRST_PASS",
            "PASS",
            "COMPASS",
            "MONKEY",
            "PAD_TOKEN_ID",
            "KEY",
            "AWS_REGION",
            "OMP_NUM_THREADS",
            "CUDA_VISIBLE_DEVICES")) {
      assertThat(CredentialVariables.looksSecret(name)).as(name).isFalse();
    }
  }

  @Test
  void isSecret_valuesOfWellKnownServices_areTold() {
    assertThat(CredentialVariables.isSecret("hf_" + "aB3".repeat(11))).isTrue();
    assertThat(CredentialVariables.isSecret(" ghp_" + "x".repeat(36))).isTrue();
    assertThat(CredentialVariables.isSecret("AKIAIOSFODNN7EXAMPLE")).isTrue();
    for (String value : List.of("hf_small", "sk-learn", "<2en>", "eyJ", "en_US.UTF-8", "")) {
      assertThat(CredentialVariables.isSecret(value)).as(value).isFalse();
    }
  }
}
