#!/usr/bin/env python3
"""Feeds a table to PyTorch's DataLoader; copy the class Samples. It needs PyTorch.

    pytorch_reader.py --data DIR --checkpoints DIR [--epochs N] [--workers N]

What it trains is a line: how many words the second column has, by the words of the first. When it
was killed, the same command continues after the last batch whose step is in DIR/last.pt.
"""

import argparse
import os

import torch
from shoestring_data import Reader
from torch.utils import data


class Samples(data.IterableDataset):
    """Batches of lines, each with the state after it: DataLoader(Samples(...), batch_size=None).

    One loop goes through all epochs. For a loop of each epoch, make a new one: Samples(reader,
    state, epoch + 1), with the last state.
    """

    def __init__(self, reader, state=None, epochs=None):
        self.reader, self.state, self.epochs = reader, state, epochs

    def __iter__(self):
        worker = data.get_worker_info()
        part = (worker.id, worker.num_workers) if worker else (0, 1)
        return self.reader.batches(self.state, self.epochs, part)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", required=True, metavar="DIR")
    parser.add_argument("--checkpoints", required=True, metavar="DIR")
    parser.add_argument("--epochs", type=int, default=2, metavar="N")
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="that read ahead")
    settings = parser.parse_args()

    model, step, state = torch.nn.Linear(1, 1), 0, None
    optimizer = torch.optim.SGD(model.parameters(), 0.002)
    last = os.path.join(settings.checkpoints, "last.pt")
    os.makedirs(settings.checkpoints, exist_ok=True)
    if os.path.exists(last):
        saved = torch.load(last)
        model.load_state_dict(saved["model"])
        step, state = saved["step"], saved["data"]

    reader = Reader(settings.data, batch=32)
    samples = Samples(reader, state, settings.epochs)
    for lines, state in data.DataLoader(samples, batch_size=None, num_workers=settings.workers):
        pairs = [[column.count(" ") + 1.0 for column in line.split("\t")[:2]] for line in lines]
        given, expected = torch.tensor(pairs).split(1, 1)
        loss = torch.nn.functional.mse_loss(model(given), expected)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        step += 1
        if step % 20 == 0 or state["position"] == 0:
            print(step, "loss", f"{loss.item():.4f}", sep="\t", flush=True)
            saved = {"model": model.state_dict(), "step": step, "data": state}
            torch.save(saved, last + ".new")
            os.replace(last + ".new", last)
    print("after step", step, "the state is", state)


if __name__ == "__main__":
    main()
