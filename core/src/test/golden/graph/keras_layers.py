"""What Keras's layers give, and their gradients: the golden file of KerasGoldenTest.

Run with any Python that has keras and tensorflow-cpu (or tensorflow):

    python keras_layers.py ../../resources/golden/graph/keras_layers.json

Each case is one layer at work in double precision: its class and configuration, an input, the
weights in Keras's own layout, the output, a random weighting of the output, and the gradients of
the weighted sum of the output by the input and the weights. An array is {"shape", "data"}, the data
row-major, pictures channels last.
"""

import json
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras
import numpy as np
import tensorflow as tf

keras.backend.set_floatx("float64")
random = np.random.RandomState(5)


def numbers(shape):
    """Distinct numbers with few digits, none of them 0."""
    count = int(np.prod(shape))
    places = random.permutation(2 * count)[:count] - count + 0.5
    return (places / 2**int(np.ceil(np.log2(count + 1)))).reshape(shape)


def array(value):
    value = np.asarray(value)
    return {"shape": list(value.shape), "data": value.ravel().tolist()}


def case(layer, shape, training=False):
    x = tf.Variable(numbers(shape))
    layer(x)  # makes the weights
    layer.set_weights([numbers(w.shape) for w in layer.get_weights()])
    with tf.GradientTape() as tape:
        y = layer(x, training=training)
        weighting = numbers(y.shape)
        total = tf.reduce_sum(y * weighting)
    variables = [v.value for v in layer.trainable_variables]
    gradients = tape.gradient(total, [x] + variables)
    config = {key: value for key, value in layer.get_config().items()
              if isinstance(value, (bool, int, float, str, list, tuple)) and key != "name"}
    return {
        "layer": type(layer).__name__,
        "config": config,
        "training": training,
        "input": array(x),
        "weights": [array(w) for w in layer.get_weights()],
        "output": array(y),
        "weighting": array(weighting),
        "input_gradient": array(gradients[0]),
        "weight_gradients": [array(g) for g in gradients[1:]],
    }


def cases():
    L = keras.layers
    for padding in ("valid", "same"):
        yield case(L.Conv2D(4, 3, padding=padding), (2, 5, 7, 3))
        yield case(L.Conv2D(2, (3, 2), strides=(2, 1), padding=padding), (2, 6, 5, 2))
        yield case(L.Conv2D(3, 3, strides=2, padding=padding), (1, 7, 6, 1))
        yield case(L.Conv2D(2, (2, 4), padding=padding, activation="relu"), (2, 5, 6, 3))
        yield case(L.Conv2D(2, 3, strides=3, padding=padding, use_bias=False), (1, 8, 9, 2))
        yield case(L.MaxPooling2D(2, padding=padding), (2, 5, 7, 3))
        yield case(L.MaxPooling2D((3, 2), strides=(1, 2), padding=padding), (1, 6, 5, 2))
        yield case(L.MaxPooling2D(3, strides=2, padding=padding), (2, 6, 7, 1))
    yield case(L.Conv2D(5, 1, padding="valid"), (1, 1, 1, 4))
    for activation in ("linear", "relu", "sigmoid", "softmax"):
        yield case(L.Dense(3, activation=activation), (4, 5))
        yield case(L.Activation(activation), (2, 3, 4, 5))
    yield case(L.Dense(1), (1, 7))
    yield case(L.Dense(4, use_bias=False), (3, 2))
    yield case(L.Flatten(), (2, 3, 2, 5))
    yield case(L.Dropout(0.4), (3, 5))
    yield case(L.Dropout(0.4, seed=1), (6, 8), training=True)
    yield case(L.Rescaling(scale=1 / 128, offset=-1), (2, 3, 4, 3))


golden = {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__,
          "cases": list(cases())}
with open(sys.argv[1], "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
