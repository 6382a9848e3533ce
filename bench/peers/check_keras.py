"""Whole models both ways between Kindling and Keras.

usage: python check_keras.py BENCH_JAVA [--seed N] [--models N] [--applications [NAME...]]
Needs keras with tensorflow, numpy.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import warnings

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import keras
import numpy as np

from drawn_networks import drawn_network

warnings.filterwarnings("ignore", message="The structure of `inputs`")
TOLERANCE = 1e-4
APPLICATIONS = [
    "MobileNetV2", "ResNet50", "VGG16", "EfficientNetB0", "DenseNet121", "Xception",
    "MobileNetV3Small", "MobileNetV3Large",
]


def randomize(model, random, spread):
    """Numbers as after some training, which keep values about as large as they come in."""
    for variable in model.variables:
        if not variable.dtype.startswith("float"):
            continue
        shape = variable.shape
        if "variance" in variable.name:
            value = random.uniform(0.5, 1.5, shape)
        elif variable.name == "gamma":
            value = random.uniform(0.8, 1.2, shape)
        elif variable.name == "kernel":
            value = random.normal(0, spread * np.sqrt(2 / max(1, np.prod(shape[:-1]))), shape)
        elif variable.name == "depthwise_kernel":
            value = random.normal(0, spread * np.sqrt(2 / np.prod(shape[:2])), shape)
        elif variable.name == "pointwise_kernel":
            value = random.normal(0, spread * np.sqrt(2 / shape[2]), shape)
        else:
            value = random.uniform(-0.2, 0.2, shape)
        variable.assign(value.astype("float32"))
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.Normalization):
            layer.finalize_state()


def application(name, random):
    size = 299 if name == "Xception" else 224
    kind = getattr(keras.applications, name)
    model = kind(weights=None, input_shape=(size, size, 3), classifier_activation=None)
    randomize(model, random, 1.0)
    # Some take pixels, some numbers about 0.
    pixels = name.startswith(("EfficientNet", "MobileNetV3"))
    x = random.uniform(0, 255, (2, size, size, 3)) if pixels else random.normal(size=(2, size, size, 3))
    return model, [x.astype("float32")]


def outputs(model, x):
    given = x if len(x) > 1 else x[0]
    y = model(given, training=False)
    return [np.asarray(value) for value in (y if isinstance(y, (list, tuple)) else [y])]


def difference(found, wanted):
    """The largest, as a share of the largest number where that is above 1."""
    return max(
        float(np.abs(f - w).max() / max(1.0, np.abs(w).max())) for f, w in zip(found, wanted, strict=True)
    )


def check(java, cases):
    """Each case is a name with its file's ending, a model and its inputs; all go in one folder."""
    worst = (0.0, 0.0)
    with tempfile.TemporaryDirectory() as folder:
        wanted = {}
        for file, model, x in cases:
            name = file.rsplit(".", 1)[0]
            model.save(os.path.join(folder, file))
            for i, value in enumerate(x):
                np.save(os.path.join(folder, f"{name}-x{i}.npy"), value)
            y = outputs(model, x)
            if not all(np.isfinite(value).all() for value in y):
                sys.exit(f"{file}: Keras's own outputs are not finite")
            wanted[name] = (x, y)
        subprocess.run([java, "dev.kindling.bench.CheckKeras", folder], check=True)
        for name, (x, y) in wanted.items():
            ours = [np.load(os.path.join(folder, f"{name}-y{i}.npy")) for i in range(len(y))]
            again = keras.saving.load_model(os.path.join(folder, f"{name}-again.keras"))
            there, back = difference(ours, y), difference(outputs(again, x), y)
            if max(there, back) > TOLERANCE:
                print(f"{name}: differs by {there:.1e} here, {back:.1e} back in Keras")
            worst = max(worst[0], there), max(worst[1], back)
    return worst


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("java")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--models", type=int, default=100)
    parser.add_argument("--applications", nargs="*")
    given = parser.parse_args()
    random = np.random.default_rng(given.seed)
    worst = 0.0
    if given.applications is not None:
        for name in given.applications or APPLICATIONS:
            keras.utils.clear_session()
            model, x = application(name, random)
            y = outputs(model, x)[0]
            there, back = check(given.java, [(name + ".keras", model, x)])
            print(
                f"{name}: {model.count_params():,} parameters, outputs within {np.abs(y).max():.3g}, spread {y.std():.2g}: largest"
                f" difference {there:.1e} with Keras's file here, {back:.1e} with this file in Keras",
                flush=True,
            )
            worst = max(worst, there, back)
    else:
        cases = []
        for i in range(given.models):
            keras.utils.clear_session()
            model, x = drawn_network(random)
            randomize(model, random, 0.8)
            cases.append((f"drawn{i:03}" + [".keras", ".h5"][i % 4 == 3], model, x))
        worst = check(given.java, cases)
        print(
            f"{len(cases)} drawn networks: largest difference {worst[0]:.1e} with Keras's files here,"
            f" {worst[1]:.1e} with these files in Keras"
        )
        worst = max(worst)
    if not worst <= TOLERANCE:
        sys.exit("outputs differ")


if __name__ == "__main__":
    main()
