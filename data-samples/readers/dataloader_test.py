"""Tests of shoestring_data.py below PyTorch's DataLoader: python3 -m unittest dataloader_test"""

import collections
import random
import unittest

from pytorch_reader import Samples
from shoestring_data import Reader
from shoestring_data_test import LINES, WORLDS, TableCase, lines_of
from torch.utils.data import DataLoader


class DataLoaderTest(TableCase):
    """Ranks take their steps together, as by an all-reduce; their DataLoaders read ahead."""

    def run_ranks(self, world, state=None, epochs=1, steps=None, workers=0, **settings):
        loaders = []
        for rank in range(world):
            samples = Samples(Reader(self.folder, rank=rank, world=world, **settings), state, epochs)
            loaders.append(iter(DataLoader(samples, batch_size=None, num_workers=workers)))
        done = []
        while len(done) != steps:
            step = [next(loader, None) for loader in loaders]
            if None in step:
                self.assertEqual(step, [None] * world)
                break
            self.assertEqual([after for _, after in step], [step[0][1]] * world)
            state = step[0][1]
            done.append([batch for batch, _ in step])
        return done, state

    def test_each_line_once_after_resumes_and_in_later_epochs(self):
        chance = random.Random(5)
        for workers in 0, 2:
            for world in WORLDS:
                for tail in "exact", "pad", "drop":
                    size = chance.choice([{"batch": 4}, {"tokens": 24}])
                    settings = dict(size, tail=tail, mix=(2, 3))
                    with self.subTest(workers=workers, world=world, **settings):
                        undisturbed, _ = super().run_ranks(world, epochs=2, **settings)
                        done, state = [], None
                        # Two resumes in a row, then to the end of the next epoch.
                        for steps in (1 + len(undisturbed) // 5, 1, None):
                            more, state = self.run_ranks(
                                world, state, 2, steps, workers=workers, **settings
                            )
                            done += more
                        self.assertEqual(done, undisturbed)
                        self.assertEqual(state["epoch"], 2)
                        if tail == "exact":
                            twice = collections.Counter(LINES + LINES)
                            self.assertEqual(collections.Counter(lines_of(done)), twice)

    def test_other_worlds_continue_though_workers_have_read_ahead(self):
        for workers in 0, 2:
            done, state = [], None
            for world, steps in ((7, 2), (1, 5), (3, 4), (2, None)):
                more, state = self.run_ranks(world, state, 1, steps, workers=workers, batch=4)
                done += more
            expected, _ = super().run_ranks(1, batch=4)
            self.assertEqual(lines_of(done), lines_of(expected))


if __name__ == "__main__":
    unittest.main()
