package org.shoestring.store.s3.client;

import software.amazon.awssdk.auth.signer.AwsSignerExecutionAttribute;
import software.amazon.awssdk.core.ServiceConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Keeps the SDK from computing an MD5 that the request has: the answer is compared with that. */
public final class Md5Interceptor implements ExecutionInterceptor {
  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    ServiceConfiguration settings =
        attributes.getAttribute(AwsSignerExecutionAttribute.SERVICE_CONFIG);
    if (context.request() instanceof PutObjectRequest put
        && put.contentMD5() != null
        && settings instanceof S3Configuration s3) {
      attributes.putAttribute(
          AwsSignerExecutionAttribute.SERVICE_CONFIG,
          s3.toBuilder().checksumValidationEnabled(false).build());
    }
  }
}
