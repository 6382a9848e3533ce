"""The article's first recipe in Keras on TensorFlow: how many pictures a second, part by part.

usage: python keras_scratch.py PART DATA [--steps N] [--warm-up N] [--threads N] [--precision f32|bf16] [--epochs N] [--seed N]
PART   step       train_on_batch on one fixed batch of 32
       arrays     the generator alone, from decoded arrays: `flow`
       files      the generator alone, from files: `flow_from_directory`
       fit        `fit` from files, whole epochs without validation
       accuracy   `fit` from files with validation after each epoch
DATA   holds train/<class>/* and validation/<class>/*

Prints as JSON: {"figures": {name: pictures a second or accuracy}, "versions": {...}}.
Needs keras, tensorflow, numpy, scipy, pillow.
"""
import argparse
import contextlib
import json
import os
import platform
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import PIL
import scipy
import tensorflow as tf
from keras import layers
from keras.src.legacy.preprocessing.image import ImageDataGenerator

BATCH = 32
SIZE = (150, 150)
# Today's Keras reads shear_range in degrees; the article's Keras read its 0.2 as radians.
SHEAR_DEGREES = 0.2 * 180 / np.pi


def article_generator():
    return ImageDataGenerator(rescale=1.0 / 255, shear_range=SHEAR_DEGREES, zoom_range=0.2, horizontal_flip=True)


def article_model():
    model = keras.Sequential(
        [
            keras.Input((*SIZE, 3)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(1, activation="sigmoid", dtype="float32"),
        ]
    )
    model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
    return model


def folder(generator, options, part, **more):
    return generator.flow_from_directory(
        os.path.join(options.data, part), target_size=SIZE, batch_size=BATCH, class_mode="binary", **more
    )


def rate_of(work, steps):
    began = time.perf_counter()
    for _ in range(steps):
        work()
    return BATCH * steps / (time.perf_counter() - began)


def step(options):
    random = np.random.RandomState(options.seed)
    x = random.rand(BATCH, *SIZE, 3).astype(np.float32)
    y = random.randint(0, 2, BATCH).astype(np.float32)
    model = article_model()
    rate_of(lambda: model.train_on_batch(x, y), options.warm_up)
    return {f"step {options.precision}": rate_of(lambda: model.train_on_batch(x, y), options.steps)}


def arrays(options):
    decoded = folder(ImageDataGenerator(), options, "train", shuffle=True, seed=options.seed)
    batches = [next(decoded) for _ in range(8)]
    x = np.concatenate([batch[0] for batch in batches])
    y = np.concatenate([batch[1] for batch in batches])
    flow = article_generator().flow(x, y, batch_size=BATCH, seed=options.seed)
    rate_of(lambda: next(flow), options.warm_up)
    return {"arrays": rate_of(lambda: next(flow), options.steps)}


def files(options):
    warm = folder(article_generator(), options, "validation", seed=options.seed)
    rate_of(lambda: next(warm), options.warm_up)
    flow = folder(article_generator(), options, "train", seed=options.seed)
    # Within the first pass, and only whole batches: the last one of a pass is smaller.
    return {"files": rate_of(lambda: next(flow), min(options.steps, flow.samples // BATCH))}


class EpochClock(keras.callbacks.Callback):
    """Notes how many seconds each epoch took."""

    def __init__(self):
        super().__init__()
        self.seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.began = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.began)


def fit(options):
    flow = folder(article_generator(), options, "train", seed=options.seed)
    clock = EpochClock()
    article_model().fit(flow, epochs=options.epochs, verbose=0, callbacks=[clock])
    rates = [flow.samples / seconds for seconds in clock.seconds]
    return {"fit, first epoch": rates[0], "fit": float(np.median(rates[1:]))}


def accuracy(options):
    train = folder(article_generator(), options, "train", seed=options.seed)
    validation = folder(ImageDataGenerator(rescale=1.0 / 255), options, "validation", shuffle=False)
    history = article_model().fit(train, epochs=options.epochs, validation_data=validation, verbose=0)
    values = [float(value) for value in history.history["val_accuracy"]]
    return {
        "accuracy at the end": values[-1],
        "accuracy of the last ten": float(np.mean(values[-10:])),
        "best accuracy": max(values),
    }


def main():
    parts = {"step": step, "arrays": arrays, "files": files, "fit": fit, "accuracy": accuracy}
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=parts)
    parser.add_argument("data")
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--warm-up", type=int, default=10)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--precision", choices=["f32", "bf16"], default="f32")
    parser.add_argument("--epochs", type=int, default=3, help="at least 2 for fit")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(options.threads)
    keras.utils.set_random_seed(options.seed)
    if options.precision == "bf16":
        keras.mixed_precision.set_global_policy("mixed_bfloat16")
    # Keras prints what it finds; here only the answer may be printed.
    with contextlib.redirect_stdout(sys.stderr):
        figures = parts[options.part](options)
    versions = {
        "Python": platform.python_version(),
        "Keras": keras.__version__,
        "TensorFlow": tf.__version__,
        "NumPy": np.__version__,
        "SciPy": scipy.__version__,
        "Pillow": PIL.__version__,
    }
    print(json.dumps({"figures": figures, "versions": versions}))


if __name__ == "__main__":
    main()
