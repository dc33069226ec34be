package org.shoestring.pipeline.options;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PipelineOptionsRegistrar;

/**
 * The names of pipeline options that Beam knows. Asked for options the first time, Beam examines
 * those of every runner and store on the class path, which takes the larger part of a second and
 * 200 MB. A process that reads no option by its name does without.
 */
public final class OptionNames {
  private static boolean isAsked;
  private static boolean areUnknown;

  private OptionNames() {}

  /**
   * New options that are all unset. If they are the first in a process of ours, Beam learns no
   * names until {@link #learn}.
   */
  public static synchronized PipelineOptions unset() {
    if (isAsked) {
      return PipelineOptionsFactory.create();
    }
    isAsked = true;
    areUnknown = true;
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    thread.setContextClassLoader(new WithoutRegistrars(OptionNames.class.getClassLoader()));
    try {
      return PipelineOptionsFactory.create();
    } finally {
      thread.setContextClassLoader(usual);
    }
  }

  /** Has Beam learn all names; called before options are read from text. */
  static synchronized void learn() {
    isAsked = true;
    if (areUnknown) {
      areUnknown = false;
      PipelineOptionsFactory.resetCache();
    }
  }

  /** Hides who registers options. */
  private static final class WithoutRegistrars extends ClassLoader {
    private static final String SERVICE =
        "META-INF/services/" + PipelineOptionsRegistrar.class.getName();

    WithoutRegistrars(ClassLoader parent) {
      super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals(SERVICE) ? Collections.emptyEnumeration() : super.getResources(name);
    }
  }
}
