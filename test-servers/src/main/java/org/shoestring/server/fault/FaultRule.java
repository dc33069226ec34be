package org.shoestring.server.fault;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Decides for each request which fault befalls it, if any; several threads ask at once. */
@FunctionalInterface
public interface FaultRule {
  /** All goes well. */
  FaultRule NONE = request -> Optional.empty();

  /** The fault of a request that has arrived, of which nothing has been forwarded. */
  Optional<Fault> of(Request request);

  /**
   * A request as its head tells it.
   *
   * @param number how many arrived before it
   * @param target path and query
   * @param headers whatever the case of their names
   */
  record Request(int number, String method, String target, Map<String, String> headers) {
    /** A header; empty if it is not there. */
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /** This fault, whatever is asked. */
  static FaultRule always(Fault fault) {
    return request -> Optional.of(fault);
  }

  /** Only for some requests. */
  default FaultRule when(Predicate<Request> condition) {
    return request -> condition.test(request) ? of(request) : Optional.empty();
  }

  /** Only for requests of a method. */
  default FaultRule on(String method) {
    return when(request -> request.method().equals(method));
  }

  /** Only the first so many times; afterwards it is not even asked. */
  default FaultRule times(int most) {
    AtomicInteger left = new AtomicInteger(most);
    return request ->
        left.get() == 0
            ? Optional.empty()
            : of(request).filter(fault -> left.getAndUpdate(n -> Math.max(0, n - 1)) > 0);
  }

  /** Another rule for requests that this one spares. */
  default FaultRule or(FaultRule other) {
    return request -> of(request).or(() -> other.of(request));
  }
}
