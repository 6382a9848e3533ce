"""What Keras's metrics give batch after batch: the golden file of MetricTest.

Run with any Python that has keras and tensorflow-cpu (or tensorflow):

    python metrics.py ../../resources/golden/metrics/metrics.json

Scores are rounded to hundredths, so that there are ties and scores at thresholds. Floats are
little-endian in base 64.
"""

import base64
import json
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras
import numpy as np

from keras.src.trainers.compile_utils import get_metric

random = np.random.RandomState(21)
SIZES = [16, 16, 7]


def array(value):
    value = np.asarray(value, "<f4")
    return {"shape": list(value.shape), "data": base64.b64encode(value.tobytes()).decode()}


def batches(labels, scores):
    made = []
    for size in SIZES:
        made.append((labels(size), scores(size), random.uniform(0, 2, size)))
    return made


def shares(size):
    return random.dirichlet([0.5] * 7, size).round(2)


def one_hot(size):
    return np.eye(7)[random.randint(0, 7, size)]


given = {
    "one": batches(lambda n: random.randint(0, 2, (n, 1)), lambda n: random.uniform(0, 1, (n, 1)).round(2)),
    "several": batches(lambda n: random.randint(0, 2, (n, 3)), lambda n: random.uniform(0, 1, (n, 3)).round(2)),
    "classes": batches(one_hot, shares),
    "sparse": batches(lambda n: random.randint(0, 7, n), shares),
}


def case(kind, name, weighted=False, **options):
    keras.utils.clear_session()  # names begin anew
    if kind == "accuracy":
        y, p, _ = given[name][0]
        metric = get_metric("accuracy", y, p)
    else:
        metric = getattr(keras.metrics, kind)(**options)
    results = []
    for labels, scores, weights in given[name]:
        metric.update_state(
            np.asarray(labels, "float32"),
            np.asarray(scores, "float32"),
            np.asarray(weights, "float32") if weighted else None,
        )
        results.append(float(metric.result()))
    return {"metric": kind, "name": metric.name,
            "batches": name, "weighted": weighted, "options": options, "results": results}


def both(kind, name, **options):
    return [case(kind, name, False, **options), case(kind, name, True, **options)]


cases = [
    *both("accuracy", "one"),
    *both("accuracy", "classes"),
    *both("accuracy", "sparse"),
    *both("BinaryAccuracy", "several"),
    *both("BinaryAccuracy", "one", threshold=0.25),
    *both("CategoricalAccuracy", "classes"),
    *both("SparseCategoricalAccuracy", "sparse"),
    *both("TopKCategoricalAccuracy", "classes", k=2),
    *both("SparseTopKCategoricalAccuracy", "sparse", k=3),
    *both("Precision", "one"),
    *both("Precision", "several", thresholds=0.75),
    *both("Precision", "classes", class_id=2, thresholds=0.2),
    *both("Recall", "one"),
    *both("Recall", "several", thresholds=0.75),
    *both("Recall", "classes", class_id=2, thresholds=0.2),
    *both("F1Score", "classes", average="macro"),
    *both("F1Score", "classes", average="micro"),
    *both("F1Score", "classes", average="weighted"),
    *both("F1Score", "several", average="macro", threshold=0.5),
    *both("AUC", "one"),
    *both("AUC", "several", num_thresholds=17),
    *both("AUC", "classes", curve="PR"),
    *both("AUC", "one", curve="PR", num_thresholds=5),
]
golden = {
    "keras": keras.__version__,
    "batches": {
        name: [
            {"labels": array(y), "scores": array(p), "weights": array(w)} for y, p, w in made
        ]
        for name, made in given.items()
    },
    "cases": cases,
}
with open(sys.argv[1], "w") as file:
    json.dump(golden, file)
    file.write("\n")
