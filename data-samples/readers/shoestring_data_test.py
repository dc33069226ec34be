"""Tests of shoestring_data.py: python3 -m unittest shoestring_data_test"""

import ast
import bz2
import collections
import gzip
import hashlib
import os
import random
import tempfile
import threading
import time
import unittest

from shoestring_data import DataError, Reader, Stream, Table, Want

WORLDS = 1, 2, 3, 7
HERE = os.path.dirname(os.path.abspath(__file__))


def write_table(folder, shards, codec="gz", name="main"):
    """Writes a table; a shard is a list of members, which are lists of lines."""
    compress = gzip.compress if codec == "gz" else bz2.compress
    rows = ["shoestring\t1", f"codec\t{'gzip' if codec == 'gz' else 'bzip2'}", f"table\t{name}\ten\tde"]
    os.makedirs(os.path.join(folder, "" if name == "main" else name), exist_ok=True)
    for number, members in enumerate(shards):
        raw = ["".join(line + "\n" for line in lines) for lines in members]
        raw = [text.encode("utf-8", "surrogateescape") for text in raw]
        packed = [compress(text) for text in raw]
        shard = f"part-{number:05}-00000-{number:016x}.tsv.{codec}"
        with open(os.path.join(folder, "" if name == "main" else name, shard), "wb") as file:
            file.write(b"".join(packed))
        row = [
            "shard", name, shard, sum(map(len, members)), sum(map(len, raw)), sum(map(len, packed)),
            hashlib.sha256(b"".join(raw)).hexdigest(),
            ",".join(f"{len(lines)}:{len(data)}" for lines, data in zip(members, packed)),
        ]
        rows.append("\t".join(map(str, row)))
    with open(os.path.join(folder, "_manifest.tsv"), "w", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")


def numbered(*sizes):
    """Shards of members of so many different lines. Some lines are much longer than others."""
    number, shards = 0, []
    for members in sizes:
        shards.append([])
        for size in members:
            lines = [f"line {n}{' x' * (n * n % 11)}\tZeile {n}" for n in range(number, number + size)]
            number += size
            shards[-1].append(lines)
    return shards


SHARDS = numbered([5, 40, 1, 23], [60], [], [13, 13, 13], [0, 31], [1])
LINES = [line for shard in SHARDS for member in shard for line in member]


def model(shards, seed, epoch, mix):
    """The order of an epoch, written down again: SHAKE-256's words decide, sorted or modulo."""

    def draw(count, *words):
        text = " ".join(str(word) for word in words).encode()
        data = hashlib.shake_256(text).digest(4 * count)
        return [int.from_bytes(data[4 * i : 4 * i + 4], "little") % 2**30 for i in range(count)]

    def shuffled(items, *words):
        keys = draw(len(items), *words)
        return [items[i] for i in sorted(range(len(items)), key=lambda i: (keys[i], i))]

    stacks = [
        shuffled([member for member in shard if member], seed, epoch, "members", i)
        for i, shard in enumerate(shards)
    ]
    waiting = shuffled([stack for stack in stacks if stack], seed, epoch, "shards")
    draws, members, opened = draw(sum(map(len, waiting)), seed, epoch, "draws"), [], []
    while opened or waiting:
        while waiting and len(opened) < mix[0]:
            opened.append(waiting.pop(0))
        stack = opened[draws[len(members)] % len(opened)]
        members.append(stack.pop())
        if not stack:
            i = next(i for i, one in enumerate(opened) if one is stack)
            opened[i : i + 1] = [waiting.pop(0)] if waiting else []
    lines = []
    for i in range(0, len(members), mix[1]):
        window = [line for member in members[i : i + mix[1]] for line in member]
        lines += shuffled(window, seed, epoch, "lines", i)
    return lines


class TableCase(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = os.path.join(temporary.name, "pairs")
        os.mkdir(self.folder)
        write_table(self.folder, SHARDS)

    def run_ranks(self, world, state=None, epochs=1, steps=None, **settings):
        """Runs all ranks in step: the batches of each step, and the state after the last one."""
        readers = [Reader(self.folder, rank=rank, world=world, **settings) for rank in range(world)]
        runs = [reader.batches(state, epochs) for reader in readers]
        done = []
        while len(done) != steps:
            step = [next(run, None) for run in runs]
            if None in step:
                self.assertEqual(step, [None] * world, "some ranks have fewer batches than others")
                break
            self.assertEqual([after for _, after in step], [step[0][1]] * world)
            state = step[0][1]
            done.append([batch for batch, _ in step])
        return done, state


def lines_of(steps):
    return [line for step in steps for batch in step for line in batch]


class OrderTest(TableCase):
    def test_order_is_that_of_the_model(self):
        for seed in 1, 2:
            for epoch in 0, 1, 7:
                for mix in (1, 1), (2, 3), (2, 16), (5, 4), (99, 99):
                    batches = Reader(self.folder, batch=10, seed=seed, mix=mix).epoch(epoch)
                    lines = [line for batch, _ in batches for line in batch]
                    self.assertEqual(lines, model(SHARDS, seed, epoch, mix))

    def test_order_differs_by_seed_and_epoch(self):
        orders = [
            tuple(lines_of([[batch for batch, _ in Reader(self.folder, 8, seed=seed).epoch(epoch)]]))
            for seed, epoch in ((1, 0), (1, 1), (2, 0))
        ]
        self.assertEqual(len(set(orders)), 3)

    def test_bzip2_and_a_named_table_have_the_same_order(self):
        expected, _ = self.run_ranks(2, batch=8)
        write_table(self.folder, SHARDS, "bz2", "train")
        bzip2, _ = self.run_ranks(2, batch=8, table="train")
        self.assertEqual(bzip2, expected)

    def test_lines_keep_every_character(self):
        odd = ["a\rb\tc", "\u2028\u0085\tx", "\t", "ä\t\U0001f600"]
        write_table(self.folder, [[odd]])
        self.assertEqual(sorted(lines_of(self.run_ranks(1, batch=3)[0])), sorted(odd))

    def test_no_more_shards_are_needed_at_a_time_than_mix_says(self):
        write_table(self.folder, numbered(*[[1] * (i % 5 + 1) for i in range(30)]))
        for at_once in 1, 2, 3:
            order = Reader(self.folder, batch=2, mix=(at_once, 7)).order(0)
            for begin in 0, 40:
                needs = list(order.needs(begin, 4))
                self.assertEqual(len(needs), len(order.members) - begin)
                for member, (needed, upcoming) in zip(order.members[begin:], needs):
                    self.assertIn(member.shard, needed)
                    self.assertLessEqual(len(needed), at_once)
                    self.assertFalse(set(needed) & set(upcoming))


class ExactlyOnceTest(TableCase):
    SETTINGS = [{"batch": 1}, {"batch": 8}, {"batch": 64}, {"tokens": 40}, {"tokens": 7}]

    def check(self, steps, tail, world=None, batch=None, tokens=None):
        """Each line once, or as the tail says; and no batch is larger than it may be."""
        counts = collections.Counter(lines_of(steps))
        self.assertLessEqual(set(counts), set(LINES))
        if tail == "exact":
            self.assertEqual(counts, collections.Counter(LINES))
        if tail == "pad":
            self.assertEqual(set(counts), set(LINES))
        if tail == "drop":
            self.assertEqual(max(counts.values()), 1)
            # What is left out fills no step.
            most = (batch or tokens) * (world or 7)
            self.assertLess(len(LINES) - len(counts), most)
        sizes = [[len(batch) for batch in step] for step in steps]
        if world:
            self.assertTrue(all(min(step) > 0 for step in sizes), "a rank has an empty batch")
            if batch and tail != "exact":
                self.assertEqual({size for step in sizes for size in step}, {batch})
            if batch and batch > 1:
                self.assertLessEqual(max(map(max, sizes)), batch)
                self.assertTrue(all(set(step) == {batch} for step in sizes[:-2]))

    def cases(self):
        for settings in self.SETTINGS:
            for tail in "exact", "pad", "drop":
                for seed in range(3):
                    with self.subTest(tail=tail, seed=seed, **settings):
                        yield tail, {**settings, "tail": tail, "seed": seed, "mix": (2, 3)}, settings

    def test_each_epoch(self):
        for tail, all_settings, settings in self.cases():
            for world in WORLDS:
                if tail == "drop" and settings.get("batch", 1) * world > len(LINES):
                    continue
                done, state = self.run_ranks(world, **all_settings)
                self.check(done, tail, world, **settings)
                self.assertEqual((state["epoch"], state["position"]), (1, 0))

    def test_resumed_again_and_again_gives_the_same_batches(self):
        chance = random.Random(12)
        for tail, all_settings, settings in self.cases():
            for world in WORLDS:
                if tail == "drop" and settings.get("batch", 1) * world > len(LINES):
                    continue
                undisturbed, _ = self.run_ranks(world, epochs=3, **all_settings)
                done, state = [], None
                while state is None or state["epoch"] < 3:
                    some = chance.choice([1, 2, 5, len(undisturbed) // 3 + 1])
                    more, state = self.run_ranks(world, state, 3, some, **all_settings)
                    done += more
                self.assertEqual(done, undisturbed)

    def test_resumed_near_the_end_of_an_epoch_gives_the_same_batches(self):
        for tail, all_settings, settings in self.cases():
            for world in WORLDS:
                if tail == "drop" and settings.get("batch", 1) * world > len(LINES):
                    continue
                undisturbed, states, state = [], [], None
                while state is None or state["epoch"] == 0:
                    step, state = self.run_ranks(world, state, steps=1, **all_settings)
                    undisturbed += step
                    states.append(state)
                whole, _ = self.run_ranks(world, **all_settings)
                self.assertEqual(undisturbed, whole)
                for left in range(1, min(6, len(whole))):
                    done, _ = self.run_ranks(world, states[-1 - left], **all_settings)
                    self.assertEqual(done, whole[-left:])

    def test_other_worlds_and_batches_continue_the_same_order(self):
        chance = random.Random(34)
        for tail, all_settings, settings in self.cases():
            order = model(SHARDS, all_settings["seed"], 0, (2, 3))
            done, state = [], None
            while state is None or state["epoch"] == 0:
                if "batch" in settings:
                    all_settings["batch"] = chance.choice([1, 4, 16])
                steps = chance.randint(1, 3)
                try:
                    more, state = self.run_ranks(chance.choice(WORLDS), state, 1, steps, **all_settings)
                except DataError as error:  # Nothing but a whole epoch that fills no step.
                    self.assertIn("fill no step", str(error))
                    continue
                if not more:
                    break
                done += more
            self.check(done, tail, tokens=settings.get("tokens"), batch=settings.get("batch") and 16)
            if "batch" in settings and tail == "exact":
                self.assertEqual(lines_of(done), order)

    def test_batches_by_tokens_are_full_and_of_similar_length(self):
        length = lambda line: max(len(column.split(" ")) for column in line.split("\t"))
        done, _ = self.run_ranks(1, tokens=40, mix=(9, 99))
        batches = [batch for step in done for batch in step]
        costs = [max(map(length, batch)) * len(batch) for batch in batches]
        self.assertLessEqual(max(costs), 40)
        self.assertGreater(sum(costs) / len(costs), 30)
        spread = [max(map(length, batch)) - min(map(length, batch)) for batch in batches]
        self.assertLessEqual(sum(spread) / len(spread), 1)
        lengths = [length(batch[0]) for batch in batches]
        self.assertNotEqual(lengths, sorted(lengths))

    def test_a_sample_longer_than_tokens_has_its_own_batch(self):
        done, _ = self.run_ranks(1, tokens=3)
        alone = [batch for step in done for batch in step if max(l.count(" ") for l in batch) > 2]
        self.assertTrue(alone)
        self.assertEqual({len(batch) for batch in alone}, {1})
        self.assertEqual(sorted(lines_of(done)), sorted(LINES))

    def test_workers_take_turns(self):
        reader = Reader(self.folder, batch=8, rank=1, world=3, tail="pad")
        whole = list(reader.batches(epochs=2))
        state = whole[2][1]
        for begin, after in ((None, whole), (state, whole[3:])):
            parts = [list(reader.batches(begin, 2, (i, 2))) for i in range(2)]
            self.assertEqual(parts, [after[0::2], after[1::2]])
        self.assertEqual(list(reader.epoch(1, part=(1, 2))), list(reader.epoch(1))[1::2])

    def test_a_resume_reads_only_the_window_it_is_in(self):
        reader, read = Reader(self.folder, batch=8, mix=(2, 2)), []
        whole = list(reader.batches(epochs=1))
        table_read = reader.table.read
        reader.table.read = lambda member, want: read.append(member) or table_read(member)
        next(reader.batches(whole[-4][1], 1))
        self.assertLessEqual(len(read), 4)  # Of 10: a window, and one more for the batches ahead.


class DamageTest(TableCase):
    def read(self):
        return self.run_ranks(1, batch=8)

    def shard(self, number):
        return Table(self.folder).shards[number][0].shard

    def test_a_changed_byte_is_an_error_with_file_and_lines(self):
        for codec in "gz", "bz2":
            write_table(self.folder, SHARDS, codec)
            member = Table(self.folder).shards[0][3]
            with open(member.shard, "r+b") as file:
                file.seek(member.offset + member.size // 2)
                byte = file.read(1)[0]
                file.seek(-1, os.SEEK_CUR)
                file.write(bytes([byte ^ 1]))
            where = f"{member.shard}:47: lines 47 to 69 cannot be read: .*Copy the table again"
            self.assertRaisesRegex(DataError, where, self.read)

    def test_a_short_shard_is_an_error(self):
        os.truncate(self.shard(1), 20)
        self.assertRaisesRegex(DataError, ".gz:1: lines 1 to 60 .*the file is too short", self.read)

    def test_a_missing_shard_is_an_error(self):
        os.remove(self.shard(1))
        self.assertRaisesRegex(DataError, "part-00001.*: is missing. Copy the table", self.read)

    def test_a_manifest_with_other_line_counts_is_an_error(self):
        self.edit("\t60\t", "\t61\t", "60:", "61:")
        self.assertRaisesRegex(DataError, ".gz:1: lines 1 to 61 .*there are 60 lines", self.read)

    def test_a_manifest_without_members_is_an_error(self):
        for old, new in ((",40:", ",41:"), ("\t5:", "\t"), ("\t5:", "\t5;")):
            write_table(self.folder, SHARDS)
            self.edit(old, new)
            self.assertRaisesRegex(DataError, "_manifest.tsv:4: does not say which members", self.read)

    def edit(self, *changes):
        path = os.path.join(self.folder, "_manifest.tsv")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for old, new in zip(changes[::2], changes[1::2]):
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def test_a_line_that_is_not_utf8_is_an_error(self):
        write_table(self.folder, [[["a\udcffc\tdef"]]])
        self.assertRaisesRegex(DataError, "not UTF-8: .*xffc.*Import the data again", self.read)


class BadInputTest(TableCase):
    def fails(self, message, **settings):
        settings.setdefault("batch", 8)
        if settings.get("tokens"):
            del settings["batch"]
        self.assertRaisesRegex(DataError, message, Reader, self.folder, **settings)

    def test_values_of_other_types(self):
        self.fails("rank is '0', but must be a whole number: int", rank="0")
        self.fails("batch is '8', but must be a whole number", batch="8")
        self.fails("mix.1. is 1.5, but must be a whole number", mix=(2, 1.5))
        reader = Reader(self.folder, batch=8)
        for state in {}, {"epoch": 0, "position": 8}, self.state(reader, position=8.0):
            with self.assertRaisesRegex(DataError, "this is no state of a reader.*Give the one"):
                reader.batches(state)
        with self.assertRaisesRegex(DataError, "part is .2, 2., but its first .* from 0 to 1"):
            reader.batches(part=(2, 2))

    def test_an_empty_table(self):
        write_table(self.folder, [[[]]])
        self.fails("_manifest.tsv: the table has no lines. Give another one")

    def test_settings(self):
        self.fails("rank is 2, but must be from 0 to 1, since world is 2. Give", rank=2, world=2)
        self.fails("rank is -1, but must", rank=-1)
        self.fails("200 samples are too few for 201 ranks. Start fewer", world=201)
        self.fails("give either batch, a number of samples, or tokens", batch=None)
        self.fails("must be 1 or more, but are 0 and", batch=0)
        self.fails("must be 1 or more, but are -1 and", tokens=-1)
        self.fails("must be 1 or more, but are 8 and .2, 0.", mix=(2, 0))
        self.fails("tail is 'cut', but must be one of exact, pad, drop", tail="cut")
        self.fails("there is no table 'train'; known: main", table="train")

    def test_a_folder_without_a_manifest(self):
        os.remove(os.path.join(self.folder, "_manifest.tsv"))
        self.fails("_manifest.tsv: there is no such file. Give the folder of a table")

    def state(self, reader, **changes):
        state = reader.state()
        state.update(changes)
        return state

    def test_a_state_of_another_table(self):
        reader = Reader(self.folder, batch=8)
        write_table(self.folder, SHARDS[1:])
        other = Reader(self.folder, batch=8)
        with self.assertRaisesRegex(DataError, "of another table: .*Continue with the same table"):
            other.batches(reader.state())

    def test_a_state_of_another_order(self):
        state = Reader(self.folder, batch=8).state()
        for settings in {"batch": 8, "seed": 2}, {"batch": 8, "mix": (3, 8)}, {"tokens": 8}:
            with self.assertRaisesRegex(DataError, "of another order: seed=1 mix=2,8, but here"):
                Reader(self.folder, **settings).batches(state)

    def test_a_state_that_is_not_of_the_epoch(self):
        reader = Reader(self.folder, batch=8)
        with self.assertRaisesRegex(DataError, "epoch 2, position 8, not of epoch 3. Continue with"):
            reader.epoch(3, reader.state(2, 8))
        with self.assertRaisesRegex(DataError, "epoch 2, position 8, but there are only 2 epochs"):
            reader.batches(reader.state(2, 8), epochs=2)
        self.assertEqual(list(reader.batches(reader.state(2), epochs=2)), [])
        for epoch, position in ((-1, 0), (0, -1), (0, len(LINES))):
            with self.assertRaisesRegex(DataError, f"position {position}, but epochs count from 0"):
                reader.batches(reader.state(epoch, position))

    def test_a_state_of_other_lengths(self):
        state = list(Reader(self.folder, tokens=40).batches(epochs=1))[2][1]
        with self.assertRaisesRegex(DataError, "another order: .*length=words, but .*length=len"):
            Reader(self.folder, tokens=40, length=len).batches(state)
        state["order"] = Reader(self.folder, tokens=40, length=lambda line: 1).state()["order"]
        with self.assertRaisesRegex(DataError, "inside a batch.*Continue with the same `length`"):
            list(Reader(self.folder, tokens=40, length=lambda line: 1).batches(state, 1))

    def test_an_epoch_that_fills_no_step(self):
        with self.assertRaisesRegex(DataError, "200 samples fill no step of 2 batches.*tail 'drop'"):
            next(Reader(self.folder, batch=101, world=2, tail="drop").batches())


class StreamTest(TableCase):
    """Beside a thread that fills the folder. The real one is tested with the program that has it."""

    def setUp(self):
        super().setUp()
        self.table = self.folder
        self.folder += "-stream"
        os.makedirs(os.path.join(self.folder, "_stream", "want"))
        os.link(*(os.path.join(folder, "_manifest.tsv") for folder in (self.table, self.folder)))
        self.set_bound(3)
        self.most, self.ended = 0, False

    def set_bound(self, shards):
        with open(os.path.join(self.folder, "_stream", "about.tsv"), "w") as file:
            file.write(f"shards\t{shards}\n")

    def fill(self):
        """Fetches the first three shards that are wanted, and keeps no others."""
        wants = os.path.join(self.folder, "_stream", "want")
        while not self.ended:
            wanted = set()
            for name in os.listdir(wants):
                if not name.startswith("."):
                    with open(os.path.join(wants, name)) as file:
                        last = file.read().split("\n")[-2:-1]
                    wanted = {shard for line in last for shard in line.split("\t")[4:7]}
            here = {name for name in os.listdir(self.folder) if name.startswith("part-")}
            for name in here - wanted:
                os.remove(os.path.join(self.folder, name))
            for name in wanted - here:
                os.link(os.path.join(self.table, name), os.path.join(self.folder, name))
            self.most = max(self.most, len(wanted))
            time.sleep(0.001)

    def test_a_stream_gives_the_same_batches_within_its_bound(self):
        filler = threading.Thread(target=self.fill)
        filler.start()
        try:
            reader = Reader(self.folder, batch=8, mix=(2, 2), tail="pad")
            streamed = list(reader.batches(epochs=3))
        finally:
            self.ended = True
            filler.join()
        self.assertEqual(streamed, list(Reader(self.table, 8, mix=(2, 2), tail="pad").batches(epochs=3)))
        self.assertEqual(self.most, 3)
        self.assertEqual(os.listdir(os.path.join(self.folder, "_stream", "want")), [])
        self.assertTrue(os.path.exists(os.path.join(self.folder, "_stream", "opened")))

    def test_a_bound_below_mix_is_an_error(self):
        self.set_bound(1)
        with self.assertRaisesRegex(DataError, "only 1 shards may .* but mix has 2. Write data: {str"):
            Reader(self.folder, batch=8)

    def test_an_error_of_the_filling_process_is_raised(self):
        with open(os.path.join(self.folder, "_stream", "error"), "w") as file:
            file.write("no bucket\n")
        self.assertRaisesRegex(DataError, "^no bucket$", self.run_ranks, 1, batch=8)

    def test_a_filling_process_that_is_dead_is_an_error(self):
        self.assertRaisesRegex(DataError, "nobody fills it any more", self.run_ranks, 1, batch=8)

    def test_a_want_is_appended_only_if_it_changes(self):
        want = Want(Stream(self.folder))
        want.say(0, 0, ["a/x"], ["a/y"])
        want.say(0, 1, ["a/x"], ["a/y"])
        want.say(0, 2, ["a/y"], [])
        want.wait(True)
        want.wait(True)
        want.say(1, 0, [], ["a/y"])
        want.say(1, 0, ["a/y"], [])
        wants = os.path.join(self.folder, "_stream", "want")
        with open(os.path.join(wants, os.listdir(wants)[0])) as file:
            rows = [line.rstrip("\n").replace("\t", " ") for line in file]
        expected = ["0 0 0 1 x y", "0 0 2 1 y", "1 0 2 1 y", "1 1 0 0 y", "1 1 0 1 y"]
        self.assertEqual(rows, expected)
        want.close()
        self.assertEqual(os.listdir(wants), [])


class SyntaxTest(unittest.TestCase):
    def test_readers_need_no_later_python_than_3_8(self):
        for folder in HERE, os.path.join(HERE, "..", "en-de"):
            for name in os.listdir(folder):
                if name.endswith(".py"):
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        ast.parse(file.read(), name, feature_version=(3, 8))


if __name__ == "__main__":
    unittest.main()
