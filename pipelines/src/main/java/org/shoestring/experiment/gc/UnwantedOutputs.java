package org.shoestring.experiment.gc;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.shoestring.lease.LeaseManager;
import org.shoestring.spec.UsageException;
import org.shoestring.store.object.ObjectStore;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.record.OutputFolder;

/**
 * Removes outputs that a person names, though experiments use them: a damaged one, for example,
 * that the next run is to make again. It does so in the steps that {@link
 * org.shoestring.table.removal.Removal} demands, and leaves alone what somebody works on or reads.
 */
public final class UnwantedOutputs {
  private final ObjectStore store;
  private final Duration lease;
  private final Consumer<String> remarks;

  /**
   * The outputs of a workspace.
   *
   * @param lease after which others take over from this process if it is silent
   * @param remarks takes what the user should know though it is no error
   */
  public UnwantedOutputs(ObjectStore store, Duration lease, Consumer<String> remarks) {
    this.store = store;
    this.lease = lease;
    this.remarks = remarks;
  }

  /**
   * The outputs of these names.
   *
   * @param names folders of {@code outputs/}: {@code TYPE-KEY}, or with the number of a generation
   * @throws UsageException if a name is none, or there is no such output, or it is in use
   */
  public List<UnusedObjects> find(List<String> names) throws IOException {
    OutputsInUse inUse = new OutputsInUse(store, Duration.ZERO);
    inUse.read(GarbageCollector.now(store), "");
    List<UnusedObjects> found = new ArrayList<>();
    for (String path : paths(names)) {
      List<OutputFolder.Member> members = new ArrayList<>();
      for (StoredObject object : store.list(path + "/")) {
        OutputFolder.member(object).ifPresent(members::add);
      }
      if (members.isEmpty()) {
        throw new UsageException(
            store.location()
                + "/"
                + path
                + ": there is no output; 'shoestring path FILE STAGE' prints one");
      }
      OutputContents contents = OutputContents.of(store, members);
      if (contents.isTombstone() && contents.isGivenUp()) {
        throw new UsageException(
            store.location() + "/" + path + ": was removed before; the next run makes it again");
      }
      if (inUse.isAtWork(members.get(0).output())) {
        throw inUse(path);
      }
      found.add(contents.asGarbage());
    }
    return found;
  }

  /**
   * Removes the outputs of these names.
   *
   * @param told gets each as soon as it is gone
   * @throws UsageException as {@link #find} does, and then removes none; or if one is used just
   *     then
   */
  public void remove(List<String> names, Consumer<UnusedObjects> told) throws IOException {
    try (LeaseManager leases = LeaseManager.untilExit(store, lease, remarks)) {
      remove(leases, names, told);
    }
  }

  /** The same with claims of these leases. */
  public void remove(LeaseManager leases, List<String> names, Consumer<UnusedObjects> told)
      throws IOException {
    List<UnusedObjects> found = find(names);
    OutputsInUse inUse = new OutputsInUse(store, Duration.ZERO);
    OutputRemover remover = new OutputRemover(store, new OutputRemover.Unwanted(), inUse, leases);
    for (UnusedObjects output : found) {
      Optional<UnusedObjects> removed = remover.remove(output.name());
      told.accept(removed.orElseThrow(() -> inUse(output.name())));
    }
  }

  private UsageException inUse(String path) {
    return new UsageException(
        store.location()
            + "/"
            + path
            + ": is not removed, because a stage that makes or reads it is running; try again when"
            + " it has ended, or some minutes after its machine crashed ('shoestring status FILE'"
            + " says who is at work)");
  }

  private static List<String> paths(List<String> names) {
    List<String> paths = new ArrayList<>();
    for (String name : names) {
      String folder = name.replaceFirst("/+$", "").replaceFirst("^" + OutputFolder.OUTPUTS, "");
      if (!OutputFolder.isOutput(folder)) {
        throw new UsageException(
            "'"
                + name
                + "' is not the name of an output; write the name of its folder in outputs/, like"
                + " preprocess-0123456789abcdef0123456789abcdef");
      }
      paths.add(OutputFolder.OUTPUTS + folder);
    }
    return paths;
  }
}
