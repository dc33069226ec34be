package org.shoestring.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.shoestring.spec.Arguments;
import org.shoestring.spec.Parameter;
import org.shoestring.spec.Spec;
import org.shoestring.spec.UsageException;
import org.shoestring.step.filter.Deduplicate;
import org.shoestring.step.filter.Empty;
import org.shoestring.step.filter.Frequency;
import org.shoestring.step.filter.Identical;
import org.shoestring.step.filter.Length;
import org.shoestring.step.filter.LengthRatio;
import org.shoestring.step.normalize.Lowercase;
import org.shoestring.step.normalize.NormalizeWhitespace;
import org.shoestring.step.normalize.Select;
import org.shoestring.step.normalize.Tokenize;

/**
 * The steps that can be named: those of this library, and those that users add through {@link
 * ServiceLoader}, as {@code META-INF/services/org.shoestring.step.StepType} and {@code
 * org.shoestring.step.BarrierType} beside it name them.
 */
public final class StepCatalog {
  private static final List<CatalogEntry> BUILT_IN =
      List.of(
          new Deduplicate(),
          new Empty(),
          new Frequency(),
          new Identical(),
          new Length(),
          new LengthRatio(),
          new Lowercase(),
          new NormalizeWhitespace(),
          new Select(),
          new Tokenize());

  private final Map<String, CatalogEntry> byName = new TreeMap<>();

  /** A catalog of these types. */
  StepCatalog(Iterable<? extends CatalogEntry> types) {
    for (CatalogEntry type : types) {
      CatalogEntry other = byName.putIfAbsent(type.name(), type);
      if (other != null) {
        throw UsageException.sameName("step", type.name(), other, type);
      }
    }
  }

  /**
   * The built-in steps and those that the class path offers now.
   *
   * @throws UsageException if two of them have one name
   */
  public static StepCatalog load() {
    List<CatalogEntry> types = new ArrayList<>(BUILT_IN);
    ServiceLoader.load(StepType.class).forEach(types::add);
    ServiceLoader.load(BarrierType.class).forEach(types::add);
    return new StepCatalog(types);
  }

  /**
   * Checks names and parameters as far as that can be done without the columns of a table.
   *
   * @throws UsageException for the first that is unknown or not allowed
   */
  public static void check(List<Spec> specs) {
    StepCatalog catalog = load();
    for (Spec spec : specs) {
      Arguments.bind("step", spec, parameters(catalog.named(spec.where(), spec.name())));
    }
  }

  /**
   * The step of a name.
   *
   * @param where file and line, or the option, for the message
   * @throws UsageException if there is none; the message lists those there are
   */
  public CatalogEntry named(String where, String name) {
    CatalogEntry type = byName.get(name);
    if (type == null) {
      throw UsageException.unknown(where, "step", name, byName.keySet());
    }
    return type;
  }

  /** All steps by name. */
  public List<CatalogEntry> list() {
    return List.copyOf(byName.values());
  }

  /** What a step takes: what it declares, and {@code columns} if it has none of its own. */
  public static List<Parameter> parameters(CatalogEntry type) {
    List<Parameter> parameters = new ArrayList<>(type.parameters());
    if (parameters.stream().noneMatch(p -> p.name().equals(Parameter.COLUMNS.name()))) {
      parameters.add(Parameter.COLUMNS);
    }
    return parameters;
  }
}
