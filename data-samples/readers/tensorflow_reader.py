#!/usr/bin/env python3
"""Feeds a table to tf.data; copy the function samples. It needs TensorFlow.

    tensorflow_reader.py --data DIR --checkpoints DIR [--epochs N]

What it trains is a line: how many words the second column has, by the words of the first. When it
was killed, the same command continues after the step of the newest checkpoint in DIR.
"""

import argparse
import json

import tensorflow as tf
from shoestring_data import Reader


def samples(reader, state=None, epochs=None):
    """A tf.data.Dataset of batches of lines, each with the state after it as a text."""

    def batches():
        for lines, after in reader.batches(state, epochs):
            yield lines, json.dumps(after)

    signature = tf.TensorSpec([None], tf.string), tf.TensorSpec([], tf.string)
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
    step, state = tf.Variable(0, dtype=tf.int64), tf.Variable(json.dumps(reader.state()))
    checkpoint = tf.train.Checkpoint(weights=weights, step=step, data=state)
    manager = tf.train.CheckpointManager(checkpoint, settings.checkpoints, max_to_keep=3)
    manager.restore_or_initialize()

    old = json.loads(state.numpy())
    for lines, after in samples(reader, old, settings.epochs).prefetch(8):
        given, expected = tf.unstack(words(lines), axis=1)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((weights[0] * given + weights[1] - expected) ** 2)
        weights.assign_sub(0.002 * tape.gradient(loss, weights))
        step.assign_add(1)
        state.assign(after)
        if step % 20 == 0:
            print(int(step), "loss", f"{float(loss):.4f}", sep="\t", flush=True)
            manager.save(checkpoint_number=step)
    manager.save(checkpoint_number=step)
    print("after step", int(step), "the state is", state.numpy().decode())


if __name__ == "__main__":
    main()
