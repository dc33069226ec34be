package org.shoestring.store.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Stores;

class UrlCredentialsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3://me:hush@lab/x              | s3://...@lab/x",
        "s3://hush@lab                   | s3://...@lab",
        "s3://KEY:hu/s+h=@lab/x          | s3://...@lab/x",
        "s3://me:hu@sh@lab/x             | s3://...@lab/x",
        "s3:/me:hush@lab/x               | s3:/...@lab/x",
        "s3:me:hush@lab/x                | s3:...@lab/x",
        "minio://me:hush@lab             | minio://...@lab",
        "https://me:hush@host:9000       | https://...@host:9000",
        "--endpoint=http://me:hush@host  | --endpoint=http://...@host",
        "{\"endpoint\":\"http://me:hush@h\"} | {\"endpoint\":\"http://...@h\"}",
        "a 's3://me:hush@lab/x' and 'gs://me:hush@lab' | a 's3://...@lab/x' and 'gs://...@lab'",
      })
  void hidden_passwords_areNotThere(String text, String expected) {
    assertThat(UrlCredentials.hidden(text)).isEqualTo(expected).doesNotContain("hush");
    assertThatThrownBy(() -> UrlCredentials.refuse("it", text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("it has a user name or password before an '@'")
        .hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://lab/me@home/x",
        "s3://lab/a:b@c",
        "http://host:9000/me@home",
        "folder/me@home",
        "me@home:x",
        "e.yaml:raw",
        "e.yaml:3: me@home",
        "s3://lab/x: write to me@home"
      })
  void hidden_anythingElse_isLeft(String text) {
    assertThat(UrlCredentials.hidden(text)).isEqualTo(text);
    UrlCredentials.refuse("it", text);
  }

  @Test
  void stores_locationWithAPassword_isRefusedWithoutIt() {
    for (String location :
        new String[] {
          "s3://me:hush@lab/x",
          "s3:me:hush@lab",
          "minio:/me:hush@lab",
          "https://me:hush@lab",
          "minio:me:hush@lab/x",
          "file://me:hush@lab/x",
          "none://me:hush@lab"
        }) {
      assertThatThrownBy(() -> Stores.withoutOptions().at(location))
          .as(location)
          .isInstanceOf(UsageException.class)
          .hasMessageStartingWith("the location has a user name or password before an '@'")
          .hasMessageNotContainingAny("hush", "me:");
    }
  }
}
