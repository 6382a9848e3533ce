"""Trainings with weights of samples, classes and losses in Keras: the golden file of CompiledTest.

Run with any Python that has keras and tensorflow-cpu (or tensorflow):

    python compiled.py ../../resources/golden/models/compiled.json

Small networks of dense layers, trained without shuffling. Kernels of dense layers are the same here
and there; floats are little-endian in base 64.
"""

import base64
import json
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras
import numpy as np
import tensorflow as tf
from keras import layers as L

tf.config.experimental.enable_op_determinism()
keras.utils.set_random_seed(4)
random = np.random.RandomState(8)
SAMPLES, BATCH = 20, 8


def array(value):
    value = np.ascontiguousarray(value, "<f4")
    return {"shape": list(value.shape), "data": base64.b64encode(value.tobytes()).decode()}


def weights(model):
    return {l.name + "/" + w.name: array(w.numpy()) for l in model.layers for w in l.weights}


class Batches(keras.utils.PyDataset):
    def __init__(self, *arrays):
        super().__init__()
        self.arrays = arrays

    def __len__(self):
        return -(-SAMPLES // BATCH)

    def __getitem__(self, i):
        return tuple(a[i * BATCH:(i + 1) * BATCH] for a in self.arrays)


def trained(model, result, *arguments, validation, **options):
    result["config"] = json.loads(model.to_json())
    result["initial"] = weights(model)
    history = model.fit(*arguments, epochs=2, batch_size=BATCH, shuffle=False, verbose=0,
                        validation_data=validation, **options)
    result["history"] = {k: [float(v) for v in values] for k, values in history.history.items()}
    result["after"] = weights(model)
    return result


def single(loss, y, columns, sample_weight=None, class_weight=None, generator=False):
    image = keras.Input((5,))
    end = L.Dense(columns, activation="sigmoid" if columns == 1 else "softmax")
    model = keras.Model(image, end(L.Dense(4, activation="tanh")(image)))
    model.compile(keras.optimizers.SGD(0.1), loss, metrics=["accuracy"],
                  weighted_metrics=["accuracy"])
    x = random.uniform(-1, 1, (SAMPLES, 5)).astype("float32")
    y = np.asarray(y, "float32")
    result = {"loss": loss, "x": array(x), "y": array(y),
              "sample_weight": None if sample_weight is None else array(sample_weight),
              "class_weight": class_weight}
    arrays = [x, y] + ([] if sample_weight is None else [sample_weight])
    if generator:
        return trained(model, result, Batches(*arrays), validation=Batches(*arrays),
                       class_weight=class_weight)
    return trained(model, result, x, y, validation=tuple(arrays),
                   sample_weight=sample_weight, class_weight=class_weight)


def several():
    # Whole batches: of a smaller last one Keras on TensorFlow does not know the size when it takes
    # the mean of one output's loss, and lets it count as much as the others.
    samples = 24
    a = keras.Input((5,), name="a")
    b = keras.Input((3,), name="b")
    inner = L.Dense(4, activation="tanh", name="inner",
                    kernel_regularizer=keras.regularizers.L2(0.01))(a)
    joined = L.Concatenate(name="joined")([inner, b])
    yes = L.Dense(1, activation="sigmoid", name="yes")(inner)
    kind = L.Dense(3, activation="softmax", name="kind")(joined)
    # An output that goes on inside the network, and one of logits.
    model = keras.Model([a, b], [yes, kind, inner, L.Dense(2, name="logits")(joined)])
    model.compile(
        keras.optimizers.Adam(0.05),
        ["binary_crossentropy", keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
         "mean_squared_error", keras.losses.SparseCategoricalCrossentropy(from_logits=True)],
        loss_weights=[1.0, 0.5, 2.0, 0.25],
        metrics=[["accuracy", "auc"], ["accuracy"], [], ["accuracy"]],
        weighted_metrics=[[], ["accuracy"], [], []],
    )
    x = [random.uniform(-1, 1, (samples, n)).astype("float32") for n in (5, 3)]
    y = [random.randint(0, 2, (samples, 1)).astype("float32"),
         np.eye(3)[random.randint(0, 3, samples)].astype("float32"),
         random.uniform(-1, 1, (samples, 4)).astype("float32"),
         random.randint(0, 2, samples).astype("float32")]
    w = [random.uniform(0, 2, samples).astype("float32") for _ in y]
    result = {"x": [array(v) for v in x], "y": [array(v) for v in y],
              "sample_weight": [array(v) for v in w]}
    return trained(model, result, x, y, validation=(x, y, w), sample_weight=w)


def pictures(loss, end):
    """An output of pictures: the mean is over all pixels."""
    image = keras.Input((6, 5, 2))
    x = L.Conv2D(3, 3, padding="same", activation="tanh")(image)
    model = keras.Model(image, L.Conv2D(1, 3, padding="same", activation=end)(x))
    model.compile(keras.optimizers.SGD(0.1), loss, metrics=["accuracy"])
    x = random.uniform(-1, 1, (24, 6, 5, 2)).astype("float32")
    y = random.randint(0, 2, (24, 6, 5, 1)).astype("float32")
    return trained(model, {"loss": loss, "x": array(x), "y": array(y), "sample_weight": None,
                           "class_weight": None}, x, y, validation=(x, y))


def optimized(optimizer):
    """What a regularizer, clipping, decay, an average and a constraint come to, one after another."""
    image = keras.Input((5,))
    x = L.Dense(4, activation="tanh", kernel_regularizer=keras.regularizers.L1L2(0.01, 0.1),
                kernel_constraint=keras.constraints.MaxNorm(0.6))(image)
    model = keras.Model(image, L.Dense(1, activation="sigmoid")(x))
    model.compile(optimizer, "binary_crossentropy", metrics=["accuracy"])
    x = random.uniform(-1, 1, (24, 5)).astype("float32")
    y = random.randint(0, 2, (24, 1)).astype("float32")
    return trained(model, {"x": [array(x)], "y": [array(y)], "sample_weight": []}, x, y,
                   validation=(x, y))


def shared():
    """Scores, and the logits that they are made of."""
    image = keras.Input((5,))
    logits = L.Dense(3, name="logits")(image)
    scores = L.Activation("softmax", name="scores")(logits)
    model = keras.Model(image, [scores, logits])
    model.compile(
        keras.optimizers.RMSprop(0.05),
        ["categorical_crossentropy", keras.losses.SparseCategoricalCrossentropy(from_logits=True)],
        loss_weights=[0.75, 0.5],
        metrics=[["accuracy"], ["accuracy"]],
    )
    x = random.uniform(-1, 1, (24, 5)).astype("float32")
    kinds = random.randint(0, 3, 24)
    y = [np.eye(3)[kinds].astype("float32"), kinds.astype("float32")]
    return trained(model, {"x": [array(x)], "y": [array(v) for v in y], "sample_weight": []},
                   x, y, validation=(x, y))


binary = random.randint(0, 2, SAMPLES)
kinds = random.randint(0, 3, SAMPLES)
some = random.uniform(0, 3, SAMPLES).astype("float32")
golden = {
    "keras": keras.__version__, "tensorflow": tf.__version__,
    "single": [
        single("binary_crossentropy", binary, 1, sample_weight=some),
        single("binary_crossentropy", binary, 1, class_weight={0: 0.25, 1: 3.0}),
        single("categorical_crossentropy", np.eye(3)[kinds], 3, class_weight={0: 0.5, 2: 2.0}),
        single("sparse_categorical_crossentropy", kinds, 3, class_weight={1: 4.0}),
        single("sparse_categorical_crossentropy", kinds, 3, sample_weight=some, generator=True),
        single("categorical_crossentropy", np.eye(3)[kinds], 3, class_weight={0: 0.5, 2: 2.0},
               generator=True),
        pictures("binary_crossentropy", "sigmoid"),
        pictures("mean_squared_error", "linear"),
    ],
    "several": several(),
    "shared": shared(),
    "clipped": optimized(keras.optimizers.SGD(0.5, momentum=0.5, weight_decay=0.1,
                                              global_clipnorm=0.5)),
    "averaged": optimized(keras.optimizers.AdamW(0.05, weight_decay=0.5, clipnorm=0.5, use_ema=True,
                                                 ema_momentum=0.8, ema_overwrite_frequency=2)),
}
with open(sys.argv[1], "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
