package org.shoestring.spec;

import java.util.List;

/** What a {@link Spec} can name: what it takes, and which version of it decides outputs. */
public interface CatalogEntry {

  /** As users write it: {@code length-ratio}. */
  String name();

  /**
   * Raised whenever what it gives changes for some input, so that old outputs are not used again.
   */
  int version();

  /** One sentence for help. */
  String summary();

  /** What it takes, the first one being that of {@code name: value}. */
  List<Parameter> parameters();
}
