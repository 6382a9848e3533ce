"""Branched networks in Keras: the golden file of ModelTest.

Run with any Python that has keras and tensorflow-cpu (or tensorflow):

    python functional.py ../../resources/golden/models/functional.json

Two networks with branches, a layer that works in two places, normalizations, a regularizer and a
constraint, one of them with frozen layers: five steps of training, as in training.py. And a network
of two inputs and two outputs with another model in it, and what it predicts. Kernels are in Keras's
order; floats are little-endian in base 64.
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
SAMPLES, BATCH = 40, 8


def floats(array):
    return base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()


def array(value):
    return {"shape": list(value.shape), "data": floats(value)}


def weights(model, prefix=""):
    found = {}
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            found.update(weights(layer, prefix + layer.name + "/"))
        else:
            found.update({prefix + layer.name + "/" + w.name: array(w) for w in layer.weights})
    return found


def case(model):
    labels = np.eye(3)[random.randint(0, 3, SAMPLES)].astype("float32")
    x = random.uniform(0, 0.5 + labels.argmax(1)[:, None, None, None] / 4,
                       (SAMPLES, *model.input_shape[1:])).astype("float32")
    for layer in model.layers:  # moving means and variances as after some training
        if isinstance(layer, L.BatchNormalization):
            layer.moving_mean.assign(random.uniform(-0.1, 0.1, layer.moving_mean.shape))
            layer.moving_variance.assign(random.uniform(0.5, 1, layer.moving_variance.shape))
    result = {
        "config": json.loads(model.to_json()),
        "x": array(x),
        "y": array(labels),
        "initial": weights(model),
        "predicted_before": floats(model.predict(x, verbose=0)),
    }
    model.compile(keras.optimizers.SGD(0.05, momentum=0.5), "categorical_crossentropy",
                  metrics=["accuracy"])
    result["steps"] = []
    for i in range(0, SAMPLES, BATCH):
        model.reset_metrics()
        value, accuracy = model.train_on_batch(x[i:i + BATCH], labels[i:i + BATCH])
        result["steps"].append({"loss": float(value), "accuracy": float(accuracy)})
    result["after_all"] = weights(model)
    result["predicted_after"] = floats(model.predict(x, verbose=0))
    result["evaluated"] = [float(v) for v in model.evaluate(x, labels, batch_size=BATCH, verbose=0)]
    return result


def branched():
    image = keras.Input((9, 10, 3))
    x = L.ZeroPadding2D(((0, 1), (0, 1)))(image)
    x = L.Conv2D(8, 3, strides=2, use_bias=False)(x)
    x = L.BatchNormalization(momentum=0.9)(x)
    x = L.ReLU(6.0)(x)
    y = L.DepthwiseConv2D(3, padding="same", use_bias=False)(x)
    y = L.BatchNormalization(momentum=0.8)(y)
    y = L.Activation("silu")(y)
    gate = L.GlobalAveragePooling2D(keepdims=True)(y)
    gate = L.Conv2D(8, 1, activation="hard_sigmoid")(gate)
    y = L.Multiply()([y, gate])
    x = L.Add()([x, y])
    shared = L.Conv2D(8, 3, padding="same", activation="tanh", name="shared",
                      kernel_regularizer=keras.regularizers.L1L2(0.001, 0.01),
                      kernel_constraint=keras.constraints.MaxNorm(0.7, [0, 1, 2]))
    x = L.Concatenate()([shared(x), shared(shared(x)), L.AveragePooling2D(2, strides=1,
                                                                          padding="same")(x)])
    x = L.GlobalMaxPooling2D()(x)
    return keras.Model(image, L.Dense(3, activation="softmax")(x))


def frozen():
    model = branched()
    for layer in model.layers[:7]:
        layer.trainable = False
    return model


def several():
    a = keras.Input((6, 5, 2), name="a")
    b = keras.Input((4,), name="b")
    inner_in = keras.Input((6, 5, 2))
    inner = keras.Model(inner_in, [L.Conv2D(4, 3)(inner_in), L.MaxPooling2D(2)(inner_in)],
                        name="inner")
    one, two = inner(a)
    top = keras.Sequential([keras.Input((4,)), L.Dense(4, activation="elu")], name="top")
    x = L.Add()([L.GlobalAveragePooling2D()(one), top(b), b])
    y = L.Dense(2, activation="softmax", name="y")(x)
    z = L.Concatenate(axis=-1)([L.Flatten()(two), top(x)])
    model = keras.Model([a, b], [y, z, two])
    given = [random.uniform(-1, 1, (5, *i.shape[1:])).astype("float32") for i in (a, b)]
    return {"config": json.loads(model.to_json()), "initial": weights(model),
            "given": [array(g) for g in given],
            "predicted": [array(p) for p in model.predict(given, verbose=0)]}


golden = {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__,
          "branched": case(branched()), "frozen": case(frozen()), "several": several()}
with open(sys.argv[1], "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
