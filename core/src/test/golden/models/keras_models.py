"""Whole models that Keras saved: the golden file of KerasModelTest.

Run with any Python that has keras and tensorflow-cpu (or tensorflow):

    python keras_models.py ../../resources/golden/models/keras_models.zip

The article's network on small pictures, as .keras and as .h5; ten networks drawn at random over all
layers by bench/peers/drawn_networks.py; and models with something that is to be refused. Each file
comes with arrays: what goes in and what Keras predicts, little-endian floats in base 64.
"""

import base64
import json
import os
import sys
import tempfile
import zipfile

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, *[".."] * 5, "bench", "peers"))

import keras
import numpy as np
import tensorflow as tf
from check_keras import outputs, randomize
from drawn_networks import drawn_network
from keras import layers as L

random = np.random.default_rng(5)


def array(value):
    data = base64.b64encode(np.ascontiguousarray(value, "<f4").tobytes()).decode()
    return {"shape": list(value.shape), "data": data}


def article():
    model = keras.Sequential([keras.Input((22, 22, 3))])
    for filters in (4, 4, 8):
        model.add(L.Conv2D(filters, 3))
        model.add(L.Activation("relu"))
        model.add(L.MaxPooling2D(2))
    for layer in (L.Flatten(), L.Dense(8), L.Activation("relu"), L.Dropout(0.5), L.Dense(1),
                  L.Activation("sigmoid")):
        model.add(layer)
    model.compile("rmsprop", "binary_crossentropy")
    model.optimizer.build(model.trainable_variables)  # so that the file has an optimizer too
    return model, [random.normal(size=(3, 22, 22, 3)).astype("float32")]


def refused():
    image = keras.Input((6, 6, 2))
    conv = L.Conv2D(2, 3, padding="same", name="everywhere")
    yield "shared.keras", keras.Model(image, keras.Model(image, conv(image))(conv(image)))
    yield "power.keras", keras.Model(image, image ** 2)
    yield "transpose.keras", keras.Sequential([keras.Input((4, 3, 2)), L.Conv2DTranspose(2, 3)])
    yield "any_size.keras", keras.Sequential([keras.Input((None, None, 3)), L.Conv2D(1, 1)])


files, expected = {}, {}
with tempfile.TemporaryDirectory() as folder:

    def keep(name, model, x=None):
        model.save(os.path.join(folder, name))
        with open(os.path.join(folder, name), "rb") as file:
            files[name] = file.read()
        if x is not None:
            expected[name] = {"x": [array(v) for v in x], "y": [array(v) for v in outputs(model, x)]}

    model, x = article()
    keep("article.keras", model, x)
    keep("article.h5", model, x)
    for i in range(10):
        keras.utils.clear_session()
        model, x = drawn_network(random)
        randomize(model, random, 0.8)
        keep(f"drawn{i}" + (".h5" if i == 9 else ".keras"), model, x)
    for name, model in refused():
        keep(name, model)

about = {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__, "files": expected}
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as golden:
    for name, content in [("expected.json", json.dumps(about).encode()), *files.items()]:
        golden.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
