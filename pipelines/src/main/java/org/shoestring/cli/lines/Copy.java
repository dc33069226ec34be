package org.shoestring.cli.lines;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.shoestring.bytes.BadDataException;
import org.shoestring.bytes.CorruptException;
import org.shoestring.bytes.InterruptibleCopy;
import org.shoestring.cli.argument.ExperimentArgument;
import org.shoestring.cli.argument.LineSource;
import org.shoestring.cli.argument.OutputFinder;
import org.shoestring.cli.argument.SettingOptions;
import org.shoestring.cli.argument.SourceArgument;
import org.shoestring.cli.argument.TargetFile;
import org.shoestring.cli.argument.UnreadableArgument;
import org.shoestring.cli.screen.Meter;
import org.shoestring.convert.TextOutput;
import org.shoestring.experiment.FinishedOutput;
import org.shoestring.files.FileIdentity;
import org.shoestring.spec.Bytes;
import org.shoestring.spec.Plural;
import org.shoestring.spec.UsageException;
import org.shoestring.store.Location;
import org.shoestring.store.ObjectName;
import org.shoestring.store.Spool;
import org.shoestring.store.Stores;
import org.shoestring.store.config.StoreFile.ConditionalCreate;
import org.shoestring.store.object.ChangedFileException;
import org.shoestring.store.object.ParallelTransfers;
import org.shoestring.store.object.StoredObject;
import org.shoestring.table.OutputCopy;
import org.shoestring.table.Table;
import org.shoestring.table.record.OutputFolder;
import org.shoestring.tsv.TsvRow;
import org.shoestring.tsv.foreign.Compression;
import org.shoestring.tsv.foreign.ForeignFile;

/** Copies one thing that a user names to where it shall be, and tells on stderr what was done. */
final class Copy {
  /** Names of files that lines go into; else a whole output makes a folder. */
  private static final Pattern FILE = Pattern.compile(".*\\.(tsv|txt|gz|bz2)");

  private final String source;
  private final String target;
  private final boolean force;
  private final SettingOptions settings;
  private final Stores stores;

  private Copy(String source, String target, boolean force, SettingOptions settings) {
    this.source = source;
    this.target = target;
    this.force = force;
    this.settings = settings;
    this.stores = settings.stores();
  }

  /**
   * Copies.
   *
   * @param target ends in {@code /} if it is the folder that gets the copy under its own name
   * @param force whether a file is replaced
   * @param settings of the experiment, if {@code source} is a stage's
   */
  static void of(String source, String target, boolean force, SettingOptions settings)
      throws IOException {
    new Copy(source, target, force, settings).run();
  }

  private void run() throws IOException {
    int yaml = LineSource.experimentEnd(source);
    if (yaml > 0) {
      TargetFile.checkEnding(target);
      String stage = source.substring(yaml + 1);
      if (isFile() || stage.indexOf('.') >= 0 || stage.indexOf(':') >= 0) {
        lines();
      } else {
        refuseStdout();
        ExperimentArgument experiment = settings.of(source.substring(0, yaml));
        FinishedOutput finished = OutputFinder.of(experiment, stage);
        output(finished.output().folder(), finished.output().name());
      }
      return;
    }
    if (SourceArgument.isReadOnce(source) && target.endsWith("/")) {
      throw new UsageException(
          target
              + ": data from a pipe has no file name; give a name for the copy, for example "
              + target
              + "NAME.tsv.gz");
    }
    Optional<InputStream> file = SourceArgument.file(stores, source);
    if (file.isPresent()) {
      file(ObjectName.of(source), file.get());
      return;
    }
    TargetFile.checkEnding(target);
    String folder = source.replaceFirst("(?<=[^/:])/+$", "");
    if (!isFile() && Table.findManifest(stores, folder).isPresent()) {
      refuseStdout();
      output(folder, OutputFolder.output(ObjectName.of(folder).name()));
    } else {
      refuseFolder(folder);
      lines();
    }
  }

  /** Fails if a whole output is to go to stdout. */
  private void refuseStdout() {
    if (target.equals(TargetFile.STDOUT)) {
      throw new UsageException(
          "-: a whole output is many files, which stdout cannot take; print its lines with"
              + " 'shoestring cat "
              + source
              + "'");
    }
  }

  /** Fails for a folder that is no output, nor a table of one. */
  private void refuseFolder(String folder) throws IOException {
    if (UnreadableArgument.isFolder(source) && Table.at(stores, folder).isEmpty()) {
      UnreadableArgument.refuseWorkspace(stores, folder);
      throw new UsageException(
          source
              + ": this is a folder; for the files in it, write '"
              + source
              + (source.endsWith("/") ? "*" : "/*")
              + "'");
    }
  }

  /** Whether the target is a file by its name. */
  private boolean isFile() {
    return FILE.matcher(target).matches();
  }

  private void output(String folder, String ownName) throws IOException {
    String to = target.endsWith("/") ? target + ownName : target;
    Meter meter = new Meter(to);
    OutputCopy.Copied copied =
        OutputCopy.run(stores, folder, to, (object, bytes) -> meter.add(bytes));
    meter.end(
        Plural.of(copied.sent(), "object")
            + ", "
            + Bytes.show(copied.bytes())
            + (copied.present() > 0 ? "; " + copied.present() + " already there" : ""));
  }

  private void lines() throws IOException {
    if (target.endsWith("/")) {
      LineSource.open(source, 0, settings).close(); // What is not there is told first.
      throw new UsageException(
          target
              + ": lines need a file, not a folder; give its name, for example "
              + target
              + "NAME.tsv.gz");
    }
    try (LineSource lines = LineSource.open(source, 0, settings);
        TargetFile file = TargetFile.open(stores, target, force)) {
      long count = 0;
      TextOutput text = new TextOutput(file.out());
      while (lines.next()) {
        TsvRow row = lines.row();
        text.line(row.bytes(), row.start(), row.end());
        count++;
      }
      file.finish(TargetFile.lines(count));
    }
  }

  private void file(ObjectName name, InputStream stored) throws IOException {
    if (target.endsWith("/") && (name.name().equals("..") || name.name().equals("."))) {
      throw new BadDataException(
          source
              + ": this name is not the name of a file; give the whole name of the copy, for"
              + " example "
              + target
              + "NAME");
    }
    String to = target.endsWith("/") ? target + name.name() : target;
    try (InputStream in = stored) {
      if (to.equals(TargetFile.STDOUT)) {
        anew(in, to);
        return;
      }
      ObjectName there = TargetFile.name(to);
      if (Compression.ofFile(name.name()).equals(Compression.ofFile(there.name()))) {
        bytes(name, in, there, to);
      } else {
        anew(in, to);
      }
    }
  }

  private void bytes(ObjectName name, InputStream in, ObjectName there, String to)
      throws IOException {
    Optional<Path> local = name.file(stores).filter(Files::isRegularFile);
    if (!Location.isRemote(to)) {
      if (force || isFree(name, in, there, to)) {
        byte[] head = in.readNBytes(ParallelTransfers.IN_MEMORY + 1);
        if (head.length <= ParallelTransfers.IN_MEMORY) {
          small(head, there, to);
        } else {
          spool(head, in, there, to);
        }
      }
      return;
    }
    Optional<FileIdentity> identity = identity(local);
    byte[] head = in.readNBytes(ParallelTransfers.IN_MEMORY + 1);
    boolean isSmall = head.length <= ParallelTransfers.IN_MEMORY;
    if (isSmall && !identity(local).equals(identity)) {
      throw new ChangedFileException(local.orElseThrow());
    }
    if (isSmall && !force && isDecidedThere(there)) {
      if (stores.at(there.folder()).create(there.name(), head)) {
        new Meter(to).end(Bytes.show(head.length));
      } else {
        checkEqual(new ByteArrayInputStream(head), there, to);
      }
      return;
    }
    if (!force
        && !isFree(name, new SequenceInputStream(new ByteArrayInputStream(head), in), there, to)) {
      return;
    }
    if (isSmall) {
      small(head, there, to);
    } else if (local.isPresent()) {
      Meter meter = new Meter(to);
      long bytes = Files.size(local.get());
      TargetFile.tellLong(meter, bytes);
      stores.at(there.folder()).replace(there.name(), local.get());
      meter.end(Bytes.show(bytes));
    } else {
      spool(head, in, there, to);
    }
  }

  private void small(byte[] content, ObjectName there, String to) throws IOException {
    Spool.put(stores, there.folder(), there.name(), content);
    new Meter(to).end(Bytes.show(content.length));
  }

  private static Optional<FileIdentity> identity(Optional<Path> local) throws IOException {
    return local.isPresent() ? Optional.of(FileIdentity.of(local.get())) : Optional.empty();
  }

  /** Whether the target's store itself refuses to replace, so that nobody need ask it before. */
  private boolean isDecidedThere(ObjectName there) throws IOException {
    return stores.file(Location.parse(there.folder())).conditionalCreate() == ConditionalCreate.YES;
  }

  /** Whether nothing is there yet; what is there must be equal. */
  private boolean isFree(ObjectName name, InputStream in, ObjectName there, String to)
      throws IOException {
    Optional<StoredObject> found = there.stat(stores);
    if (found.isEmpty()) {
      return true;
    }
    long bytes = name.stat(stores).map(StoredObject::bytes).orElse(-1L);
    if (found.get().bytes() != bytes) {
      throw TargetFile.taken(to);
    }
    checkEqual(in, there, to);
    return false;
  }

  private void checkEqual(InputStream in, ObjectName there, String to) throws IOException {
    if (!isEqual(in, there)) {
      throw TargetFile.taken(to);
    }
    new Meter(to).end("already there, with the same content");
  }

  private void spool(byte[] head, InputStream in, ObjectName there, String to) throws IOException {
    try (TargetFile file = TargetFile.asStored(stores, to, there)) {
      file.out().write(head);
      long bytes = head.length + InterruptibleCopy.copy(in, file.out());
      file.finish(Bytes.show(bytes));
    }
  }

  private boolean isEqual(InputStream in, ObjectName there) throws IOException {
    byte[] ours = new byte[1 << 16];
    try (InputStream other = there.open(stores)) {
      int count;
      do {
        count = in.readNBytes(ours, 0, ours.length);
        if (!Arrays.equals(other.readNBytes(count), Arrays.copyOf(ours, count))) {
          return false;
        }
      } while (count == ours.length);
      return other.read() < 0;
    }
  }

  private void anew(InputStream in, String to) throws IOException {
    try (InputStream raw = ForeignFile.decompress(in, source);
        TargetFile file = TargetFile.open(stores, to, force)) {
      long bytes = raw.transferTo(file.out());
      file.finish(Bytes.show(bytes) + " raw");
    } catch (CorruptException e) {
      throw new BadDataException(source + ": " + e.withCure(), e);
    }
  }
}
