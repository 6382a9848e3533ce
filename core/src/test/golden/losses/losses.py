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


def case(kind, from_logits, labels, given, weights=None, **options):
    loss = getattr(keras.losses, kind)(**({"from_logits": True} if from_logits else {}), **options)
    x = tf.Variable(np.asarray(given, "float32"))
    y = np.asarray(labels, "float32")
    w = None if weights is None else np.asarray(weights, "float32")
    with tf.GradientTape() as tape:
        value = loss(tf.constant(y), x, w)
    return {
        "loss": kind,
        "from_logits": from_logits,
        "options": options,
        "shape": list(x.shape),
        "labels": y.ravel().tolist(),
        "label_shape": list(y.shape),
        "given": x.numpy().ravel().tolist(),
        "weights": None if w is None else w.ravel().tolist(),
        "weight_shape": [x.shape[0]],
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

# Draws of their own, so that the cases above stay as they were.
random = np.random.RandomState(7)
weights = random.uniform(0, 2, 6)
yes = random.randint(0, 2, (6, 1))
several = random.randint(0, 2, (6, 3))
logits = random.normal(0, 2, (6, 3))
shares = random.uniform(0.02, 0.98, (6, 3))
soft = random.dirichlet([1, 1, 1], 6)
classes = random.randint(0, 3, 6)
rows = np.eye(3)[classes]
maps = random.uniform(0.02, 0.98, (2, 2, 3, 4))
places = random.randint(0, 4, (2, 2, 3))
for from_logits, one, three in (
    (True, random.normal(0, 2, (6, 1)), logits),
    (False, random.uniform(0.02, 0.98, (6, 1)), shares),
):
    cases += [
        case("BinaryCrossentropy", from_logits, yes, one, weights),
        case("BinaryCrossentropy", from_logits, several, three, weights, label_smoothing=0.2),
        case("BinaryFocalCrossentropy", from_logits, yes, one),
        case("BinaryFocalCrossentropy", from_logits, several, three, weights, gamma=0.5),
        case("BinaryFocalCrossentropy", from_logits, several, three, gamma=0.0),
        case("BinaryFocalCrossentropy", from_logits, several, three, apply_class_balancing=True,
             alpha=0.7, gamma=3.0, label_smoothing=0.1),
        case("BinaryFocalCrossentropy", from_logits, random.uniform(0, 1, (6, 1)), one),
        case("CategoricalCrossentropy", from_logits, rows, three, weights),
        case("CategoricalCrossentropy", from_logits, soft, three),
        case("CategoricalCrossentropy", from_logits, rows, three, label_smoothing=0.1),
        case("CategoricalFocalCrossentropy", from_logits, rows, three),
        case("CategoricalFocalCrossentropy", from_logits, soft, three, weights, gamma=0.5, alpha=1.0),
        case("CategoricalFocalCrossentropy", from_logits, rows, three, gamma=0.0),
        case("CategoricalFocalCrossentropy", from_logits, rows, three, gamma=1.5, label_smoothing=0.1),
        case("SparseCategoricalCrossentropy", from_logits, classes, three),
        case("SparseCategoricalCrossentropy", from_logits, classes[:, None], three, weights),
        case("SparseCategoricalCrossentropy", from_logits, places, maps, [[[0.5]], [[3]]]),
    ]
    cases += [
        case("CategoricalFocalCrossentropy", from_logits, soft, three, weights, gamma=1.0,
             alpha=[0.2, 1.0, 0.5]),
    ]
cases += [
    case("SparseCategoricalCrossentropy", False, [0, 2, 2, 0, 1], corner),
    case("CategoricalFocalCrossentropy", False, [[1, 0, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0], [0, 1, 0]],
         corner),
    case("BinaryFocalCrossentropy", False, [[0], [1], [0], [1], [1], [0]],
         [[0], [1], [1], [0], [1e-7], [1 - 1e-6]]),
    case("MeanSquaredError", False, random.normal(0, 3, (6, 3)), logits),
    case("MeanSquaredError", False, random.normal(0, 3, (6, 1)), yes, weights),
    case("MeanSquaredError", False, random.normal(0, 3, (2, 2, 3, 4)), maps, [[[0.5]], [[3]]]),
]
golden = {"keras": keras.__version__, "tensorflow": tf.__version__, "cases": cases}
with open(sys.argv[1], "w") as file:
    json.dump(golden, file)
    file.write("\n")
