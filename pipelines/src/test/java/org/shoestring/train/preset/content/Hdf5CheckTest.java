package org.shoestring.train.preset.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a real HDF5 library, where h5py is installed. */
class Hdf5CheckTest {
  private static final String WRITE =
      """
      import h5py, numpy, shutil
      def write(name, **how):
          with h5py.File(name, 'w', **how) as f:
              g = f.create_group('layers/dense')
              g['kernel'] = numpy.arange(3000.0)
              g.attrs['name'] = 'dense' * 20
              for i in range(20): g[str(i)] = numpy.arange(i)
      """;

  @TempDir Path folder = Path.of("");

  @Test
  void fault_everyCut_passesOnlyTheWhole() throws Exception {
    PythonLibrary.with("h5py")
        .run(
            folder,
            WRITE
                + """
                write('v0.h5')
                write('v2.h5', libver=('v108', 'v108'))
                write('v3.h5', libver='latest')
                write('block.h5', userblock_size=1024)
                write('block3.h5', userblock_size=512, libver='latest')
                """);

    for (String name : new String[] {"v0", "v2", "v3", "block", "block3"}) {
      Path whole = folder.resolve(name + ".h5");
      assertThat(Cuts.passing(whole, Hdf5Check::fault)).as(name).containsExactly(Files.size(whole));
    }
  }

  /** Its superblock names an earlier end by then, which lies before that of the file. */
  @Test
  void fault_copiesWhileItIsWritten_areNotWhole() throws Exception {
    PythonLibrary.with("h5py")
        .run(
            folder,
            """
            import h5py, numpy, shutil
            for libver in ('earliest', 'latest'):
                f = h5py.File('w.h5', 'w', libver=libver)
                for i in range(5):
                    shutil.copy('w.h5', f'{libver}-{i}.h5')
                    f[str(i)] = numpy.random.rand(100000)
                f.flush()
                shutil.copy('w.h5', f'{libver}-5.h5')
                f.close()
                shutil.copy('w.h5', f'{libver}-whole.h5')
            """);

    for (String libver : new String[] {"earliest", "latest"}) {
      for (int i = 0; i <= 5; i++) {
        Path copy = folder.resolve(libver + "-" + i + ".h5");
        assertThat(Hdf5Check.fault(copy)).as(copy.toString()).isPresent();
      }
      assertThat(Hdf5Check.fault(folder.resolve(libver + "-whole.h5"))).isEmpty();
    }
  }

  /** Libraries before 1.10 do not say in the superblock that a writer has the file open. */
  @Test
  void fault_longerThanTheSuperblockSays_isTold() throws Exception {
    PythonLibrary.with("h5py").run(folder, WRITE + "write('a.h5')\n");
    Path file = folder.resolve("a.h5");
    long whole = Files.size(file);
    Files.write(file, new byte[1], StandardOpenOption.APPEND);

    assertThat(Hdf5Check.fault(file))
        .contains("it has " + (whole + 1) + " bytes, but its superblock says " + whole);
  }

  @Test
  void fault_noHdf5_isTold() throws IOException {
    Path text = Files.writeString(folder.resolve("a.h5"), "x".repeat(5000));

    assertThat(Hdf5Check.fault(text)).contains("it has no HDF5 superblock");
    assertThat(Hdf5Check.fault(Files.createFile(folder.resolve("b.h5"))))
        .contains("it has no HDF5 superblock");
    assertThat(Hdf5Check.fault(folder.resolve("none.h5"))).contains("it is gone");
  }
}
