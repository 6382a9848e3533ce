"""Makes core/src/test/resources/golden/image/resize.txt: the SHA-256 of pictures resized by Pillow.

Run it with any Python 3.11 or later that has pillow (13.0.0 made the committed file) and numpy:

    python core/src/test/golden/image/resize.py

Sample i of every picture is bits 13 to 20 of i * 2654435761, so that the test can make the same picture.
"""

import hashlib
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

OUT = Path(__file__).parents[2] / "resources/golden/image/resize.txt"
MODES = {1: "L", 3: "RGB"}


def picture(width, height, channels):
    i = np.arange(width * height * channels, dtype=np.uint64)
    samples = ((i * np.uint64(2654435761)) >> np.uint64(13)) & np.uint64(255)
    shape = (height, width) if channels == 1 else (height, width, channels)
    return Image.fromarray(samples.astype(np.uint8).reshape(shape), MODES[channels])


def main():
    random = np.random.RandomState(5)
    sizes = [(500, 375, 150, 150), (200, 200, 150, 150), (200, 200, 224, 224), (64, 48, 64, 20), (64, 48, 20, 48)]
    sizes += [(1, 1, 7, 5), (37, 21, 1, 1), (3, 2, 300, 1), (1000, 3, 17, 150), (150, 150, 150, 150), (2, 900, 31, 33)]
    sizes += [tuple(int(n) for n in random.randint(1, 260, 4)) for _ in range(60)]
    lines = [f"# Pillow {PIL.__version__}: interpolation, channels, width and height before and after, SHA-256 of the samples"]
    for size in sizes:
        for name, filter in (("NEAREST", Image.Resampling.NEAREST), ("BILINEAR", Image.Resampling.BILINEAR)):
            channels = 1 if size[0] % 7 == 0 else 3
            resized = picture(*size[:2], channels).resize(size[2:], filter)
            digest = hashlib.sha256(resized.tobytes()).hexdigest()
            lines.append(f"{name} {channels} {' '.join(map(str, size))} {digest}")
    OUT.write_text("\n".join(lines) + "\n")


main()
