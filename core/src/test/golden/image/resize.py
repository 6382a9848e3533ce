"""Makes core/src/test/resources/golden/image/resize.txt: the SHA-256 of pictures resized by Pillow.

Run it with any Python 3.11 or later that has pillow (13.0.0 made the committed file) and numpy:

    python core/src/test/golden/image/resize.py [SEED [NUMBER]]

SEED and NUMBER ask for other random sizes, and more of them, than the committed file has.

Sample i of every picture is bits 13 to 20 of i * 2654435761, so that the test can make the same picture; the
samples of float pictures are bits 13 to 28, divided by 64, less 300.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, ImageOps

OUT = Path(__file__).parents[2] / "resources/golden/image/resize.txt"
MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}
FILTERS = ["NEAREST", "BOX", "BILINEAR", "HAMMING", "BICUBIC", "LANCZOS"]


def picture(width, height, kind):
    channels = 1 if kind == "F" else kind
    bits = (np.arange(width * height * channels, dtype=np.uint64) * np.uint64(2654435761)) >> np.uint64(13)
    if kind == "F":
        floats = (bits & np.uint64(0xFFFF)).astype(np.float32) / np.float32(64) - np.float32(300)
        return Image.fromarray(floats.reshape(height, width), "F")
    shape = (height, width) if channels == 1 else (height, width, channels)
    return Image.fromarray((bits & np.uint64(255)).astype(np.uint8).reshape(shape), MODES[channels])


def resized(how, image, size, filter):
    if how == "resize":
        return image.resize(size, filter)
    return getattr(ImageOps, how)(image, size, filter)


def main():
    seed, number = map(int, sys.argv[1:] + ["5", "60"][len(sys.argv) - 1 :])
    random = np.random.RandomState(seed)
    sizes = [(500, 375, 150, 150), (200, 200, 150, 150), (200, 200, 224, 224), (64, 48, 64, 20), (64, 48, 20, 48)]
    sizes += [(1, 1, 7, 5), (37, 21, 1, 1), (3, 2, 300, 1), (1000, 3, 17, 150), (150, 150, 150, 150), (2, 900, 31, 33)]
    sizes += [tuple(int(n) for n in random.randint(1, 260, 4)) for _ in range(number)]
    lines = [
        f"# Pillow {PIL.__version__}: function, interpolation, channels or F, width and height before and asked for,"
        " width and height after, SHA-256 of the samples"
    ]
    for size in sizes:
        for name in FILTERS:
            for how in ("resize", ["contain", "cover", "fit", "pad"][random.randint(4)]):
                kind = [1, 2, 3, 3, 4, "F"][random.randint(6)] if how == "resize" else 3
                image = picture(*size[:2], kind)
                if how in ("contain", "pad") and min(ImageOps.contain(image, size[2:]).size) == 0:
                    continue  # a picture without pixels, where Kindling keeps one row or column
                made = resized(how, image, size[2:], Image.Resampling[name])
                if made.width * made.height > 1_000_000:
                    continue
                digest = hashlib.sha256(made.tobytes()).hexdigest()
                lines.append(f"{how} {name} {kind} {' '.join(map(str, size))} {made.width} {made.height} {digest}")
    OUT.write_text("\n".join(lines) + "\n")


main()
