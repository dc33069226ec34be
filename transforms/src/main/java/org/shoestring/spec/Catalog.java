package org.shoestring.spec;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.WeakHashMap;

/**
 * Entries by their names: those of this library and those that users add, each named in a file
 * {@code META-INF/services/TYPE} as {@link ServiceLoader} reads it.
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

  /** What the class path offers: looked for once for each class loader, and let go with it. */
  public static final class OfClassPath<E extends CatalogEntry> {
    private final String kind;
    private final List<Class<? extends E>> services;
    private final Map<ClassLoader, WeakReference<Catalog<E>>> found = new WeakHashMap<>();

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
     * @throws UsageException if two of them have one name
     */
    public synchronized Catalog<E> get() {
      ClassLoader loader =
          Objects.requireNonNullElseGet(
              Thread.currentThread().getContextClassLoader(), ClassLoader::getSystemClassLoader);
      WeakReference<Catalog<E>> known = found.get(loader);
      Catalog<E> catalog = known == null ? null : known.get();
      if (catalog == null) {
        List<E> entries = new ArrayList<>();
        for (Class<? extends E> service : services) {
          ServiceLoader.load(service, loader).forEach(entries::add);
        }
        catalog = new Catalog<>(kind, entries);
        found.put(loader, new WeakReference<>(catalog));
      }
      return catalog;
    }
  }
}
