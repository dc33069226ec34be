package org.shoestring.server;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Has all classes a second time, as the class loader of a job in somebody else's process. */
public final class JobClassLoader extends URLClassLoader {
  public JobClassLoader() throws MalformedURLException {
    super(classPath(), ClassLoader.getPlatformClassLoader());
  }

  private static URL[] classPath() throws MalformedURLException {
    List<URL> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      classPath.add(Path.of(entry).toUri().toURL());
    }
    return classPath.toArray(new URL[0]);
  }

  /** What this loader has under the name of a class that the test has, too. */
  public Class<?> other(Class<?> ours) throws ClassNotFoundException {
    Class<?> other = loadClass(ours.getName());
    if (other == ours) {
      throw new IllegalStateException(ours + " is not of this class loader");
    }
    return other;
  }
}
