package org.shoestring.store.s3.client;

import java.io.ByteArrayInputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.shoestring.store.object.StoredObject;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Reads what a store answers to {@code ListObjectsV2}. The SDK first makes an object of each XML
 * element, which takes longer than small objects themselves do.
 */
final class ListAnswer {
  private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

  static {
    XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
  }

  private final XMLStreamReader xml;
  private final List<StoredObject> objects = new ArrayList<>();
  private @Nullable Boolean isTruncated;
  private @Nullable String next;
  private boolean isEncoded;

  private ListAnswer(XMLStreamReader xml) {
    this.xml = xml;
  }

  /** The page; empty if the text is anything else than a whole one. */
  static Optional<Listing> read(byte[] text) {
    try {
      XMLStreamReader xml = XML.createXMLStreamReader(new ByteArrayInputStream(text));
      xml.nextTag();
      return xml.getLocalName().equals("ListBucketResult")
          ? new ListAnswer(xml).read()
          : Optional.empty();
    } catch (XMLStreamException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<Listing> read() throws XMLStreamException {
    boolean areWhole = true;
    while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
      switch (xml.getLocalName()) {
        case "Contents" -> areWhole &= object();
        case "IsTruncated" -> isTruncated = flag(xml.getElementText());
        case "NextContinuationToken" -> next = xml.getElementText();
        case "EncodingType" -> isEncoded = xml.getElementText().equals("url");
        default -> skip();
      }
    }
    return areWhole ? Optional.of(new Listing(named(), isTruncated, next)) : Optional.empty();
  }

  private static @Nullable Boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }

  /** Reads an object; false if it lacks something. */
  private boolean object() throws XMLStreamException {
    String key = null;
    Long bytes = null;
    Instant modified = null;
    String eTag = "";
    while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
      switch (xml.getLocalName()) {
        case "Key" -> key = xml.getElementText();
        case "Size" -> bytes = Long.valueOf(xml.getElementText());
        case "ETag" -> eTag = xml.getElementText();
        case "LastModified" -> modified = Instant.parse(xml.getElementText());
        default -> skip();
      }
    }
    if (key == null || bytes == null || modified == null) {
      return false;
    }
    objects.add(new StoredObject(key, bytes, eTag, modified));
    return true;
  }

  /** Goes to the end of the current element. */
  private void skip() throws XMLStreamException {
    int depth = 1;
    while (depth > 0) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
    }
  }

  /** The objects under their names. That these are encoded may be said behind them. */
  private List<StoredObject> named() {
    return isEncoded ? objects.stream().map(ListAnswer::decoded).toList() : objects;
  }

  private static StoredObject decoded(StoredObject object) {
    String name = SdkHttpUtils.urlDecode(object.name());
    return new StoredObject(name, object.bytes(), object.version(), object.modified());
  }
}
