#!/usr/bin/env python3
"""Feeds a table to tf.data; copy the function samples. It needs TensorFlow.

    tensorflow_reader.py --data DIR --checkpoints DIR [--epochs N]

What it trains is a line: how many words the second column has, by the words of the first. When it
was killed, the same command continues after the last batch whose step is in the newest checkpoint of DIR.
"""

import argparse

import tensorflow as tf
from shoestring_data import Reader


def samples(reader, state=None, epochs=None):
    """A tf.data.Dataset of batches of lines, each with the epoch and the position after it."""

    def batches():
        for lines, after in reader.batches(state, epochs):
            yield lines, after["epoch"], after["position"]

    signature = (
        tf.TensorSpec([None], tf.string),
        tf.TensorSpec([], tf.int64),
        tf.TensorSpec([], tf.int64),
    )
    return tf.data.Dataset.from_generator(batches, output_signature=signature)


def words(lines):
    """(B,) lines -> (B, 2) how many words the first two columns have."""
    columns = tf.strings.split(lines, "\t").to_tensor()[:, :2]
    return tf.cast(tf.strings.length(tf.strings.regex_replace(columns, "[^ ]", "")) + 1, tf.float32)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", required=True, metavar="DIR")
    parser.add_argument("--checkpoints", required=True, metavar="DIR")
    parser.add_argument("--epochs", type=int, default=2, metavar="N")
    settings = parser.parse_args()

    reader = Reader(settings.data, batch=32)
    weights = tf.Variable([0.0, 0.0])
    step, epoch, position = (tf.Variable(0, dtype=tf.int64) for _ in range(3))
    checkpoint = tf.train.Checkpoint(weights=weights, step=step, epoch=epoch, position=position)
    manager = tf.train.CheckpointManager(checkpoint, settings.checkpoints, max_to_keep=3)
    manager.restore_or_initialize()

    state = reader.state(int(epoch), int(position))
    for lines, *after in samples(reader, state, settings.epochs).prefetch(8):
        given, expected = tf.unstack(words(lines), axis=1)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((weights[0] * given + weights[1] - expected) ** 2)
        weights.assign_sub(0.002 * tape.gradient(loss, weights))
        step.assign_add(1)
        epoch.assign(after[0])
        position.assign(after[1])
        if step % 20 == 0 or position == 0:
            print(int(step), "loss", f"{float(loss):.4f}", sep="\t", flush=True)
            manager.save(checkpoint_number=step)
    print("after step", int(step), "the state is", reader.state(int(epoch), int(position)))


if __name__ == "__main__":
    main()
