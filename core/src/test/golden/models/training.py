"""Five steps of training in Keras: the golden file of KerasTrainingTest.

Run with any Python that has keras and tensorflow-cpu (or tensorflow):

    python training.py ../../resources/golden/models/training.json

Each case is a network like the article's, small and without dropout, with its initial weights,
batches of 8, 8, 8, 8 and 5 samples, the loss and accuracy of each as it is trained on, the weights
after each step (the first and the last step in full), what is predicted for all samples before and
after, and the evaluation after. Kernels are in Keras's order; floats are little-endian in base 64.
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
from keras import Input, Sequential
from keras.layers import Activation, Conv2D, Dense, Flatten, MaxPooling2D

tf.config.experimental.enable_op_determinism()
random = np.random.RandomState(8)
SAMPLES, BATCH = 37, 8


def floats(array):
    return base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()


def weights(model):
    return {w.path.split("/", 1)[1]: {"shape": list(w.shape), "data": floats(w)}
            for w in model.weights}


def case(model, optimizer, loss, labels):
    # Pictures whose brightness grows with their class, so that there is something to learn.
    level = labels.argmax(1) / (labels.shape[1] - 1) if labels.ndim == 2 else labels
    x = random.uniform(0, 0.6 + 0.4 * level[:, None, None, None], (SAMPLES, *model.input_shape[1:]))
    x = x.astype("float32")
    result = {
        "config": json.loads(model.to_json()),
        "optimizer": {"kind": type(optimizer).__name__,
                      "learning_rate": float(optimizer.learning_rate),
                      "momentum": optimizer.momentum},
        "loss": loss,
        "x": {"shape": list(x.shape), "data": floats(x)},
        "y": {"shape": list(labels.shape), "data": floats(labels)},
        "initial": weights(model),
        "predicted_before": floats(model.predict(x, verbose=0)),
    }
    model.compile(optimizer, loss, metrics=["accuracy"])
    steps = []
    for i in range(0, SAMPLES, BATCH):
        model.reset_metrics()
        value, accuracy = model.train_on_batch(x[i:i + BATCH], labels[i:i + BATCH])
        steps.append({"loss": float(value), "accuracy": float(accuracy)})
        if i == 0:
            result["after_one"] = weights(model)
    result["steps"] = steps
    result["after_all"] = weights(model)
    result["predicted_after"] = floats(model.predict(x, verbose=0))
    result["evaluated"] = [float(v) for v in model.evaluate(x, labels, batch_size=BATCH, verbose=0)]
    return result


def article():
    return Sequential([
        Input((18, 18, 3)),
        Conv2D(4, 3), Activation("relu"), MaxPooling2D(2),
        Conv2D(6, 3, padding="same"), Activation("relu"), MaxPooling2D(2),
        Flatten(), Dense(8), Activation("relu"), Dense(1), Activation("sigmoid"),
    ])


def classes(head):
    return Sequential([
        Input((11, 9, 2)),
        Conv2D(5, (3, 2), strides=2, activation="relu"), MaxPooling2D(2, strides=1, padding="same"),
        Flatten(), Dense(3, activation=head),
    ])


def flattened(model):
    model.add(Flatten())
    return model


keras.utils.set_random_seed(1)
binary = random.randint(0, 2, SAMPLES).astype("float32")
three = np.eye(3, dtype="float32")[random.randint(0, 3, SAMPLES)]
cases = {
    "rmsprop": case(article(), keras.optimizers.RMSprop(), "binary_crossentropy", binary),
    "sgd": case(classes("softmax"), keras.optimizers.SGD(0.05, momentum=0.9),
                "categorical_crossentropy", three),
    # The loss is computed from scores: behind a Flatten Keras finds no logits.
    "scores": case(flattened(classes("sigmoid")), keras.optimizers.SGD(0.05),
                   "categorical_crossentropy", three),
}
golden = {"keras": keras.__version__, "tensorflow": tf.__version__, **cases}
with open(sys.argv[1], "w") as file:
    json.dump(golden, file)
    file.write("\n")
