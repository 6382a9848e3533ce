"""What Keras draws and what it makes of a picture: the golden file of TransformRangesTest and WarpTest.

Run with any Python that has keras, tensorflow (or another backend of Keras), scipy and numpy:

    python transforms.py ../../resources/golden/augment/transforms.json
"""

import base64
import json
import sys

import keras
import numpy as np
import scipy
from keras.src.legacy.preprocessing.image import ImageDataGenerator

ARTICLE = {"shear_range": 0.2, "zoom_range": 0.2, "horizontal_flip": True}
PREVIEW = {"rotation_range": 40, "width_shift_range": 0.2, "height_shift_range": 0.2,
           "shear_range": 0.2, "zoom_range": 0.2, "horizontal_flip": True}

# Options to draw with. Shifts: a float, an int and a list are three different things.
DRAWN = [
    {},
    {"horizontal_flip": True},
    {"rotation_range": 40},
    {"rotation_range": 0.5},
    {"width_shift_range": 0.2},
    {"width_shift_range": 1.0},
    {"width_shift_range": 12},
    {"width_shift_range": 12.0},
    {"width_shift_range": 1},
    {"width_shift_range": [0.1, 0.25]},
    {"width_shift_range": [3, 5, 8]},
    {"width_shift_range": [-4, 0]},
    {"height_shift_range": 0.2},
    {"height_shift_range": 7},
    {"height_shift_range": [2.5]},
    {"shear_range": 0.2},
    {"shear_range": 30},
    {"zoom_range": 0.2},
    {"zoom_range": 1.0},
    {"zoom_range": [0.5, 0.9]},
    {"zoom_range": [1, 1]},
    {"zoom_range": [2, 2]},
    ARTICLE,
    PREVIEW,
    {**PREVIEW, "width_shift_range": 9, "height_shift_range": [0.1, 0.3, 0.5]},
]
SIZES = [(150, 150), (37, 90)]

# Transforms to apply, each with every fill mode, to pictures of several sizes.
APPLIED = [
    {},
    {"flip_horizontal": True},
    {"theta": 33.0},
    {"theta": -160.0},
    {"tx": 5},
    {"ty": -3},
    {"tx": -2.25, "ty": 40.5},  # far beyond the edge: several periods of wrap and reflect
    {"shear": 20.0},  # the middle row of an odd height lies exactly on the edges
    {"shear": -13.7, "flip_horizontal": True},
    {"zx": 0.6, "zy": 1.4},
    {"zx": 3.1, "zy": 2.2},
    {"zx": 2.0, "zy": 2.0},  # lands on whole pixels
    {"theta": 12.3, "tx": 1.7, "ty": -2.9, "shear": 7.1, "zx": 1.13, "zy": 0.87,
     "flip_horizontal": True},
]
PICTURES = [(11, 9, 3), (6, 13, 3), (9, 9, 1), (6, 7, 4), (1, 5, 3)]
FILLS = [("nearest", 0.0), ("reflect", 0.0), ("wrap", 0.0), ("constant", 0.0), ("constant", 77.3)]


def plain(value):
    return value.item() if hasattr(value, "item") else value


def encoded(array):
    return base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()


def drawn(options, size, seed):
    generator = ImageDataGenerator(**options)
    np.random.seed(seed)
    draws = [generator.get_random_transform(size + (3,)) for _ in range(4)]
    names = ("theta", "tx", "ty", "shear", "zx", "zy", "flip_horizontal")
    return {"options": options, "size": size, "seed": seed,
            "transforms": [{name: plain(draw[name]) for name in names} for draw in draws],
            "next": np.random.random()}  # nothing was drawn but these


def applied(transform, shape, fill, picture_seed):
    mode, cval = fill
    generator = ImageDataGenerator(fill_mode=mode, cval=cval, rescale=1 / 255)
    samples = np.random.RandomState(picture_seed).randint(0, 256, shape)
    picture = generator.apply_transform(samples.astype("float32"), transform)
    return {"transform": transform, "shape": shape, "fill_mode": mode, "cval": cval,
            "picture_seed": picture_seed, "pixels": encoded(picture),
            **({"rescaled": encoded(generator.standardize(picture.copy()))} if mode == "nearest" else {})}


def middle_row_ends(shear):
    """Whether the ends of the middle row count as inside: they lie on the edges, but for rounding.

    NumPy's matrix product decides (with fused multiply-add, on every processor of today).
    """
    generator = ImageDataGenerator(fill_mode="constant", cval=0)
    row = generator.apply_transform(np.ones((31, 31, 1), "float32"), {"shear": shear})[15, :, 0]
    return [int(row[0]), int(row[-1])]


SHEARS = np.random.RandomState(99).uniform(-40, 40, 300).tolist()
golden = {
    "keras": keras.__version__, "numpy": np.__version__, "scipy": scipy.__version__,
    "drawn": [drawn(options, size, 11 + 7 * i) for i, options in enumerate(DRAWN) for size in SIZES],
    "applied": [applied(transform, shape, fill, i)
                for i, transform in enumerate(APPLIED)
                for shape in (PICTURES if i % 6 == 0 else PICTURES[:2]) for fill in FILLS],
    "middle_row_ends": [[shear, *middle_row_ends(shear)] for shear in SHEARS],
}
with open(sys.argv[1], "w") as file:
    json.dump(golden, file)
    file.write("\n")
