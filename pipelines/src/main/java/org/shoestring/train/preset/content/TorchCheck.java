package org.shoestring.train.preset.content;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Whether a file of {@code torch.save} is whole: a zip that has all storages which its pickle
 * names. A save that an exception ends, as Ctrl-C raises one, still closes its zip: that is whole,
 * but tensors are missing. Looked up in PyTorch 1.13 and 2.3 ({@code torch/serialization.py}).
 *
 * <p>Files of PyTorch before 1.6, or of {@code _use_new_zipfile_serialization=False}, are pickles
 * one after the other. They do not tell where they end.
 */
public final class TorchCheck {
  private static final String PICKLE = "/data.pkl";

  /**
   * The start of a pickle of protocol 2 with PyTorch's magic number, which old files begin with.
   */
  private static final long OLD_START = 0x469c_fc6c_0a8a_0280L;

  private TorchCheck() {}

  /** What is wrong with such a file, for people; empty if it is whole. */
  public static Optional<String> fault(Path path) throws IOException {
    return FileBytes.look(path, TorchCheck::fault);
  }

  /** Whether a file is a whole one of {@code torch.save}; one that cannot be read is none. */
  public static boolean isTorch(Path path) {
    try {
      return fault(path).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a file is one that does not tell whether it is whole. */
  public static boolean isOld(Path path) throws IOException {
    return FileBytes.look(path, file -> isOld(file) ? Optional.of("old") : Optional.empty())
        .equals(Optional.of("old"));
  }

  private static boolean isOld(FileBytes file) throws IOException {
    return file.size() > 8 && file.read(0, 8).getLong() == OLD_START;
  }

  private static Optional<String> fault(FileBytes file) throws IOException {
    if (isOld(file)) {
      return Optional.of(
          "it has PyTorch's old format, which does not tell whether it is complete; save it with"
              + " PyTorch's zip format, or add unchanged=30 to the preset");
    }
    Content content = new Content();
    Optional<String> fault = ZipCheck.fault(file, content);
    return fault.isPresent() ? fault : content.fault(file);
  }

  /** What its zip has. */
  private static final class Content implements ZipCheck.Each {
    private final Set<String> names = new HashSet<>();
    private Optional<ZipCheck.Entry> pickle = Optional.empty();

    @Override
    public void entry(ZipCheck.Entry entry) {
      names.add(entry.name());
      if (entry.name().endsWith(PICKLE)) {
        pickle = Optional.of(entry);
      }
    }

    Optional<String> fault(FileBytes file) throws IOException {
      if (pickle.isEmpty()) {
        return Optional.of("it has no data.pkl: saving it was broken off, or it is not PyTorch's");
      }
      ZipCheck.Entry entry = pickle.get();
      String top = entry.name().substring(0, entry.name().length() - PICKLE.length());
      if (entry.compressed() || names.contains(top + "/constants.pkl")) {
        return Optional.empty(); // Packed again by somebody, or a TorchScript: other names.
      }
      try {
        InputStream pickle =
            new BufferedInputStream(
                BoundedInputStream.builder()
                    .setInputStream(file.from(entry.data()))
                    .setMaxCount(entry.length())
                    .get());
        for (String key : PickledStorages.keys(pickle)) {
          if (!names.contains(top + "/data/" + key)) {
            return Optional.of("tensor " + key + " is missing: saving it was broken off");
          }
        }
        return Optional.empty();
      } catch (PickledStorages.NoPickleException | EOFException e) {
        return Optional.of("its data.pkl is damaged");
      }
    }
  }
}
