"""Makes core/src/test/resources/golden/image/reduced.json: JPEG pictures that Pillow decodes at a reduced scale.

Run it with any Python 3.11 or later that has pillow (13.0.0 made the committed file) and numpy:

    python core/src/test/golden/image/reduced.py

Each case is a JPEG file, the size asked of Image.draft, and the size and the samples (RGB, or grey) that came of it.
"""

import base64
import io
import json
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, features

OUT = Path(__file__).parents[2] / "resources/golden/image/reduced.json"
WIDTH, HEIGHT = 109, 83
SIZES = [(54, 41), (27, 20), (27, 21), (13, 10), (14, 2), (1, 1)]


def picture():
    """Slopes, a disc with a hard edge and noise, so that every coefficient of a block counts."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    disc = ((x - 50) ** 2 + (y - 40) ** 2 < 700) * 120
    samples = np.stack([x * 2 + disc, y * 3 - disc + 60, (x + y) + disc // 2], axis=-1)
    noise = np.random.RandomState(7).randint(-25, 26, samples.shape)
    return Image.fromarray(np.clip(samples + noise, 0, 255).astype(np.uint8))


def files():
    rgb = picture()
    for name, image, options in [
        ("420", rgb, {"subsampling": "4:2:0"}),
        ("422", rgb, {"subsampling": "4:2:2"}),
        ("444", rgb, {"subsampling": "4:4:4"}),
        ("progressive", rgb, {"progressive": True}),
        ("grey", rgb.convert("L"), {}),
    ]:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=90, **options)
        yield name, file.getvalue()


def main():
    cases = []
    for name, file in files():
        for size in SIZES if name == "420" else SIZES[::2]:
            image = Image.open(io.BytesIO(file))
            image.draft(None, size)
            cases.append({"file": name, "enough": size, "size": image.size, "samples": encoded(image.tobytes())})
    golden = {
        "pillow": PIL.__version__,
        "libjpeg-turbo": features.version("libjpeg_turbo"),
        "files": {name: encoded(file) for name, file in files()},
        "cases": cases,
    }
    OUT.write_text(json.dumps(golden, indent=1) + "\n")


def encoded(content):
    return base64.b64encode(content).decode()


main()
