"""How Keras's optimizers move weights in 20 steps: the golden file of OptimizerTest.

Run with any Python that has keras and tensorflow-cpu (or tensorflow):

    python optimizers.py ../../resources/golden/optimizers/optimizers.json

The gradients of a step are the weights times a fixed vector plus noise of that step, so that an
error in one step is carried on; the noise goes over eight powers of ten. Floats are little-endian
in base 64: "noise" is (steps, weights), "weights" the weights before and after each step.
"""

import base64
import json
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras
import numpy as np

STEPS, WEIGHTS = 20, 64
random = np.random.RandomState(11)
initial = random.normal(0, 0.5, WEIGHTS).astype("float32")
slope = random.uniform(-1, 1, WEIGHTS).astype("float32")
noise = random.normal(0, 1, (STEPS, WEIGHTS)) * 10.0 ** random.uniform(-6, 2, WEIGHTS)
noise[:, :3] = 0
slope[:2] = 0
noise = noise.astype("float32")


def floats(array):
    return base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()


def case(kind, **options):
    optimizer = getattr(keras.optimizers, kind)(**options)
    variable = keras.Variable(initial)
    weights = [initial]
    for step in range(STEPS):
        gradient = variable.numpy() * slope + noise[step]
        optimizer.apply([gradient], [variable])
        weights.append(variable.numpy())
    return {"optimizer": kind, "options": options, "weights": floats(weights)}


cases = [
    case("RMSprop"),
    case("RMSprop", learning_rate=0.01, rho=0.5, epsilon=1e-3),
    case("SGD"),
    case("SGD", learning_rate=1e-4, momentum=0.9),
    case("SGD", learning_rate=0.1, momentum=0.5, nesterov=True),
]
golden = {"keras": keras.__version__, "slope": floats(slope), "noise": floats(noise), "cases": cases}
with open(sys.argv[1], "w") as file:
    json.dump(golden, file)
    file.write("\n")
