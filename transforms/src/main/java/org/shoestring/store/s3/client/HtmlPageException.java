package org.shoestring.store.s3.client;

import software.amazon.awssdk.core.exception.SdkClientException;

/** A page of HTML came where a store tells of its objects: what answers is a server of pages. */
public final class HtmlPageException extends SdkClientException {
  private static final long serialVersionUID = 1;

  HtmlPageException() {
    super(SdkClientException.builder().message("the server sent a page of HTML"));
  }
}
