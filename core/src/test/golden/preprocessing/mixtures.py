"""What Keras's generators make of each option alone and of random mixtures of all: the golden file of MixturesTest.

Run with a Python that has what bench/peers/requirements-generator.txt names (bench/python-env makes one):

    python mixtures.py ../../resources/golden/preprocessing/mixtures.json.gz [--seed 20] [--mixtures 240] [--every 5] [--sizes 5 10]

Another seed gives other mixtures; MixturesTest takes another file by -Dmixtures=FILE, and bench/check-generator does
both. With --every 1 all numbers of the batches are written, else every fifth; of saved pictures all pixels are.

A case is a generator, what it is fitted on, what flows and how, and what came of it: the transforms of a few draws, and
batches with the samples' labels, weights, numbers and saved pictures. Pictures in arrays are random numbers that the test
draws again; those in files are in the golden file.
"""

import argparse
import base64
import gzip
import io
import json
import os
import random
import tempfile
import warnings

import keras
import numpy as np
import pandas
import PIL
import scipy
from keras.src.legacy.preprocessing.image import ImageDataGenerator
from PIL import Image

parser = argparse.ArgumentParser()
parser.add_argument("out")
parser.add_argument("--seed", type=int, default=20)
parser.add_argument("--mixtures", type=int, default=240)
parser.add_argument("--every", type=int, default=5)
parser.add_argument("--sizes", type=int, nargs=2, default=[5, 10])
arguments = parser.parse_args()
dice = random.Random(arguments.seed)

FILES = ["cats/b.png", "cats/a.PNG", "cats/B.png", "cats/deep/z.png", "cats/deep/x/q.png", "cats/rgba.png",
         "dogs/10.png", "dogs/9.png", "dogs/grey.png", "owls/only.png", "owls/two.bmp", "owls/palette.png"]
MODES = {"cats/rgba.png": "RGBA", "dogs/grey.png": "L", "owls/palette.png": "P", "dogs/9.png": "LA"}


def shift():
    return dice.choice([dice.uniform(0.01, 0.9), dice.uniform(1, 9), dice.randint(1, 9), 1.0,
                        [round(dice.uniform(-0.9, 0.9), 3) for _ in range(dice.randint(1, 4))],
                        [dice.randint(-6, 6) for _ in range(dice.randint(1, 4))]])


def between(low, high):
    return sorted([round(dice.uniform(low, high), 4), round(dice.uniform(low, high), 4)])


# Every option, and how a value of it is drawn.
OPTIONS = {
    "featurewise_center": lambda: True,
    "samplewise_center": lambda: True,
    "featurewise_std_normalization": lambda: True,
    "samplewise_std_normalization": lambda: True,
    "zca_whitening": lambda: True,
    "zca_epsilon": lambda: dice.choice([1e-6, 1e-3, 0.1, 1.0, 30.0]),
    "rotation_range": lambda: dice.choice([dice.uniform(0.1, 15), dice.uniform(15, 180), dice.randint(1, 90)]),
    "width_shift_range": shift,
    "height_shift_range": shift,
    "brightness_range": lambda: dice.choice([between(0, 1), between(0.2, 2.5), [0.5, 1.5], [1.0, 1.0]]),
    "shear_range": lambda: dice.choice([dice.uniform(0.1, 45), dice.randint(1, 60), 0.2]),
    "zoom_range": lambda: dice.choice([dice.uniform(0.01, 0.99), between(0.1, 3), [0.5, 0.5], 0.2]),
    "channel_shift_range": lambda: dice.choice([dice.uniform(0.1, 1), dice.uniform(1, 150), dice.randint(1, 60)]),
    "fill_mode": lambda: dice.choice(["nearest", "reflect", "wrap", "constant"]),
    "cval": lambda: dice.choice([dice.uniform(0, 255), dice.uniform(-300, 600), 255.0]),
    "horizontal_flip": lambda: True,
    "vertical_flip": lambda: True,
    "rescale": lambda: dice.choice([1 / 255, dice.uniform(0.001, 3), 1 / 127.5, 2]),
    "preprocessing_function": lambda: dice.choice(sorted(PREPROCESSING)),
    "interpolation_order": lambda: 0,
}
PREPROCESSING = {
    "halves": lambda x: x / 2 - 1,  # as many of the published networks have it
    "bgr": lambda x: x[..., ::-1].copy(),
}
GEOMETRY = {"rotation_range": 30, "zoom_range": 0.4}  # makes fill_mode, cval, interpolation_order show
ALONE = {"zca_epsilon": {"zca_whitening": True}, "fill_mode": GEOMETRY, "interpolation_order": GEOMETRY,
         "cval": {**GEOMETRY, "fill_mode": "constant"}}


def mixture():
    likely = dice.choice([0.15, 0.35, 0.6])
    return {name: draw() for name, draw in OPTIONS.items() if dice.random() < likely}


def plain(value):
    return value.item() if hasattr(value, "item") else value


def encoded(array, kind):
    return base64.b64encode(np.ascontiguousarray(array, kind).tobytes()).decode()


def numbers(seed, shape, low, high):
    """Random numbers in 32 bits that the test draws again."""
    levels = np.random.RandomState(seed).randint(0, 256, shape).astype("float32")
    return levels * np.float32((high - low) / 256) + np.float32(low)


def generator_of(options):
    given = dict(options)
    if "preprocessing_function" in given:
        given["preprocessing_function"] = PREPROCESSING[given["preprocessing_function"]]
    return ImageDataGenerator(**given)


def drawn(generator, shape, seed):
    np.random.seed(seed)
    draws = [generator.get_random_transform(tuple(shape)) for _ in range(2)]
    return [{name: plain(value) for name, value in draw.items()} for draw in draws]


def flow_options():
    options = {"batch_size": dice.randint(1, 4), "seed": dice.choice([dice.randint(0, 100), 4294967290])}
    if dice.random() < 0.3:
        options["shuffle"] = False
    if dice.random() < 0.3:
        options["save_prefix"] = dice.choice(["aug", "a_b", "é"])
    return options


def subset(options, generator):
    """Of what validates, only what is not changed at random can be Keras's; so nothing is."""
    if dice.random() < 0.25:
        generator["validation_split"] = round(dice.uniform(0.2, 0.6), 2)
        options["subset"] = dice.choice(["training", "validation"])
        if options["subset"] == "validation":
            for name in ("rotation_range", "width_shift_range", "height_shift_range", "brightness_range",
                         "shear_range", "zoom_range", "channel_shift_range", "horizontal_flip", "vertical_flip"):
                generator.pop(name, None)


def fitted(options, generator, shape):
    """What fit() is given: sometimes nothing, which Keras warns of."""
    statistics = {"featurewise_center", "featurewise_std_normalization", "zca_whitening"} & set(options)
    if not statistics or dice.random() < 0.1:
        return None
    fit = {"seed": dice.randint(0, 1000), "samples": dice.randint(5, 9), "augment": dice.random() < 0.4,
           "rounds": dice.randint(1, 2)}
    if "validation_split" in options:
        fit["augment"] = False
    x = numbers(fit["seed"], (fit["samples"], *shape), 0, 256)
    generator.fit(x, augment=fit["augment"], rounds=fit["rounds"] if fit["augment"] else 1, seed=fit["seed"])
    if generator.zca_whitening and not is_steady(generator, len(x) * fit["rounds"]):
        fit["augment"] = False
        generator.fit(x)
    return fit


def is_steady(generator, pictures):
    """Whether whitening follows from the pictures: if they are black, or some alike, rounding decides a part of it."""
    factors = np.linalg.svd(generator.zca_whitening_matrix, compute_uv=False)[:pictures]
    spreads = np.sqrt(pictures) / factors - generator.zca_epsilon
    return spreads.min() > 1e-2 * max(1, spreads.max())


def batches(flow, count, folder):
    result = []
    for _ in range(count):
        before = set(os.listdir(folder))
        batch = next(flow)
        parts = list(batch) if isinstance(batch, tuple) else [batch]
        x, y, weight = parts + [None] * (3 - len(parts))
        if isinstance(y, list):
            y = np.stack(y, -1)  # multi_output: side by side
        saved = {name: encoded(Image.open(os.path.join(folder, name)), "u1")
                 for name in sorted(set(os.listdir(folder)) - before)}
        same = y is not None and y.shape == x.shape
        result.append({"x": encoded(x.ravel()[::arguments.every], "<f4"), "largest": float(np.abs(x).max()),
                       "y": None if y is None else "x" if same else np.asarray(y, "f8").ravel().tolist(),
                       "weight": None if weight is None else np.asarray(weight, "f8").tolist(), "saved": saved})
    return result


def case(kind, options, shape, flow, make):
    generator = generator_of(options)
    fit = fitted(options, generator, shape)
    with tempfile.TemporaryDirectory() as folder:
        iterator = make(generator, folder)
        return {"kind": kind, "generator": options, "fit": fit, "shape": shape, "flow": flow,
                "drawn": drawn(generator, shape, flow["seed"]),
                "filenames": getattr(iterator, "filenames", None),
                "class_indices": getattr(iterator, "class_indices", None),
                "batches": batches(iterator, 2, folder)}


def sizes():
    return [dice.randint(*arguments.sizes), dice.randint(*arguments.sizes)]


def array_case(options):
    flow = flow_options()
    subset(flow, options)
    shape = sizes() + [dice.choice([1, 3, 3, 4])]
    # As decoded pictures are, now and then beyond, where brightness stretches first.
    values = dice.choice([[0, 256], [0, 256], [0, 256], [-40, 300], [0, 1]])
    samples = dice.randint(2, 7)
    data = {"seed": dice.randint(0, 10 ** 6), "samples": samples, "values": values,
            "weighted": dice.random() < 0.3}
    x = numbers(data["seed"], (samples, *shape), *values)
    y = np.arange(samples, dtype="float32") * 10
    weight = np.arange(samples, dtype="float32") / 4 if data["weighted"] else None
    if "subset" in flow:
        flow["ignore_class_split"] = True
        samples = len(x)
        cut = int(samples * options["validation_split"])
        if cut == 0:
            options["validation_split"] = 0.6
        if weight is not None:  # Keras forgets to cut the weights
            data["weighted"], weight = False, None

    def make(generator, folder):
        return generator.flow(x, y, sample_weight=weight, save_to_dir=folder, **flow)

    return {**case("array", options, shape, flow, make), "data": data}


def file_options(options, modes):
    flow = flow_options()
    subset(flow, options)
    channels = dice.choice([3, 3, 1, 4])
    flow["target_size"] = sizes()
    flow["color_mode"] = {1: "grayscale", 3: "rgb", 4: "rgba"}[channels]
    flow["interpolation"] = dice.choice(["nearest", "bilinear", "bicubic", "lanczos", "box", "hamming"])
    flow["class_mode"] = dice.choice(modes)
    return flow, flow["target_size"] + [channels]


def directory_case(options, root):
    flow, shape = file_options(options, ["categorical", "sparse", "input", None])
    if dice.random() < 0.3:
        flow["classes"] = dice.choice([["dogs", "cats"], ["owls", "cats", "dogs"]])
        if len(flow["classes"]) == 2:
            flow["class_mode"] = "binary"
    flow["keep_aspect_ratio"] = dice.random() < 0.4
    flow["follow_links"] = dice.random() < 0.3

    def make(generator, folder):
        return generator.flow_from_directory(root, save_to_dir=folder, **flow)

    return case("directory", options, shape, flow, make)


def table():
    names = [name for name in FILES if dice.random() < 0.8] + ["missing.png", "cats/notes.txt"]
    while len([name for name in names if name in FILES]) < 5:
        names.append(dice.choice(FILES))
    dice.shuffle(names)
    rows = [{"filename": name, "class": name.split("/")[0], "a": round(dice.uniform(-5, 5), 3),
             "b": dice.randint(0, 9), "w": round(dice.uniform(0, 2), 2)} for name in names]
    return pandas.DataFrame(rows)


def dataframe_case(options, root):
    flow, shape = file_options(options, ["categorical", "sparse", "input", "raw", "multi_output", None])
    frame = table()
    csv = frame.to_csv(index=False)
    if flow["class_mode"] == "raw":
        flow["y_col"] = dice.choice(["a", ["a", "b"]])
    elif flow["class_mode"] == "multi_output":
        flow["y_col"] = ["b", "a"]
    elif flow["class_mode"] in ("categorical", "sparse") and dice.random() < 0.4:
        flow["classes"] = ["dogs", "cats"]
    if dice.random() < 0.4:
        flow["weight_col"] = "w"

    def make(generator, folder):
        return generator.flow_from_dataframe(frame, root, save_to_dir=folder, **flow)

    return {**case("dataframe", options, shape, flow, make), "csv": csv}


def picture(number, name):
    size = (5 + number % 4 * 4, 6 + number % 3 * 5)
    samples = np.random.RandomState(number).randint(0, 256, (*size, 3)).astype("uint8")
    image = Image.fromarray(samples).convert(MODES.get(name, "RGB"))
    if "A" in image.mode:
        image.putalpha(Image.fromarray(samples[..., 1]))
    content = io.BytesIO()
    image.save(content, "BMP" if name.endswith("bmp") else "PNG")
    return content.getvalue()


warnings.simplefilter("ignore")
contents = {name: picture(i, name) for i, name in enumerate(FILES)}
with tempfile.TemporaryDirectory() as root:
    for name, content in {**contents, "cats/notes.txt": b"no picture"}.items():
        os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
        with open(os.path.join(root, name), "wb") as file:
            file.write(content)
    makers = [array_case, array_case, lambda options: directory_case(options, root),
              lambda options: dataframe_case(options, root)]
    cases = [array_case({**ALONE.get(name, {}), name: draw()}) for name, draw in OPTIONS.items()]
    cases += [makers[i % len(makers)](mixture()) for i in range(arguments.mixtures)]

golden = {
    "keras": keras.__version__, "numpy": np.__version__, "scipy": scipy.__version__,
    "pillow": PIL.__version__, "pandas": pandas.__version__, "seed": arguments.seed, "every": arguments.every,
    "files": {name: base64.b64encode(content).decode() for name, content in contents.items()},
    "cases": cases,
}
with open(arguments.out, "wb") as file:  # without the time and the name, to be the same each time
    file.write(gzip.compress((json.dumps(golden) + "\n").encode(), mtime=0))
print(len(cases), "cases,", os.path.getsize(arguments.out), "bytes")
