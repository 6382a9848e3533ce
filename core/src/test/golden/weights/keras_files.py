"""Files of weights as Keras writes them, with what stands in each, in one zip archive.

expected.json: {file: {layers: [...], weights: {path: {shape, values}}, x, y}}, y being what the model gives
for x (both as their shape and values); a layer is {class, name, variables: [[name,
trainable, shape]], layers}, the path is made of the names of layers and variables. Run with a Python that has keras:

    python keras_files.py ../../resources/golden/weights
"""

import io
import json
import os
import sys
import tempfile
import zipfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import h5py
import keras
import numpy as np
from keras import layers
from keras.src.legacy.saving import legacy_h5_format

OUT = Path(sys.argv[1])
files, expected = {}, {}
random = np.random.RandomState(3)


def article():
    model = keras.Sequential(name="article")
    model.add(keras.Input((12, 12, 3)))
    for filters in [4, 5]:
        model.add(layers.Conv2D(filters, 3))
        model.add(layers.Activation("relu"))
        model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten())
    model.add(layers.Dense(6, activation="relu"))
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(1, activation="sigmoid"))
    return model


def nested():
    top = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.BatchNormalization(), layers.Dense(2)], name="top")
    return keras.Sequential([keras.Input((4,)), layers.Dense(4), top], name="whole")


def branched():
    picture = keras.Input((8, 8, 3), name="picture")
    stem = layers.Conv2D(4, 3, padding="same", use_bias=False, name="stem")(picture)
    stem = layers.BatchNormalization(name="stem_bn")(stem)
    deep = layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2, name="deep")(stem)
    separable = layers.SeparableConv2D(8, 3, padding="same", name="separable")(stem)
    joined = layers.Add(name="join")([deep, separable])
    joined = layers.LayerNormalization(name="norm")(joined)
    return keras.Model(picture, layers.Dense(2, name="scores")(layers.GlobalAveragePooling2D()(joined)), name="branched")


def described(layer):
    variables = [] if hasattr(layer, "layers") else layer._trainable_variables + layer._non_trainable_variables
    trainable = {v.path for v in layer.trainable_variables}
    return {
        "class": type(layer).__name__,
        "name": layer.name,
        "variables": [[v.name, v.path in trainable, list(v.shape)] for v in variables],
        "layers": [described(inner) for inner in getattr(layer, "layers", [])],
    }


def numbers(array):
    return {"shape": list(array.shape), "values": [repr(v) for v in array.ravel().tolist()]}


def weights_of(layer, path):
    if hasattr(layer, "layers"):
        return {k: v for inner in layer.layers for k, v in weights_of(inner, f"{path}{inner.name}/").items()}
    return {path + v.name: v.numpy() for v in layer._trainable_variables + layer._non_trainable_variables}


def add(name, model, save):
    for variable in model.variables:
        if variable.dtype == "float32":
            variable.assign(random.uniform(0.1, 0.6, size=variable.shape).astype("float32") - 0.3 * ("variance" not in variable.name))
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "x" + name[name.index(".") :])
        save(model, file)
        files[name] = Path(file).read_bytes()
    x = random.normal(size=(2, *model.input_shape[1:])).astype("float32")
    expected[name] = {
        "x": numbers(x),
        "y": numbers(model.predict(x, verbose=0)),
        "layers": [described(layer) for layer in model.layers],
        "weights": {
            path: numbers(array)
            for path, array in weights_of(model, "").items()
        },
    }


def listed(model, file):
    with h5py.File(file, "w") as out:
        legacy_h5_format.save_weights_to_hdf5_group(out, model)


def compressed(model, file):
    listed(model, file)
    with h5py.File(file, "r") as given, h5py.File(file + "2", "w") as out:
        for key, value in given.attrs.items():
            out.attrs[key] = value

        def copy(path, item):
            if isinstance(item, h5py.Dataset):
                out.create_dataset(path, data=item[()], compression="gzip" if item.shape else None, shuffle=bool(item.shape) or None)
            else:
                group = out.require_group(path)
                for key, value in item.attrs.items():
                    group.attrs[key] = value

        given.visititems(copy)
    os.replace(file + "2", file)


def latest(model, file):
    with h5py.File(file, "w", libver="latest") as out:
        legacy_h5_format.save_weights_to_hdf5_group(out, model)


for make in [article, nested, branched]:
    name = make.__name__
    keras.utils.clear_session()
    add(f"{name}.weights.h5", make(), lambda model, file: model.save_weights(file))
    keras.utils.clear_session()
    add(f"{name}-listed.h5", make(), listed)
keras.utils.clear_session()
add("nested-whole.h5", nested(), lambda model, file: model.save(file))
keras.utils.clear_session()
add("article-compressed.h5", article(), compressed)
keras.utils.clear_session()
add("branched-latest.h5", branched(), latest)

with zipfile.ZipFile(OUT / "keras_files.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for name, content in files.items():
        archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    versions = {"keras": keras.__version__, "h5py": h5py.__version__}
    text = json.dumps({"versions": versions, "files": expected}, indent=1)
    archive.writestr(zipfile.ZipInfo("expected.json"), text, zipfile.ZIP_DEFLATED)
