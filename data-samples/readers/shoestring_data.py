"""Reads a table for a trainer: in random order, in any number of processes, each line exactly once.

    from shoestring_data import Reader

    reader = Reader("pairs", batch=32, rank=rank, world=world, seed=1)
    for lines, state in reader.batches(state, epochs=10):
        ...  # lines is a list of str, without line ends. Put state into the checkpoint.

Copy this file beside your trainer. It needs Python 3.8 or later, and nothing else. A table is a
folder of shards (part-*.tsv.gz or .bz2) and their _manifest.tsv: {input} of a training, or what
`shoestring cp` makes. A damaged shard is an error that names file and lines.

Order. It is a function of the table's lines and cuts, `seed`, the epoch and `mix`; nothing is
written for it. A shard consists of members: pieces of about 1 MiB of text, at which decompression
can start. With mix=(shards, members), so many shards are open at a time. The next member is one of
an open shard, both drawn at random; when a shard is used up, another one is drawn. The lines of
`members` members in a row, a window, are shuffled as a whole. So a line can come anywhere in an
epoch, and each window has its lines from so many members of few shards. A process holds the lines
of one window in memory.

State. It is a dict of two words and two numbers: table, order, epoch, position. It belongs to a
batch, not to the reader: however far a DataLoader reads ahead, the state of the last batch that the
trainer has used is the right one. `position` counts the samples of the epoch that all processes
together were given up to that step; it is the same in each of them. To continue there, the reader
decompresses one window, and nothing of what lies before. `batch`, `tail` and the number of
processes may be others than before: the order stays the same.

Processes. A step takes the next `world` batches of the order, one for each rank, so that all ranks
have the same number of batches. Samples at the end of an epoch that fill no step are, by `tail`,

    exact   shared out: each sample is given exactly once, in smaller batches (default)
    pad     filled up with samples from the beginning of the epoch's order
    drop    left out of this epoch

With exact, a last batch may have more than `batch` or `tokens`, where a rank would have none
otherwise. If fewer samples than ranks are left, which needs a change of their number within the
epoch, some ranks have an empty batch. Each process decompresses all shards, and keeps its batches.

Tokens. With tokens=N in place of batch=N, samples of similar length share a batch: its longest one
times their number is at most N, which is its size with padding. A longer one has its own batch.
`length` must stay the same function; the state has its name, and cannot tell if it was edited.
"""

import bz2
import collections
import contextlib
import functools
import hashlib
import itertools
import os
import secrets
import struct
import time
import zlib

try:
    import fcntl  # For streams only. Windows does not have it.
except ImportError:
    fcntl = None

TAILS = ("exact", "pad", "drop")
PATIENCE = 2  # Seconds until a process says that it waits: then it comes before those that do not.
Member = collections.namedtuple("Member", "shard first lines offset size")


class DataError(Exception):
    """What is wrong with the data or the settings, where, and what to do about it."""


class Table:
    """The shards of a table in a folder, and the places in them where decompression can start."""

    def __init__(self, folder, name="main"):
        """Reads the manifest. The name tells tables of one output apart, as those of a split."""
        self.path = os.path.join(folder, "_manifest.tsv")
        self.columns = None
        self.shards = []  # The members of each, in the table's order.
        place = folder if name == "main" else os.path.join(folder, name)
        names, identity = [], hashlib.sha256()
        for number, row in enumerate(self._rows(), 1):
            if row[0] == "table":
                names += row[1:2]
            if row[:2] == ["table", name]:
                self.columns = row[2:]
            if row[:2] == ["shard", name]:
                try:
                    _, _, shard, lines, _, _, sha256, members = row
                    self.shards.append(cut(os.path.join(place, shard), int(lines), members))
                except ValueError:
                    raise DataError(
                        f"{self.path}:{number}: does not say which members a shard has, as "
                        f"LINES:BYTES,LINES:BYTES... in the eighth field: {' '.join(row)[:80]!r}. "
                        "Copy the table again, with `shoestring cp`"
                    ) from None
                counts = [member.lines for member in self.shards[-1]]
                identity.update(f"{sha256} {counts}\n".encode())
        if self.columns is None:
            known = ", ".join(names) or "none"
            raise DataError(f"{self.path}: there is no table {name!r}; known: {known}")
        self.lines = sum(member.lines for shard in self.shards for member in shard)
        self.digest = identity.hexdigest()[:16]
        self.stream = Stream(folder) if Stream.is_at(folder) else None

    def _rows(self):
        try:
            with open(self.path, encoding="utf-8", newline="\n") as lines:
                return [line.rstrip("\n").split("\t") for line in lines]
        except (FileNotFoundError, NotADirectoryError):
            raise DataError(
                f"{self.path}: there is no such file. Give the folder of a table, such as {{input}}"
            ) from None
        except UnicodeDecodeError as error:
            raise DataError(f"{self.path}: is no manifest: {error}. Copy the table again") from None

    def read(self, member, want=None):
        """The lines of a member, as bytes."""
        try:
            shard = member.shard
            with self.stream.open(shard, want) if want else open(shard, "rb") as file:
                file.seek(member.offset)
                data = file.read(member.size)
            if len(data) < member.size:
                raise EOFError("the file is too short")
            bzip2 = shard.endswith(".bz2")
            raw = bz2.decompress(data) if bzip2 else zlib.decompress(data, 31)
            lines = raw.split(b"\n")
            if lines.pop() or len(lines) != member.lines:
                raise ValueError(f"there are {len(lines)} lines")
            return lines
        except FileNotFoundError:
            raise DataError(f"{member.shard}: is missing. Copy the table again") from None
        except (OSError, EOFError, ValueError, zlib.error) as error:
            last = member.first + member.lines - 1
            raise DataError(
                f"{member.shard}:{member.first}: lines {member.first} to {last} cannot be read: "
                f"{error}. Copy the table again"
            ) from error


def cut(shard, count, text):
    """The members of a shard of so many lines, from LINES:BYTES of each, with commas between."""
    members, first, offset = [], 1, 0
    for part in text.split(",") if text else ():
        lines, size = map(int, part.split(":"))
        members.append(Member(shard, first, lines, offset, size))
        first, offset = first + lines, offset + size
    if first != count + 1:
        raise ValueError(text)
    return members


class Stream:
    """A folder that another process fills with shards while it is read: `data: stream`.

    Each reading process has a file in _stream/want, and adds a line whenever it needs other shards:
    whether it waits, epoch, place, how many it needs now, their names, and those of the next ones.
    """

    def __init__(self, folder):
        if fcntl is None:
            raise DataError(f"{folder}: `data: stream` needs Linux or macOS. Write data: copy")
        self.folder = folder
        with open(self._path("about.tsv"), encoding="utf-8") as lines:
            about = dict(line.rstrip("\n").split("\t") for line in lines)
        self.shards = int(about["shards"])  # At most so many lie in the folder at a time.
        with open(self._path("opened"), "a"):
            pass  # It is read by a program that knows what it is.

    @staticmethod
    def is_at(folder):
        return os.path.exists(os.path.join(folder, "_stream", "about.tsv"))

    def _path(self, *names):
        return os.path.join(self.folder, "_stream", *names)

    def open(self, shard, want):
        """Opens a shard as soon as it is there."""
        pause, begin = 0.001, time.monotonic()
        checked = begin
        while True:
            try:
                file = open(shard, "rb")
                want.wait(False)
                return file
            except FileNotFoundError:
                time.sleep(pause)
            pause, now = min(2 * pause, 0.05), time.monotonic()
            if now > begin + PATIENCE:
                want.wait(True)
            if now > checked + 1:
                self._check()
                checked = now

    def _check(self):
        """Fails if no more shards will come."""
        if os.path.exists(self._path("error")):
            with open(self._path("error"), encoding="utf-8") as file:
                raise DataError(file.read().strip())
        try:
            with open(self._path("lock"), "a") as file:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # The process that fills the folder holds the lock as long as it lives.
        raise DataError(f"{self.folder}: nobody fills it any more. Start the training again")


class Want:
    """What this process needs of a stream. A lock tells that it lives."""

    def __init__(self, stream):
        name = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._file = open(stream._path("want", "." + name), "a", encoding="utf-8")
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        self._path = stream._path("want", name)
        os.rename(self._file.name, self._path)
        self._process, self._waits, self._place, self._shards = os.getpid(), False, (), ()
        self.room = stream.shards

    def say(self, epoch, place, needed, upcoming):
        names = [os.path.basename(shard) for shard in needed + upcoming]
        self._place, before, self._shards = (epoch, place), self._shards, (len(needed), *names)
        if self._shards != before:
            self._add()

    def wait(self, waits):
        if self._waits != waits:
            self._waits = waits
            self._add()

    def _add(self):
        row = (int(self._waits), *self._place, *self._shards)
        print(*row, sep="\t", file=self._file, flush=True)

    def close(self):
        if self._process == os.getpid():  # Not in a process that was forked meanwhile.
            with contextlib.suppress(FileNotFoundError):
                os.remove(self._path)
        self._file.close()


def randoms(count, *words):
    """Numbers below 2**30: SHAKE-256 of the words, four bytes for each, the lowest byte first."""
    size = 4 * count
    digest = hashlib.shake_256(" ".join(map(str, words)).encode()).digest(size)
    low = int.from_bytes(b"\xff\xff\xff\x3f" * count, "little")  # Small numbers sort faster.
    bits = int.from_bytes(digest, "little") & low
    return struct.unpack(f"<{count}I", bits.to_bytes(size, "little"))


def shuffle(items, *words):
    """Sorts a list by random numbers, one for each item. Equal ones keep their order."""
    items.sort(key=functools.partial(next, iter(randoms(len(items), *words))))


def words(line):
    """How many tokens a line has: the words of the column that has most."""
    return max([column.count(" ") for column in line.split("\t")]) + 1


class Order:
    """The members of a table in the order of an epoch, and which shards they need."""

    def __init__(self, table, seed, epoch, mix):
        shards = [[member for member in shard if member.lines] for shard in table.shards]
        for number, shard in enumerate(shards):
            shuffle(shard, seed, epoch, "members", number)
        shards = [shard for shard in shards if shard]
        shuffle(shards, seed, epoch, "shards")
        self.epoch, self.members = epoch, []
        opened, closed = shards[: mix[0]], iter(shards[mix[0] :])
        for number in randoms(sum(map(len, shards)), seed, epoch, "draws"):
            i = number % len(opened)
            self.members.append(opened[i].pop())
            if not opened[i]:
                opened[i : i + 1] = itertools.islice(closed, 1)

    def needs(self, begin, ahead):
        """For each place from one on: the shards that are needed now, and `ahead` later ones."""
        last = {member.shard: i for i, member in enumerate(self.members)}
        shards, needed, known = list(dict.fromkeys(m.shard for m in self.members)), [], 0
        for i, member in enumerate(self.members):
            needed = [shard for shard in needed if last[shard] >= i]
            if known < len(shards) and shards[known] == member.shard:
                needed, known = needed + [member.shard], known + 1
            if i >= begin:
                yield needed, shards[known : known + ahead]


class Reader:
    """Batches of a table's lines for one of several processes. The head of this file says how."""

    def __init__(
        self,
        folder,
        batch=None,
        tokens=None,
        rank=0,
        world=1,
        seed=1,
        tail="exact",
        mix=(2, 8),
        length=words,
        table="main",
    ):
        """Opens a table.

        batch   how many samples a batch of one process has, or
        tokens  how many tokens it has at most, with padding
        length  how many tokens a line has, as a function
        """
        whole = {"rank": rank, "world": world, "mix[0]": mix[0], "mix[1]": mix[-1]}
        whole.update(batch=1 if batch is None else batch, tokens=1 if tokens is None else tokens)
        for name, value in whole.items():
            if not isinstance(value, int):
                raise DataError(f"{name} is {value!r}, but must be a whole number: int(...)")
        if not 0 <= rank < world:
            raise DataError(
                f"rank is {rank}, but must be from 0 to {world - 1}, since world is {world}. "
                "Give each process its own rank, and all of them the same world"
            )
        if (batch is None) == (tokens is None):
            raise DataError("give either batch, a number of samples, or tokens")
        if min(tokens if batch is None else batch, *mix) < 1:
            raise DataError(
                "batch or tokens, and both numbers of mix, must be 1 or more, "
                f"but are {tokens if batch is None else batch} and {mix}"
            )
        if tail not in TAILS:
            raise DataError(f"tail is {tail!r}, but must be one of {', '.join(TAILS)}")
        self.table = Table(folder, table)
        if self.table.lines == 0:
            raise DataError(f"{self.table.path}: the table has no lines. Give another one")
        if self.table.lines < world:
            raise DataError(
                f"{self.table.path}: {self.table.lines} samples are too few for {world} ranks. "
                "Start fewer processes"
            )
        room = self.table.stream.shards if self.table.stream else mix[0]
        if room < mix[0]:
            raise DataError(
                f"{folder}: only {room} shards may be here at a time, but mix has {mix[0]}. Write "
                f"data: {{stream: {mix[0] + 1}}} in the experiment, or mix=({room}, {mix[1]}) here"
            )
        self.batch, self.tokens, self.length = batch, tokens, length
        self.rank, self.world, self.tail = rank, world, tail
        self.seed, self.mix = seed, tuple(mix)
        order = f"seed={seed} mix={mix[0]},{mix[1]}"
        if tokens:
            name = getattr(length, "__qualname__", type(length).__qualname__)
            order += f" tokens={tokens} length={name}"
        self._same = {"table": self.table.digest, "order": order}  # In each state.

    def state(self, epoch=0, position=0):
        """The state after so many epochs and, of the next one, so many samples of all processes."""
        return {**self._same, "epoch": epoch, "position": position}

    def order(self, epoch):
        return Order(self.table, self.seed, epoch, self.mix)

    def batches(self, state=None, epochs=None, part=(0, 1)):
        """The batches of this rank after a state, each with the state after it.

        epochs  how many the whole training has; if None, it does not end
        part    (i, n): every n-th batch from the i-th on, for worker i of n of a DataLoader
        """
        epoch, position = self._place(state)
        if epochs is not None and (epoch, position) > (epochs, 0):
            raise DataError(
                f"the state is of epoch {epoch}, position {position}, but there are only {epochs} "
                "epochs, from 0 on. Give more epochs"
            )
        numbers = itertools.count(epoch) if epochs is None else range(epoch, epochs)
        return self._part(numbers, position, part)

    def epoch(self, number, state=None, part=(0, 1)):
        """The batches of this rank in an epoch, or those of it after a state; else as batches."""
        epoch, position = (number, 0) if state is None else self._place(state)
        if epoch != number:
            raise DataError(
                f"the state is of epoch {epoch}, position {position}, not of epoch {number}. "
                f"Continue with epoch {epoch}, or give no state to begin epoch {number}"
            )
        return self._part(range(number, number + 1), position, part)

    def _place(self, state):
        """The epoch and the position of a state."""
        if state is None:
            return 0, 0
        here = self.state()
        types = [{what: type(value) for what, value in one.items()} for one in (state, here)]
        if types[0] != types[1]:
            raise DataError(
                f"this is no state of a reader: {state}. Give the one that came with the last "
                f"batch, such as {here}"
            )
        for what in ("table", "order"):
            if state[what] != here[what]:
                raise DataError(
                    f"the state is of another {what}: {state[what]}, but here it is {here[what]}. "
                    f"Continue with the same {what}, or start without a state"
                )
        epoch, position = state["epoch"], state["position"]
        if epoch < 0 or not 0 <= position < self.table.lines:
            raise DataError(
                f"the state says epoch {epoch}, position {position}, but epochs count from 0 and "
                f"have {self.table.lines} samples. Start without a state"
            )
        return epoch, position

    def _part(self, epochs, position, part):
        if not 0 <= part[0] < part[1]:
            raise DataError(f"part is {part}, but its first number must be from 0 to {part[1] - 1}")
        return self._parts(epochs, position, part)

    def _parts(self, epochs, position, part):
        want = Want(self.table.stream) if self.table.stream else None
        try:
            turn = 0
            for epoch in epochs:
                for batch, state in self._epoch(epoch, position, want):
                    if turn % part[1] == part[0]:
                        yield batch, state
                    turn += 1
                position = 0
        finally:
            if want:
                want.close()

    def _epoch(self, epoch, position, want):
        """The batches of this rank from a position on, each with the state after it."""
        steps = self._steps(epoch, position, want)
        step = next(steps, None)
        if step is None and position == 0:
            raise DataError(
                f"{self.table.path}: {self.table.lines} samples fill no step of {self.world} "
                "batches, so with tail 'drop' none is left. Take another tail, or smaller batches"
            )
        while step is not None:
            count, batches = step
            position, step = position + count, next(steps, None)
            after = self.state(epoch, position) if step else self.state(epoch + 1)
            yield self._text(batches[self.rank]), after

    def _text(self, lines):
        try:
            return list(map(bytes.decode, lines))
        except UnicodeDecodeError as error:
            raise DataError(
                f"{self.table.path}: a line of it is not UTF-8: {error.object[:80]}: {error}. "
                "Import the data again"
            ) from error

    def _steps(self, epoch, position, want=None):
        """From a position on: how many samples a step takes, and its batches, a rank each."""
        ahead = collections.deque()
        for batch in self._ordered(epoch, position, want):
            ahead.append(batch)
            if len(ahead) == 2 * self.world:
                yield step_of([ahead.popleft() for _ in range(self.world)])
        tail = {"exact": self._exact, "pad": self._pad, "drop": self._drop}[self.tail]
        yield from tail(list(ahead), lambda: self._ordered(epoch, 0, want))

    def _ordered(self, epoch, position, want=None):
        """The batches in the order of an epoch from a position on. The last may be smaller."""
        order = self.order(epoch)
        members, end, rest = None, 0, []
        for first in range(0, len(order.members), self.mix[1]):
            window = order.members[first : first + self.mix[1]]
            begin, end = end, end + sum(member.lines for member in window)
            if position >= end:
                continue
            members = members or self._read(order, first, want)
            lines = list(itertools.chain.from_iterable(itertools.islice(members, len(window))))
            shuffle(lines, self.seed, epoch, "lines", first)
            skip, position = position - begin, end
            if self.tokens:
                yield from self._similar(lines, skip, epoch, first)
            else:
                lines = rest + lines[skip:]
                whole = len(lines) - len(lines) % self.batch
                yield from (lines[i : i + self.batch] for i in range(0, whole, self.batch))
                rest = lines[whole:]
            lines = None  # Only one window is in memory.
        if rest:
            yield rest

    def _read(self, order, begin, want):
        """The lines of each member from one on."""
        needs = order.needs(begin, want.room) if want else None
        if want:
            want.say(order.epoch, begin, *next(needs))
        for i, member in enumerate(order.members[begin:], begin + 1):
            lines = self.table.read(member, want)
            if want and i < len(order.members):
                want.say(order.epoch, i, *next(needs))
            elif want:
                later = self.order(order.epoch + 1)
                needed, upcoming = next(later.needs(0, want.room))
                want.say(later.epoch, 0, [], needed + upcoming)
            yield lines

    def _similar(self, lines, skip, epoch, first):
        """The batches by tokens of a window, in random order, without those of `skip` samples."""
        lengths = list(map(self.length, self._text(lines)))
        by_length = sorted(range(len(lines)), key=lengths.__getitem__)
        batches, begin = [], 0
        for end, i in enumerate(by_length):
            if begin < end and lengths[i] * (end + 1 - begin) > self.tokens:
                batches.append([lines[j] for j in by_length[begin:end]])
                begin = end
        batches.append([lines[j] for j in by_length[begin:]])
        shuffle(batches, self.seed, epoch, "batches", first)
        for batch in batches:
            if skip <= 0:
                yield batch
            skip -= len(batch)
            if -len(batch) < skip < 0:
                raise DataError(
                    "the state is inside a batch, so batches were others when it was made. "
                    "Continue with the same `length`, or start without a state"
                )

    def _drop(self, rest, again):
        step = rest[: self.world]
        if len(step) == self.world and (self.tokens or len(step[-1]) == self.batch):
            yield step_of(step)

    def _pad(self, rest, again):
        for step in self._drop(rest, again):
            yield step
            rest = rest[self.world :]
        if rest:
            more = itertools.chain.from_iterable(again() for _ in itertools.count())
            batches = itertools.chain(rest, more)
            if self.batch:
                lines = itertools.chain.from_iterable(batches)
                batches = (list(itertools.islice(lines, self.batch)) for _ in itertools.count())
            yield size(rest), list(itertools.islice(batches, self.world))

    def _exact(self, rest, again):
        """One step or two. They depend on what is left alone, so a resumed run has the same."""
        world = self.world
        if self.tokens:
            cuts = range(world, len(rest) - world - 1, -1) if len(rest) > world else ()
            part = next((i for i in cuts if min(size(rest[:i]), size(rest[i:])) >= world), 0)
            parts = [halved(batches, world) for batches in (rest[:part], rest[part:])]
        else:
            lines = list(itertools.chain.from_iterable(rest))
            part = min(world * self.batch, len(lines) - world)
            part = part if part >= world and len(lines) > world * self.batch else 0
            parts = [even(lines[:part], world), even(lines[part:], world)]
        yield from (step_of(batches) for batches in parts if size(batches))


def size(batches):
    return sum(map(len, batches))


def step_of(batches):
    return size(batches), batches


def even(lines, count):
    """Cuts lines into so many batches, which differ by one line at most."""
    cuts = [len(lines) * i // count for i in range(count + 1)]
    return [lines[i:j] for i, j in zip(cuts, cuts[1:])]


def halved(batches, count):
    """Halves the largest batches until there are so many."""
    if len(batches) > count:
        return even(list(itertools.chain.from_iterable(batches)), count)
    batches = list(batches)
    while len(batches) < count:
        largest = max(batches, key=len, default=[])
        i, half = batches.index(largest) if largest else 0, (len(largest) + 1) // 2
        batches[i : i + 1] = [largest[:half], largest[half:]]
    return batches
