"""The article's second and third recipe in Keras: the layers on top of VGG16, then its last block with them.

usage: python keras_finetune.py DATA VGG16.npz [--preprocessing article|weights] [--top-epochs N] [--epochs N] [--seed N]
VGG16.npz holds block1_conv1/kernel and so on in Keras's order. Prints a line of JSON for each part as it is done.
Needs what requirements.txt holds.
"""
import argparse
import json
import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
from keras import layers
from keras.src.legacy.preprocessing.image import ImageDataGenerator

SIZE, BATCH = (150, 150), 32


def say(part, **figures):
    print(json.dumps({"part": part, **figures}), flush=True)


def network(weights):
    base = keras.applications.VGG16(include_top=False, weights=None, input_shape=SIZE + (3,))
    arrays = np.load(weights)
    for layer in base.layers:
        if layer.weights:
            layer.set_weights([arrays[layer.name + "/kernel"], arrays[layer.name + "/bias"]])
    return base


class Rates(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.began = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        say("epoch", epoch=epoch + 1, val_accuracy=logs["val_accuracy"], seconds=time.perf_counter() - self.began)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("weights")
    parser.add_argument("--preprocessing", choices=["article", "weights"], default="weights")
    parser.add_argument("--top-epochs", type=int, default=50)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    keras.utils.set_random_seed(options.seed)
    article = options.preprocessing == "article"
    given = (
        {"rescale": 1 / 255}
        if article
        else {"preprocessing_function": keras.applications.vgg16.preprocess_input}
    )
    base = network(options.weights)
    plain = ImageDataGenerator(**given)

    def flow(generator, part, shuffle):
        return generator.flow_from_directory(
            os.path.join(options.data, part), SIZE, batch_size=BATCH, class_mode="binary", shuffle=shuffle, seed=options.seed
        )

    began = time.perf_counter()
    parts = {part: flow(plain, part, False) for part in ("train", "validation")}
    features = {part: base.predict(batches, verbose=0) for part, batches in parts.items()}
    count = sum(len(rows) for rows in features.values())
    say("features", seconds=time.perf_counter() - began, rate=count / (time.perf_counter() - began))

    top = keras.Sequential(
        [
            keras.Input(base.output_shape[1:]),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    top.compile("rmsprop", "binary_crossentropy", metrics=["accuracy"])
    began = time.perf_counter()
    history = top.fit(
        features["train"],
        parts["train"].classes,
        epochs=options.top_epochs,
        batch_size=BATCH,
        validation_data=(features["validation"], parts["validation"].classes),
        verbose=0,
    ).history["val_accuracy"]
    say("top", seconds=time.perf_counter() - began, val_accuracy=history[-1], best=max(history))

    if options.epochs:
        for layer in base.layers:
            layer.trainable = layer.name.startswith("block5")
        whole = keras.Sequential([base, top])
        whole.compile(keras.optimizers.SGD(1e-4, momentum=0.9), "binary_crossentropy", metrics=["accuracy"])
        changed = ImageDataGenerator(shear_range=np.degrees(0.2), zoom_range=0.2, horizontal_flip=True, **given)
        whole.fit(
            flow(changed, "train", True),
            epochs=options.epochs,
            validation_data=flow(plain, "validation", False),
            callbacks=[Rates()],
            verbose=0,
        )


if __name__ == "__main__":
    main()
