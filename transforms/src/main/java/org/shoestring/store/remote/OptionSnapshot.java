package org.shoestring.store.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.beam.sdk.options.PipelineOptions;
import org.shoestring.store.object.ImmutableObject;

/**
 * The options of Beam that stores read and that were set at one moment.
 *
 * @param open JSON texts by their names, without secrets
 * @param hashes of the options that hold secrets, which mean something in this process only
 * @param secret the texts of the same options, whole
 * @param objects values that have no text, which count as secrets
 */
public record OptionSnapshot(
    Map<String, String> open,
    Map<String, String> hashes,
    Map<String, String> secret,
    Map<String, Object> objects) {

  /** So that nobody elsewhere can try which secret has a hash. */
  private static final String SALT = UUID.randomUUID().toString();

  /** Of options none of which is set. */
  public static final OptionSnapshot UNSET =
      new OptionSnapshot(Map.of(), Map.of(), Map.of(), Map.of());

  public static OptionSnapshot of(PipelineOptions beam) {
    Map<String, String> open = new TreeMap<>();
    Map<String, String> hashes = new TreeMap<>();
    Map<String, String> secret = new TreeMap<>();
    OptionTexts.of(beam)
        .forEach(
            (name, value) -> {
              JsonNode rest = value.deepCopy();
              List<String> removed = SecretFields.remove(rest);
              if (!removed.isEmpty()) {
                secret.put(name, value.toString());
                hashes.put(name, hash(value.toString()));
              }
              if (SecretFields.isUsableWithout(removed)) {
                open.put(name, rest.toString());
              }
            });
    OptionSnapshot texts = new OptionSnapshot(open, hashes, secret, Map.of());
    Map<String, Object> objects = new TreeMap<>();
    for (BucketProvider provider : BucketProvider.all().values()) {
      objects.putAll(provider.objects(beam, texts::whole));
    }
    objects.forEach((name, value) -> hashes.put(name, hash(identity(value))));
    return new OptionSnapshot(open, hashes, secret, objects);
  }

  private static String identity(Object value) {
    return value.getClass().getName() + "@" + System.identityHashCode(value);
  }

  private static String hash(String secret) {
    byte[] salted = (SALT + secret).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(ImmutableObject.newHash().digest(salted));
  }

  /** New options that are set to all of it. */
  public PipelineOptions whole() {
    Map<String, String> all = new TreeMap<>(open);
    all.putAll(secret);
    PipelineOptions beam = OptionTexts.options(all);
    for (BucketProvider provider : BucketProvider.all().values()) {
      provider.set(beam, objects);
    }
    return beam;
  }
}
