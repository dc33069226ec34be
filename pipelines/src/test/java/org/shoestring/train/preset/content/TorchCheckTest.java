package org.shoestring.train.preset.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a real PyTorch, where it is installed. */
class TorchCheckTest {
  private static final String SAVE =
      """
      import pickle, torch
      from torch import serialization
      model = torch.nn.Sequential(torch.nn.Linear(16, 8), torch.nn.Linear(8, 4))
      optimizer = torch.optim.Adam(model.parameters())
      model(torch.ones(2, 16)).sum().backward()
      optimizer.step()
      state = {'model': model.state_dict(), 'optimizer': optimizer.state_dict(), 'step': 7,
               '0': '1', 'rng': torch.get_rng_state(), 'tied': [model[0].weight] * 3}
      torch.save(state, 'model.pt')
      torch.save(state, 'old.pt', _use_new_zipfile_serialization=False)
      for p in (2, 3, 4, 5):
          torch.save(state, f'p{p}.pt', pickle_protocol=p)
      with open('buffer.pt', 'wb') as f:
          torch.save(state, f)
      torch.jit.save(torch.jit.script(model), 'script.pt')

      class Stops:
          def __init__(self, writer, records):
              self.writer, self.left = writer, records
          def write_record(self, *args):
              if self.left == 0:
                  raise KeyboardInterrupt
              self.left -= 1
              self.writer.write_record(*args)
      for records in range(6):
          try:
              with serialization._open_zipfile_writer(f'stopped-{records}.pt') as writer:
                  serialization._save(state, Stops(writer, records), pickle, 2)
          except KeyboardInterrupt:
              pass
      """;

  @TempDir private static Path folder = Path.of("");

  @SuppressWarnings("NullAway.Init") // Set before all tests.
  private static PythonLibrary torch;

  @BeforeAll
  static void save() throws IOException, InterruptedException {
    torch = PythonLibrary.with("torch");
    torch.run(folder, SAVE);
  }

  @Test
  void fault_everyCutOfASave_passesOnlyTheWhole() throws IOException {
    Path whole = folder.resolve("model.pt");

    assertThat(Cuts.passing(whole, TorchCheck::fault)).containsExactly(Files.size(whole));
  }

  @Test
  void fault_waysToSave_pass() throws IOException {
    for (String name : new String[] {"p2", "p3", "p4", "p5", "buffer", "script"}) {
      assertThat(TorchCheck.fault(folder.resolve(name + ".pt"))).as(name).isEmpty();
    }
  }

  /** The zip of such a save is whole, since whatever ends it closes it. */
  @Test
  void fault_saveEndedByAnException_missesTensors() throws IOException {
    assertThat(ZipCheck.fault(folder.resolve("stopped-5.pt"))).isEmpty();
    assertThat(TorchCheck.fault(folder.resolve("stopped-0.pt")))
        .contains("it has no data.pkl: saving it was broken off, or it is not PyTorch's");
    for (int records = 1; records < 6; records++) {
      assertThat(TorchCheck.fault(folder.resolve("stopped-" + records + ".pt")))
          .as("%s records", records)
          .hasValueSatisfying(fault -> assertThat(fault).matches("tensor \\d+ is missing: .*"));
    }
  }

  @Test
  void fault_oldFormat_cannotBeTold() throws IOException {
    Path old = folder.resolve("old.pt");

    assertThat(TorchCheck.isOld(old)).isTrue();
    assertThat(TorchCheck.isOld(folder.resolve("model.pt"))).isFalse();
    assertThat(TorchCheck.fault(old))
        .contains(
            "it has PyTorch's old format, which does not tell whether it is complete; save it with"
                + " PyTorch's zip format, or add unchanged=30 to the preset");
  }

  @Test
  @Tag("long")
  void fault_whileItIsSavedInPlace_passesOnlyWholeOnes() throws Exception {
    Process process =
        torch.start(
            folder,
            """
            import torch
            state = {str(i): torch.ones(1000, 1000) for i in range(20)}
            for i in range(20):
                torch.save(state, 'again.pt')
            """);
    Path model = folder.resolve("again.pt");
    Set<Optional<String>> seen = new HashSet<>();
    while (process.isAlive()) {
      seen.add(TorchCheck.fault(model));
    }

    assertThat(process.waitFor()).isZero();
    assertThat(TorchCheck.fault(model)).isEmpty();
    assertThat(seen).contains(Optional.of("its zip directory is missing"));
  }

  @Test
  @Tag("long")
  void fault_fileBeyond4GiB_isRead() throws Exception {
    torch.run(
        folder,
        """
        import torch
        # Memory that the system can do without: a file of nothing.
        nothing = torch.ByteStorage.from_file('nothing', shared=True, size=(1 << 32) + 100)
        torch.save([torch.ones(1), torch.ByteTensor(nothing), torch.ones(3)], 'large.pt')
        """);
    Path large = folder.resolve("large.pt");

    assertThat(Files.size(large)).isGreaterThan(1L << 32);
    assertThat(TorchCheck.fault(large)).isEmpty();
    try (FileChannel cut = FileChannel.open(large, StandardOpenOption.WRITE)) {
      cut.truncate(Files.size(large) - 1);
    }
    assertThat(TorchCheck.fault(large)).contains("its zip directory is missing");
  }

  @Test
  void fault_fileThatIsGone_isTold() throws IOException {
    assertThat(TorchCheck.fault(folder.resolve("none.pt"))).contains("it is gone");
  }
}
