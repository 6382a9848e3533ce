"""What Keras's losses give, and their gradients: the golden file of LossTest.

Run with any Python that has keras and tensorflow-cpu (or tensorflow):

    python losses.py ../../resources/golden/losses/losses.json

Each case is a loss with labels and what it is computed from (logits or scores), all in single
precision, its mean over the batch and the gradient by what it is computed from.
"""

import json
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras
import numpy as np
import tensorflow as tf

random = np.random.RandomState(3)


def one_hot(rows, columns):
    return np.eye(columns, dtype="float32")[random.randint(0, columns, rows)]


def case(kind, from_logits, labels, given):
    loss = getattr(keras.losses, kind)(from_logits=from_logits)
    x = tf.Variable(np.asarray(given, "float32"))
    with tf.GradientTape() as tape:
        value = loss(tf.constant(np.asarray(labels, "float32")), x)
    return {
        "loss": kind,
        "from_logits": from_logits,
        "shape": list(x.shape),
        "labels": np.asarray(labels, "float32").ravel().tolist(),
        "given": x.numpy().ravel().tolist(),
        "value": float(value),
        "gradient": tape.gradient(value, x).numpy().ravel().tolist(),
    }


binary = random.randint(0, 2, (16, 1))
extreme = np.array([[0, 40, -40, 90, -90, 1e-3, 1e-8, -3]]).T
scores = random.uniform(0, 1, (5, 4))
corner = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1e-8, 1 - 1e-8, 0], [0.2, 0.3, 0.5]])
cases = [
    case("BinaryCrossentropy", True, binary, random.normal(0, 2, (16, 1))),
    case("BinaryCrossentropy", True, [[0], [1], [0], [0], [1], [1], [0], [1]], extreme),
    case("BinaryCrossentropy", True, random.randint(0, 2, (6, 3)), random.normal(0, 1, (6, 3))),
    case("BinaryCrossentropy", True, random.uniform(0, 1, (7, 1)), random.normal(0, 1, (7, 1))),
    case("BinaryCrossentropy", False, binary, random.uniform(0.01, 0.99, (16, 1))),
    case("BinaryCrossentropy", False, [[0], [1], [0], [1], [1], [0]],
         [[0], [1], [1], [0], [1e-7], [1 - 1e-6]]),
    case("BinaryCrossentropy", False, random.randint(0, 2, (6, 3)), random.uniform(0, 1, (6, 3))),
    case("CategoricalCrossentropy", True, one_hot(9, 4), random.normal(0, 2, (9, 4))),
    case("CategoricalCrossentropy", True, one_hot(4, 3), random.normal(0, 60, (4, 3))),
    case("CategoricalCrossentropy", True, scores / scores.sum(1, keepdims=True),
         random.normal(0, 1, (5, 4))),
    case("CategoricalCrossentropy", False, one_hot(5, 4), scores / scores.sum(1, keepdims=True)),
    # Rows that do not add up to 1 are divided by their sum.
    case("CategoricalCrossentropy", False, one_hot(5, 4), scores),
    case("CategoricalCrossentropy", False, [[1, 0, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0], [0, 1, 0]],
         corner),
]
golden = {"keras": keras.__version__, "tensorflow": tf.__version__, "cases": cases}
with open(sys.argv[1], "w") as file:
    json.dump(golden, file)
    file.write("\n")
