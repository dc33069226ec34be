package org.shoestring.spec;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Entries by their names: those of this library and those that users add, each named in a file
 * {@code META-INF/services/TYPE} as {@link java.util.ServiceLoader} reads it.
 *
 * @param <E> what its entries are
 */
public final class Catalog<E extends CatalogEntry> {
  private final String kind;
  private final Map<String, E> byName = new TreeMap<>();

  /**
   * A catalog of these entries.
   *
   * @param kind what messages call an entry: {@code step}
   * @throws UsageException if two of them have one name
   */
  public Catalog(String kind, Iterable<? extends E> entries) {
    this.kind = kind;
    for (E entry : entries) {
      E other = byName.putIfAbsent(entry.name(), entry);
      if (other != null) {
        throw UsageException.sameName(kind, entry.name(), other, entry);
      }
    }
  }

  /**
   * The entry of a name.
   *
   * @param where file and line, or the option, for the message
   * @throws UsageException if there is none; the message lists those there are
   */
  public E named(String where, String name) {
    E entry = byName.get(name);
    if (entry == null) {
      throw UsageException.unknown(where, kind, name, byName.keySet());
    }
    return entry;
  }

  /** All entries by name. */
  public List<E> list() {
    return List.copyOf(byName.values());
  }

  /**
   * What the class path offers. It is looked for once in the class loader of this library; what
   * others offer may be looked for again, as nothing of theirs is held here.
   */
  public static final class OfClassPath<E extends CatalogEntry> {
    private final String kind;
    private final List<Class<? extends E>> services;
    private final Map<ClassLoader, WeakReference<Catalog<E>>> others = new WeakHashMap<>();
    private @Nullable Catalog<E> own;

    /**
     * A catalog of all that these services are implemented by.
     *
     * @param kind what messages call an entry
     */
    public OfClassPath(String kind, List<Class<? extends E>> services) {
      this.kind = kind;
      this.services = services;
    }

    /**
     * The entries that the thread's class loader offers.
     *
     * @throws UsageException if two of them have one name, or one cannot be made
     */
    public synchronized Catalog<E> get() {
      ClassLoader loader = Services.loader();
      if (loader == Catalog.class.getClassLoader()) {
        Catalog<E> known = own;
        if (known == null) {
          known = find();
          own = known;
        }
        return known;
      }
      WeakReference<Catalog<E>> known = others.get(loader);
      Catalog<E> catalog = known == null ? null : known.get();
      if (catalog == null) {
        catalog = find();
        others.put(loader, new WeakReference<>(catalog));
      }
      return catalog;
    }

    private Catalog<E> find() {
      return new Catalog<>(
          kind, services.stream().flatMap(service -> Services.load(service).stream()).toList());
    }
  }
}
