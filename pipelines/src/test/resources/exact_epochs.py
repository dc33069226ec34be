"""A trainer that learns nothing, but notes which samples it was given. It needs PyTorch.

SEEN/TIME-RANK.tsv of each process has a line for its start, and one for each step: epoch, the
position after the step, and the first field of each sample.
"""

import argparse
import os
import subprocess
import sys
import time

import torch
from torch import distributed
from torch.utils.data import DataLoader

sys.path.insert(0, os.environ["READERS"])
from pytorch_reader import Samples
from shoestring_data import Reader

SAVED_EVERY = 3


def main():
    parser = argparse.ArgumentParser()
    for name in ("data", "checkpoints", "tail"):
        parser.add_argument("--" + name)
    for name in ("batch", "tokens", "workers", "epochs"):
        parser.add_argument("--" + name, type=int)
    settings = parser.parse_args()
    if "RANK" not in os.environ:
        start_processes()

    rank, world = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    torch.set_num_threads(1)
    distributed.init_process_group("gloo")
    step, state = 0, None
    saved = sorted(os.listdir(settings.checkpoints))
    if saved:
        old = torch.load(os.path.join(settings.checkpoints, saved[-1]))
        step, state = old["step"], old["data"]
    reader = Reader(
        settings.data, settings.batch, settings.tokens, rank, world, tail=settings.tail, mix=(2, 3)
    )
    path = os.path.join(os.environ["SEEN"], f"{os.environ['STARTED']}-{rank}.tsv")
    with open(path, "w") as seen:
        place = state or reader.state()
        print("start", place["epoch"], place["position"], sep="\t", file=seen, flush=True)
        samples = Samples(reader, state, settings.epochs)
        for lines, state in DataLoader(samples, batch_size=None, num_workers=settings.workers):
            names = [line.split("\t")[0] for line in lines]
            print(state["epoch"], state["position"], *names, sep="\t", file=seen, flush=True)
            distributed.all_reduce(torch.ones(1))  # Only then may the step be saved.
            step += 1
            time.sleep(0.02)
            if rank == 0 and step % SAVED_EVERY == 0:
                path = os.path.join(settings.checkpoints, f"step-{step:06}.pt")
                torch.save({"step": step, "data": state}, path)
    distributed.barrier()
    distributed.destroy_process_group()


def start_processes():
    world, started = int(os.environ["PROCESSES"]), []
    around = dict(os.environ, STARTED=str(time.time_ns()), WORLD_SIZE=str(world))
    around.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=os.environ["PORT"])
    for rank in range(world):
        command = [sys.executable] + sys.argv
        started.append(subprocess.Popen(command, env=dict(around, RANK=str(rank))))
    sys.exit(max(process.wait() != 0 for process in started))


main()
