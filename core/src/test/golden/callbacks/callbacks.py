"""What Keras's callbacks decide, epoch by epoch, on drawn scores: the golden file of CallbackTest.

Run with any Python that has keras and tensorflow-cpu (or tensorflow):

    python callbacks.py ../../resources/golden/callbacks/callbacks.json
"""

import json
import os
import random
import sys
import tempfile
import warnings

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras
import numpy as np

warnings.simplefilter("ignore")
EPOCHS = 14
draw = random.Random(20161)


def model():
    made = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    made.compile(keras.optimizers.SGD(0.1), "binary_crossentropy", metrics=["accuracy"])
    made.fit(np.zeros((2, 1)), np.zeros((2, 1)), verbose=0)  # what "auto" means is known after it
    return made


def scores():
    """Scores that get better, stay, get worse, and repeat themselves."""
    epochs, loss, accuracy = [], 1.0, 0.5
    for _ in range(EPOCHS):
        loss = round(loss * draw.choice([0.8, 0.97, 1.0, 1.0, 1.1]), 6)
        accuracy = round(min(1.0, max(0.0, accuracy + draw.choice([0.05, 0.002, 0, 0, -0.04]))), 6)
        epochs.append(
            {
                "loss": round(loss * 0.9, 6),
                "accuracy": accuracy,
                "val_loss": float("nan") if draw.random() < 0.03 else loss,
                "val_accuracy": round(accuracy - 0.02, 6),
            }
        )
    return epochs


def monitor():
    return draw.choice(
        [{}, {"monitor": "val_accuracy"}, {"monitor": "loss"}, {"monitor": "accuracy", "mode": "max"}, {"mode": "min"}]
    )


def maybe(**options):
    return {name: value for name, value in options.items() if draw.random() < 0.5}


def run(callback, logs_of_epochs, begin=0.1):
    """The hooks as fit calls them; the one weight is the number of the epoch."""
    network = model()
    network.optimizer.learning_rate = begin
    network.stop_training = False
    callback.set_model(network)
    seen = []
    callback.on_train_begin()
    for epoch, logs in enumerate(logs_of_epochs):
        logs = dict(logs)
        callback.on_epoch_begin(epoch)
        network.set_weights([np.full((1, 1), epoch, "float32")])
        callback.on_epoch_end(epoch, logs)
        seen.append(
            {
                "rate": float(keras.ops.convert_to_numpy(network.optimizer.learning_rate)),
                "logged": logs.get("learning_rate"),
                "wait": getattr(callback, "wait", None),
            }
        )
        if network.stop_training:
            break
    callback.on_train_end()
    return network, seen


def early_stopping():
    options = {
        **monitor(),
        **maybe(
            min_delta=draw.choice([0.01, 0.1]),
            patience=draw.choice([1, 2, 3]),
            baseline=draw.choice([0.5, 0.9]),
            restore_best_weights=True,
            start_from_epoch=draw.choice([2, 4]),
        ),
    }
    logs = scores()
    callback = keras.callbacks.EarlyStopping(**options)
    network, seen = run(callback, logs)
    return {
        "options": options,
        "logs": logs,
        "waits": [epoch["wait"] for epoch in seen],
        "stopped_epoch": callback.stopped_epoch,
        "best_epoch": callback.best_epoch,
        "weight": float(network.get_weights()[0][0, 0]),
    }


def reduce_lr():
    options = {
        **monitor(),
        **maybe(
            factor=draw.choice([0.5, 0.3]),
            min_delta=draw.choice([0, 0.02]),
            cooldown=draw.choice([1, 2]),
            min_lr=draw.choice([0.01, 0.003]),
        ),
        "patience": draw.choice([0, 1, 2]),
    }
    logs = scores()
    _, seen = run(keras.callbacks.ReduceLROnPlateau(**options), logs)
    return {
        "options": options,
        "logs": logs,
        "rates": [epoch["rate"] for epoch in seen],
        "logged": [epoch["logged"] for epoch in seen],
    }


def scheduler():
    logs = scores()
    callback = keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate * 0.7 if epoch % 3 else rate * 1.1)
    _, seen = run(callback, logs)
    return {
        "logs": logs,
        "rates": [epoch["rate"] for epoch in seen],
        "logged": [epoch["logged"] for epoch in seen],
    }


def checkpoint():
    options = {
        **monitor(),
        "filepath": draw.choice(
            ["model.keras", "{epoch:02d}-{val_accuracy:.2f}.keras", "at {epoch} {loss}.keras", "{val_loss:.3f}.keras"]
        ),
        **maybe(save_best_only=True, initial_value_threshold=draw.choice([0.6, 0.9])),
    }
    logs = [
        {name: 0.125 if score != score else score for name, score in epoch.items()} for epoch in scores()
    ]
    callback = keras.callbacks.ModelCheckpoint(**options)
    saved = []
    network_save = keras.Sequential.save
    keras.Sequential.save = lambda self, path, overwrite: saved.append([int(self.get_weights()[0][0, 0]), path])
    try:
        run(callback, logs)
    finally:
        keras.Sequential.save = network_save
    return {"options": options, "logs": logs, "saved": saved}


def csv(logs, **options):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "log.csv")
        run(keras.callbacks.CSVLogger(path, **options), logs)
        with open(path, newline="") as file:
            return {"options": options, "logs": logs, "text": file.read()}


odd = [
    {"loss": value, "accuracy": other}
    for value, other in [
        (0.1, 1.0),
        (1e-5, 123456789.0),
        (1.5e-7, 1e16),
        (0.0001, 1.2345e22),
        (2 / 3, 0.30000000000000004),
        (float("nan"), float("inf")),
        (2.5e-300, 2.0e-3),
        (9007199254740993.0, 0.0),
    ]
]
golden = {
    "keras": keras.__version__,
    "early_stopping": [early_stopping() for _ in range(40)],
    "reduce_lr": [reduce_lr() for _ in range(30)],
    "scheduler": scheduler(),
    "checkpoint": [checkpoint() for _ in range(20)],
    "csv": [
        csv(scores()),
        csv(odd),
        csv(odd, separator=";"),
        csv([{"loss": 0.5, "val_loss": 0.25}, {"loss": 0.4}]),
        csv([{"loss": 0.5}, {"loss": 0.4, "val_loss": 0.2}]),
    ],
}


def plain(value):
    """JSON has no name for what is not finite."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return repr(value) if isinstance(value, float) and not np.isfinite(value) else value


with open(sys.argv[1], "w") as file:
    json.dump(plain(golden), file)
    file.write("\n")
