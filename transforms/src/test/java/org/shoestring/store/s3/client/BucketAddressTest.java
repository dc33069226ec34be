package org.shoestring.store.s3.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class BucketAddressTest {
  private static String bySdk(URI endpoint, String bucket, boolean isPathStyle) {
    try (S3Client client =
        S3Client.builder()
            .region(Region.EU_WEST_1)
            .endpointOverride(endpoint)
            .forcePathStyle(isPathStyle)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      String object =
          client.utilities().getUrl(request -> request.bucket(bucket).key("x")).toString();
      return object.substring(0, object.length() - "/x".length());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:9000, bucket, true",
    "http://localhost:9000, bucket, true",
    "https://minio.example.org, my-bucket-1, true",
    "https://minio.example.org/, bucket, true",
    "https://minio.example.org:443, bucket, true",
    "http://minio.example.org:80, bucket, true",
    "https://Minio.Example.org:9000, bucket, true",
    "https://fra1.digitaloceanspaces.com, bucket, false",
    "https://s3.eu-de.cloud-object-storage.appdomain.cloud, bucket, false",
    "https://minio.example.org:9000/, bucket, false",
    "http://localhost:9000, bucket, false",
  })
  void of_plainEndpoint_isWhatTheSdkSays(URI endpoint, String bucket, boolean isPathStyle) {
    assertThat(BucketAddress.of(endpoint, bucket, isPathStyle))
        .hasToString(bySdk(endpoint, bucket, isPathStyle));
  }

  @ParameterizedTest
  @CsvSource({
    "https://s3.eu-west-1.amazonaws.com, bucket",
    "https://vpce-1.s3.eu-west-1.vpce.amazonaws.com, bucket",
    "https://minio.example.org/path, bucket",
    "https://user@minio.example.org, bucket",
    "https://minio.example.org?a=b, bucket",
    "http://[::1]:9000, bucket",
    "https://minio_1:9000, bucket",
    "https://minio.example.org, my.bucket",
    "https://minio.example.org, Bucket",
    "https://minio.example.org, a_b",
    "https://minio.example.org, ab",
    "https://minio.example.org, bucket-",
    "https://minio.example.org, arn:aws:s3:eu-west-1:1:accesspoint/a",
  })
  void of_anyOther_isForTheSdk(URI endpoint, String bucket) {
    assertThat(BucketAddress.of(endpoint, bucket, true)).isNull();
    assertThat(BucketAddress.of(endpoint, bucket, false)).isNull();
  }

  @Test
  void of_numbersWithANameBefore_isForTheSdk() {
    assertThat(BucketAddress.of(URI.create("http://127.0.0.1:9000"), "bucket", false)).isNull();
  }
}
