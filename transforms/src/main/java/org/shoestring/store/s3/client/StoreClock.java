package org.shoestring.store.s3.client;

import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.ClockSkew;

/**
 * The clock of one store, by which its requests are signed. Until the store refuses a request for
 * its time and says its own, it is that of the store that was refused last, as in the SDK; at first
 * this machine's.
 */
public final class StoreClock implements ExecutionInterceptor {
  private volatile Duration ahead = Duration.ofSeconds(-SdkGlobalTime.getGlobalTimeOffset());

  @Override
  public void onExecutionFailure(
      Context.FailedExecution execution, ExecutionAttributes attributes) {
    if (execution.exception() instanceof AwsServiceException refusal
        && refusal.isClockSkewException()) {
      execution
          .httpResponse()
          .flatMap(ClockSkew::getServerTime)
          .ifPresent(time -> ahead = Duration.between(Instant.now(), time));
    }
  }

  Instant now() {
    return Instant.now().plus(ahead);
  }
}
