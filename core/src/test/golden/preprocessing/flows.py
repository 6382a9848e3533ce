"""What Keras's generators give: the golden file of ImageDataGeneratorTest.

Run with any Python that has keras, tensorflow (or another backend of Keras), scipy, pillow, numpy:

    python flows.py ../../resources/golden/preprocessing/flows.json

Each case is a generator, the options of its flow, and the batches that come out of next(): the
samples' numbers, the labels, the numbers of the first batch, and the pictures that were saved.
"""

import base64
import io
import json
import os
import sys
import tempfile

import keras
import numpy as np
import PIL
import scipy
from keras.src.legacy.preprocessing.image import ImageDataGenerator
from PIL import Image

ARTICLE = {"rescale": 1 / 255, "shear_range": 0.2, "zoom_range": 0.2, "horizontal_flip": True}
PREVIEW = {"rotation_range": 40, "width_shift_range": 0.2, "height_shift_range": 0.2,
           "shear_range": 0.2, "zoom_range": 0.2, "horizontal_flip": True}

# Arrays: generator, samples, shape, options of flow, batches, after which batch reset() is called.
ARRAYS = [
    ({}, 5, (9, 8, 3), {"batch_size": 2, "seed": 0}, 7, None),
    ({"rescale": 1 / 255}, 5, (9, 8, 3), {"batch_size": 5, "shuffle": False, "seed": 1}, 2, None),
    (ARTICLE, 7, (12, 10, 3), {"batch_size": 3, "seed": 42}, 7, None),
    (ARTICLE, 7, (12, 10, 3), {"batch_size": 3, "seed": 42}, 5, 2),
    (PREVIEW, 1, (13, 11, 3), {"batch_size": 1, "seed": 7, "save_prefix": "cat"}, 8, None),
    ({**PREVIEW, "fill_mode": "reflect"}, 3, (8, 14, 3), {"batch_size": 2, "seed": 8}, 3, None),
    ({**PREVIEW, "fill_mode": "wrap"}, 3, (8, 14, 3), {"batch_size": 2, "seed": 9}, 3, None),
    ({**PREVIEW, "fill_mode": "constant", "cval": 90.0, "rescale": 0.5}, 3, (8, 14, 3),
     {"batch_size": 2, "seed": 4294967290}, 3, None),
    ({"width_shift_range": 3, "height_shift_range": [2.5, 4], "zoom_range": [0.5, 1.5]}, 4,
     (10, 10, 1), {"batch_size": 4, "seed": 11, "save_prefix": "grey"}, 2, None),
    ({"width_shift_range": 3.0, "rotation_range": 180}, 4, (10, 10, 3),
     {"batch_size": 8, "seed": 12, "shuffle": False}, 2, None),
]

# A folder: what it holds beside plain pictures decides the order and what counts.
FILES = ["cats/b.png", "cats/a.PNG", "cats/B.bmp", "cats/deep/z.png", "cats/deep-er/a.png", "cats/deep/x/q.png",
         "cats/.hidden.png", "cats/nodotpng", "dogs/10.png", "dogs/9.png", "Zebra/only.png",
         "cats/notes.txt", "loose.png"]
FOLDERS = ["empty"]
DIRECTORIES = [
    ({"rescale": 1 / 255}, {"target_size": (10, 12), "batch_size": 4, "shuffle": False, "seed": 1},
     3, None),
    (ARTICLE, {"target_size": (10, 12), "batch_size": 4, "seed": 5, "save_prefix": "aug"}, 5, 4),
    (PREVIEW, {"target_size": (15, 9), "batch_size": 10, "seed": 6, "interpolation": "bilinear",
               "class_mode": None}, 2, None),
]


def encoded(array, kind):
    return base64.b64encode(np.ascontiguousarray(array, kind).tobytes()).decode()


def batches(flow, count, reset_after, folder):
    taken = []
    make = flow._get_batches_of_transformed_samples

    def recording(index_array):
        taken.append(index_array.tolist())
        return make(index_array)

    flow._get_batches_of_transformed_samples = recording
    result = []
    for number in range(count):
        if number == reset_after:
            flow.reset()
        before = set(os.listdir(folder))
        batch = next(flow)
        x, y = batch if isinstance(batch, tuple) else (batch, None)
        saved = {name: encoded(Image.open(os.path.join(folder, name)), "u1")
                 for name in sorted(set(os.listdir(folder)) - before)}
        result.append({"indices": taken[-1], "y": None if y is None else y.tolist(),
                       **({"x": encoded(x, "<f4")} if number == 0 else {}), "saved": saved})
    return result


def array_case(generator, samples, shape, options, count, reset_after):
    x = np.random.RandomState(77).randint(0, 256, (samples, *shape)).astype("float32")
    y = np.arange(samples, dtype="float32") * 10
    with tempfile.TemporaryDirectory() as folder:
        flow = ImageDataGenerator(**generator).flow(x, y, save_to_dir=folder, **options)
        return {"generator": generator, "samples": samples, "shape": shape, "options": options,
                "reset_after": reset_after, "batches": batches(flow, count, reset_after, folder)}


def picture(number):
    size = (5 + number % 4 * 4, 6 + number % 3 * 5)
    samples = np.random.RandomState(number).randint(0, 256, (*size, 3)).astype("uint8")
    content = io.BytesIO()
    Image.fromarray(samples).save(content, "BMP" if number % 5 == 2 else "PNG")
    return content.getvalue()


def directory_case(root, generator, options, count, reset_after):
    with tempfile.TemporaryDirectory() as folder:
        flow = ImageDataGenerator(**generator).flow_from_directory(
            root, save_to_dir=folder, **options)
        return {"generator": generator, "options": options, "reset_after": reset_after,
                "class_indices": flow.class_indices, "filenames": flow.filenames,
                "batches": batches(flow, count, reset_after, folder)}


contents = {name: picture(i) for i, name in enumerate(FILES)}
with tempfile.TemporaryDirectory() as root:
    for folder in FOLDERS:
        os.makedirs(os.path.join(root, folder))
    for name, content in contents.items():
        os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
        with open(os.path.join(root, name), "wb") as file:
            file.write(content)
    directories = [directory_case(root, *case) for case in DIRECTORIES]

golden = {
    "keras": keras.__version__, "numpy": np.__version__, "scipy": scipy.__version__,
    "pillow": PIL.__version__,
    "arrays": [array_case(*case) for case in ARRAYS],
    "files": {name: base64.b64encode(content).decode() for name, content in contents.items()},
    "folders": FOLDERS,
    "directories": directories,
}
with open(sys.argv[1], "w") as file:
    json.dump(golden, file)
    file.write("\n")
