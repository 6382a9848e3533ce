"""How Keras's optimizers move weights in 20 steps: the golden file of OptimizerTest.

Run with any Python that has keras and tensorflow-cpu (or tensorflow):

    python optimizers.py ../../resources/golden/optimizers/optimizers.json

The gradients of a step are the weights times a fixed vector plus noise of that step, so that an
error in one step is carried on; the noise goes over eight powers of ten. Where an average of the
weights is kept, a last row has what they are when training ends. Floats are little-endian
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


def case(kind, rate=None, **options):
    """One variable; a rate is a schedule: its kind and arguments."""
    arguments = dict(options)
    if rate:
        arguments["learning_rate"] = getattr(keras.optimizers.schedules, rate[0])(**rate[1])
    optimizer = getattr(keras.optimizers, kind)(**arguments)
    variable = keras.Variable(initial, name="kernel")
    weights = [initial]
    for step in range(STEPS):
        gradient = variable.numpy() * slope + noise[step]
        optimizer.apply([gradient], [variable])
        weights.append(variable.numpy())
    if options.get("use_ema"):
        optimizer.finalize_variable_values([variable])
        weights.append(variable.numpy())
    return {"optimizer": kind, "rate": rate, "options": options, "weights": floats(weights)}


def two(kind, excluded, **options):
    """Two variables, a kernel and a bias, of half the numbers each."""
    optimizer = getattr(keras.optimizers, kind)(**options)
    if excluded:
        optimizer.exclude_from_weight_decay(var_names=excluded)
    half = WEIGHTS // 2
    pair = [
        keras.Variable(initial[:half], name="kernel"),
        keras.Variable(initial[half:], name="bias"),
    ]
    weights = [initial]
    for step in range(STEPS):
        gradient = np.concatenate([v.numpy() for v in pair]) * slope + noise[step]
        optimizer.apply([gradient[:half], gradient[half:]], pair)
        weights.append(np.concatenate([v.numpy() for v in pair]))
    return {"optimizer": kind, "excluded": excluded, "options": options, "weights": floats(weights)}


cases = [
    case("RMSprop"),
    case("RMSprop", learning_rate=0.01, rho=0.5, epsilon=1e-3),
    case("RMSprop", momentum=0.9),
    case("RMSprop", centered=True),
    case("RMSprop", learning_rate=0.01, momentum=0.5, centered=True),
    case("SGD"),
    case("SGD", learning_rate=1e-4, momentum=0.9),
    case("SGD", learning_rate=0.1, momentum=0.5, nesterov=True),
    case("Adam"),
    case("Adam", learning_rate=0.1, beta_1=0.5, beta_2=0.9, epsilon=1e-3),
    case("Adam", amsgrad=True),
    case("AdamW"),
    case("AdamW", learning_rate=0.1, weight_decay=0.5, amsgrad=True),
    case("SGD", weight_decay=0.1),
    case("SGD", momentum=0.9, clipvalue=0.5),
    case("SGD", clipnorm=2.0),
    case("Adam", global_clipnorm=2.0),
    case("RMSprop", use_ema=True, ema_momentum=0.75),
    case("Adam", use_ema=True, ema_overwrite_frequency=3),
    case("SGD", rate=["ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.5}]),
    case("Adam", rate=["PiecewiseConstantDecay", {"boundaries": [4, 11], "values": [0.1, 0.01, 0.001]}]),
]
pairs = [
    two("AdamW", ["bias"], weight_decay=0.1),
    two("SGD", None, clipnorm=2.0),
    two("SGD", None, global_clipnorm=2.0),
]
golden = {"keras": keras.__version__, "slope": floats(slope), "noise": floats(noise), "cases": cases}
golden["pairs"] = pairs
with open(sys.argv[1], "w") as file:
    json.dump(golden, file)
    file.write("\n")
