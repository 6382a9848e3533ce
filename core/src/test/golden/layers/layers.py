"""What Keras's layers give, with all gradients: the golden file of LayerContractTest.

Run with any Python that has keras and tensorflow-cpu (or tensorflow):

    python layers.py ../../resources/golden/layers/layers.json

Each case is one layer at work in double precision: its class and config, its inputs, the weights in
Keras's own layout, the output, a random weighting of the output, and the gradients of the weighted
sum of the output by the inputs and by the trainable weights; of a layer whose weights move in
training, where they are afterwards. An array is {"shape", "data"}, the data row-major, pictures
channels last.
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


def weight(variable):
    drawn = numbers(variable.shape)
    return np.abs(drawn) + 0.5 if "variance" in variable.name else drawn


def case(layer, *shapes, training=False, scale=1.0):
    inputs = [tf.Variable(scale * numbers(shape)) for shape in shapes]
    given = inputs if len(inputs) > 1 else inputs[0]
    layer(given)  # makes the weights
    before = [weight(variable) for variable in layer.weights]
    layer.set_weights(before)
    if isinstance(layer, keras.layers.Normalization):
        layer.finalize_state()
    with tf.GradientTape() as tape:
        y = layer(given, training=True) if training else layer(given)
        weighting = numbers(y.shape)
        total = tf.reduce_sum(y * weighting)
    variables = [v.value for v in layer.trainable_variables]
    gradients = tape.gradient(total, inputs + variables)
    config = keras.saving.serialize_keras_object(layer)["config"]
    # Double precision is for these numbers only.
    if config["dtype"] == "float64":
        config["dtype"] = "float32"
    else:
        config["dtype"]["config"]["name"] = "float32"
    result = {
        "layer": type(layer).__name__,
        "config": config,
        "training": training,
        "inputs": [array(x) for x in inputs],
        "weights": [array(w) for w in before],
        "output": array(y),
        "weighting": array(weighting),
        "input_gradients": [array(g) for g in gradients[:len(inputs)]],
        "weight_gradients": [array(g) for g in gradients[len(inputs):]],
    }
    if training:
        result["after"] = [array(w) for w in layer.get_weights()]
    return result


def arithmetic(work, *shapes):
    """What an operation makes of values and a constant: the last step of a functional model."""
    inputs = [keras.Input(shape[1:]) for shape in shapes]
    model = keras.Model(inputs, work(*inputs))
    node = keras.saving.serialize_keras_object(model)["config"]["layers"][-1]
    given = [tf.Variable(numbers(shape)) for shape in shapes]
    with tf.GradientTape() as tape:
        y = model(given if len(given) > 1 else given[0])
        weighting = numbers(y.shape)
        total = tf.reduce_sum(y * weighting)
    return {
        "layer": node["class_name"],
        "module": node["module"],
        "config": node["config"],
        "inbound_nodes": node["inbound_nodes"],
        "training": False,
        "inputs": [array(x) for x in given],
        "weights": [],
        "output": array(y),
        "weighting": array(weighting),
        "input_gradients": [array(g) for g in tape.gradient(total, given)],
        "weight_gradients": [],
        "after": [],
    }


def cases():
    L = keras.layers
    for padding in ("valid", "same"):
        yield case(L.Conv2D(3, 3, padding=padding), (2, 5, 4, 2))
        yield case(L.Conv2D(2, (3, 2), strides=(2, 1), padding=padding), (1, 6, 5, 2))
        yield case(L.Conv2D(2, 3, dilation_rate=2, padding=padding), (1, 7, 6, 2))
        yield case(L.Conv2D(4, 3, groups=2, padding=padding, use_bias=False), (2, 4, 5, 4))
        yield case(L.DepthwiseConv2D(3, padding=padding), (2, 5, 4, 3))
        yield case(L.DepthwiseConv2D(3, strides=2, padding=padding), (1, 6, 7, 4))
        yield case(L.DepthwiseConv2D(2, depth_multiplier=2, padding=padding), (1, 4, 5, 3))
        yield case(L.DepthwiseConv2D(3, dilation_rate=2, padding=padding, use_bias=False),
                   (1, 6, 5, 2))
        yield case(L.SeparableConv2D(3, 3, padding=padding, activation="relu"), (2, 5, 4, 2))
        yield case(L.SeparableConv2D(2, 3, strides=2, depth_multiplier=2, padding=padding),
                   (1, 6, 5, 2))
        yield case(L.MaxPooling2D(2, padding=padding), (1, 5, 4, 2))
        yield case(L.AveragePooling2D(2, padding=padding), (2, 5, 7, 2))
        yield case(L.AveragePooling2D((3, 2), strides=(1, 2), padding=padding), (1, 6, 5, 2))
    yield case(L.Conv2D(2, 1, kernel_initializer="he_normal",
                        kernel_regularizer=keras.regularizers.L1L2(0.25, 0.5),
                        kernel_constraint=keras.constraints.MaxNorm(3.0, [0, 1, 2]),
                        bias_initializer=keras.initializers.Constant(0.5)), (1, 1, 1, 3))
    yield case(L.Dense(3, activation="tanh", bias_regularizer=keras.regularizers.L2(0.5)), (4, 5))
    yield case(L.Dense(1, use_bias=False, kernel_initializer="lecun_uniform"), (1, 7))
    for shape in ((3, 2, 4, 3), (1, 3, 3, 2), (5, 4)):
        for training in (False, True):
            yield case(L.BatchNormalization(), shape, training=training)
        frozen = L.BatchNormalization()
        frozen.trainable = False
        yield case(frozen, shape, training=True)
        yield case(L.LayerNormalization(), shape)
    yield case(L.BatchNormalization(momentum=0.5, epsilon=0.25, center=False), (2, 3, 2, 2),
               training=True)
    yield case(L.BatchNormalization(scale=False), (2, 3, 2, 2), training=True)
    yield case(L.LayerNormalization(epsilon=0.25, center=False, scale=False), (2, 3, 2, 3))
    for keepdims in (False, True):
        yield case(L.GlobalAveragePooling2D(keepdims=keepdims), (2, 3, 5, 4))
        yield case(L.GlobalMaxPooling2D(keepdims=keepdims), (1, 4, 3, 2))
    yield case(L.Flatten(), (2, 3, 2, 3))
    yield case(L.Reshape((6, 3)), (2, 3, 2, 3))
    yield case(L.Reshape((3, 2, -1)), (2, 12))
    yield case(L.Reshape((3, -1, 2)), (1, 2, 3, 4))
    yield case(L.Dropout(0.4), (3, 5))
    yield case(L.SpatialDropout2D(0.4), (2, 2, 3, 4))
    yield case(L.GaussianNoise(0.2), (3, 5))
    yield case(L.Normalization(mean=[0.5, -0.25, 1], variance=[0.25, 4, 1]), (2, 2, 3, 3))
    yield case(L.Normalization(mean=[0.5, -0.25], variance=[0.25, 4]), (3, 2))
    yield case(L.ZeroPadding2D(1), (2, 2, 3, 2))
    yield case(L.ZeroPadding2D(((0, 1), (2, 0))), (1, 3, 2, 3))
    yield case(L.Cropping2D(1), (2, 4, 5, 2))
    yield case(L.Cropping2D(((0, 1), (2, 0))), (1, 3, 4, 3))
    for interpolation in ("nearest", "bilinear"):
        yield case(L.UpSampling2D(2, interpolation=interpolation), (2, 2, 3, 2))
        yield case(L.UpSampling2D((3, 2), interpolation=interpolation), (1, 3, 2, 1))
    for merge in (L.Add, L.Multiply):
        yield case(merge(), (2, 3, 2, 4), (2, 3, 2, 4))
        yield case(merge(), (2, 5), (2, 5), (2, 5))
        yield case(merge(), (1, 3, 2, 4), (1, 1, 1, 4))
    yield case(L.Concatenate(), (2, 3, 2, 1), (2, 3, 2, 4), (2, 3, 2, 2))
    yield case(L.Concatenate(axis=1), (1, 3, 2, 2), (1, 1, 2, 2))
    yield case(L.Concatenate(axis=-2), (1, 2, 3, 2), (1, 2, 1, 2))
    yield case(L.Concatenate(), (3, 2), (3, 4))
    yield case(L.Rescaling(1 / 128, offset=-1), (2, 2, 3, 3))
    yield case(L.Rescaling(0.5), (2, 3))
    for activation in ("linear", "relu", "relu6", "leaky_relu", "elu", "gelu", "silu", "hard_silu",
                       "hard_sigmoid", "sigmoid", "tanh", "softplus", "softmax", "log_softmax"):
        yield case(L.Activation(activation), (2, 2, 3, 4), scale=8)
        yield case(L.Activation(activation), (3, 5), scale=8)
    yield case(L.ReLU(), (2, 3, 2, 2))
    yield case(L.ReLU(6.0), (2, 3, 2, 2), scale=12)
    yield case(L.ReLU(negative_slope=0.25), (3, 5))
    yield case(L.ReLU(2.0, negative_slope=0.25), (3, 5), scale=4)
    yield case(L.LeakyReLU(), (2, 3, 2, 2))
    yield case(L.ELU(), (2, 3, 2, 2))
    yield case(L.ELU(0.5), (3, 5))
    yield case(L.PReLU(), (2, 3, 2, 4))
    yield case(L.PReLU(shared_axes=[1, 2]), (2, 3, 2, 4))
    yield case(L.PReLU(), (3, 5))
    yield case(L.Softmax(), (2, 2, 3, 4))
    yield case(L.Rescaling([0.5, 2, -0.25], offset=[1, 0, -1]), (2, 2, 3, 3))
    yield case(L.Rescaling([0.5, 2], offset=0.5), (3, 2))
    yield case(L.Dropout(0.4, noise_shape=(None, 1, 1, 1)), (2, 2, 3, 4))
    yield case(L.Normalization(axis=3), (2, 2, 3, 3))
    for shape in ((2, 3, 2, 2), (3, 5)):
        for work in (lambda x: x + 3, lambda x: 0.5 - x, lambda x: x - 0.25, lambda x: -1.5 * x,
                     lambda x: x / 4, lambda x: keras.ops.divide(x, -2), lambda x: -x):
            yield arithmetic(work, shape)
        for work in (lambda x, y: x + y, lambda x, y: x - y, lambda x, y: x * y):
            yield arithmetic(work, shape, shape)


golden = {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__,
          "cases": list(cases())}
with open(sys.argv[1], "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
