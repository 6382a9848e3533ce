"""What Keras makes of arrays and of files: the golden file of ImagesTest.

Run with any Python that has keras, tensorflow (or another backend of Keras), pillow and numpy:

    python images.py ../../resources/golden/preprocessing/images.json
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
from PIL import Image


def encoded(array):
    return base64.b64encode(np.ascontiguousarray(array, "u1").tobytes()).decode()


def array_case(seed, shape, low, high, scale):
    levels = np.random.RandomState(seed).randint(0, 256, shape).astype("float32")
    x = levels * np.float32((high - low) / 256) + np.float32(low)
    return {"seed": seed, "shape": shape, "values": [low, high], "scale": scale,
            "picture": encoded(keras.utils.array_to_img(x, scale=scale))}


def file_case(path, options):
    image = keras.utils.load_img(path, **options)
    return {"options": options, "shape": keras.utils.img_to_array(image).shape, "picture": encoded(image)}


content = io.BytesIO()
Image.fromarray(np.random.RandomState(3).randint(0, 256, (23, 31, 3)).astype("u1")).save(content, "PNG")
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "a.png")
    with open(path, "wb") as file:
        file.write(content.getvalue())
    files = [file_case(path, {"color_mode": mode, "interpolation": rule, "keep_aspect_ratio": keep,
                              **({"target_size": size} if size else {})})
             for mode, rule in (("rgb", "nearest"), ("grayscale", "bilinear"), ("rgba", "lanczos"), ("rgb", "box"))
             for keep in (False, True) for size in (None, (7, 13), (40, 9), (23, 31), (23, 15))]

golden = {
    "keras": keras.__version__, "numpy": np.__version__, "pillow": PIL.__version__,
    "file": base64.b64encode(content.getvalue()).decode(), "files": files,
    "arrays": [array_case(seed, shape, low, high, scale)
               for seed, (shape, low, high) in enumerate([((4, 5, 3), 0, 256), ((4, 5, 1), -3, 9.5), ((3, 2, 4), 0, 1),
                                                          ((2, 2, 3), 7, 7)]) for scale in (True, False)
               if scale or low >= 0],
}
with open(sys.argv[1], "w") as file:
    json.dump(golden, file)
    file.write("\n")
