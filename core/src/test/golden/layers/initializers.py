"""How far from 0 Keras's initial weights lie: the golden file of InitializerTest.

Run with any Python that has keras and tensorflow-cpu (or tensorflow):

    python initializers.py ../../resources/golden/layers/initializers.json

Each case is the shape of a kernel in Keras's order and the greatest of many weights drawn for it,
which lies just within the bound.
"""

import json
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras
import numpy as np

cases = []
for shape in [(3, 3, 3, 32), (3, 3, 32, 64), (1, 5, 4, 2), (7, 1), (18496, 64), (64, 1), (1, 1, 1, 1)]:
    draws = max(1, 2_000_000 // int(np.prod(shape)))
    draws = min(draws, 2000)
    greatest = max(float(np.abs(keras.initializers.GlorotUniform(seed)(shape)).max())
                   for seed in range(draws))
    cases.append({"shape": shape, "greatest": greatest})

with open(sys.argv[1], "w") as file:
    json.dump({"keras": keras.__version__, "cases": cases}, file)
    file.write("\n")
