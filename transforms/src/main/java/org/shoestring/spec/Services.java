package org.shoestring.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** What the files {@code META-INF/services/TYPE} on the class path name. */
public final class Services {
  private Services() {}

  /** The thread's class loader, by which users' own classes are found. */
  static ClassLoader loader() {
    return Objects.requireNonNullElseGet(
        Thread.currentThread().getContextClassLoader(), ClassLoader::getSystemClassLoader);
  }

  /**
   * One of each class that implements a service, by the thread's class loader.
   *
   * @throws UsageException if a file names what is no such class, or one that cannot be made
   */
  public static <T> List<T> load(Class<T> service) {
    List<T> found = new ArrayList<>();
    try {
      ServiceLoader.load(service, loader()).forEach(found::add);
    } catch (ServiceConfigurationError | LinkageError e) {
      Throwable cause = e.getCause();
      throw new UsageException(
          "META-INF/services/"
              + (e instanceof LinkageError ? service.getName() + ": " + e : e.getMessage())
              + (cause == null ? "" : ": " + cause)
              + "; each line must name a public class on the class path that implements "
              + service.getSimpleName()
              + " and has a public constructor without parameters",
          e);
    }
    return found;
  }
}
