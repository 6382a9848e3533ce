"""Training steps of networks in Keras on TensorFlow: pictures a second, by the median time of a batch of 32.

usage: python networks_keras.py NETWORK [--precision f32|bf16] [--steps N] [--warm-up N] [--threads N]
NETWORK   resnet | mobilenet_v2 | vgg16, those of BenchNetwork.java, with random weights

Prints as JSON: {"figures": {name: pictures a second}}. Needs what requirements.txt holds.
"""
import argparse
import json
import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf
from keras import layers

BATCH = 32


def score(x):
    return layers.Dense(1, activation="sigmoid", dtype="float32")(x)


def normalized(x, filters, kernel, stride):
    x = layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False)(x)
    return layers.BatchNormalization()(x)


def basic_block(given, filters, stride):
    x = layers.ReLU()(normalized(given, filters, 3, stride))
    x = normalized(x, filters, 3, 1)
    shortcut = given if stride == 1 else normalized(given, filters, 1, stride)
    return layers.ReLU()(layers.Add()([x, shortcut]))


def resnet():
    given = keras.Input((160, 160, 3))
    x = layers.ReLU()(normalized(given, 32, 3, 2))
    for filters in (32, 64, 128, 256):
        x = basic_block(x, filters, 1 if filters == 32 else 2)
        x = basic_block(x, filters, 1)
    return keras.Model(given, score(layers.GlobalAveragePooling2D()(x)))


def mobilenet_v2():
    base = keras.applications.MobileNetV2((160, 160, 3), include_top=False, weights=None, pooling="avg")
    return keras.Model(base.input, score(base.output))


def vgg16():
    base = keras.applications.VGG16(include_top=False, weights=None, input_shape=(150, 150, 3))
    for layer in base.layers:
        layer.trainable = layer.name.startswith("block5")
    x = layers.Dense(256, activation="relu")(layers.Flatten()(base.output))
    return keras.Model(base.input, score(layers.Dropout(0.5)(x)))


def main():
    networks = {"resnet": resnet, "mobilenet_v2": mobilenet_v2, "vgg16": vgg16}
    parser = argparse.ArgumentParser()
    parser.add_argument("network", choices=networks)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--warm-up", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--precision", choices=["f32", "bf16"], default="f32")
    options = parser.parse_args()
    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(options.threads)
    keras.utils.set_random_seed(1)
    if options.precision == "bf16":
        keras.mixed_precision.set_global_policy("mixed_bfloat16")
    model = networks[options.network]()
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.SGD(1e-4))
    random = np.random.RandomState(1)
    x = random.rand(BATCH, *model.input_shape[1:]).astype(np.float32)
    y = random.randint(0, 2, (BATCH, 1)).astype(np.float32)
    seconds = []
    for _ in range(options.warm_up + options.steps):
        began = time.perf_counter()
        model.train_on_batch(x, y)
        seconds.append(time.perf_counter() - began)
    rate = BATCH / float(np.median(seconds[options.warm_up :]))
    print(json.dumps({"figures": {f"step {options.network} {options.precision}": rate}}))


if __name__ == "__main__":
    main()
