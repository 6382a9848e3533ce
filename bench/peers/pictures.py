"""Times Pillow's resizing and torchvision's RandAugment on decoded pictures, on one thread.

    python pictures.py resize|augment DIR

Prints a line for each kind of work: its name, a tab, milliseconds a picture (the median of several passes).
Needs what requirements-pictures.txt names. dev.kindling.bench.compare.PictureTimes does the same in Kindling.
"""

import statistics
import sys
import time
from pathlib import Path

from PIL import Image

PICTURES = 48
WARM_SECONDS = 2
PASSES = 15


def time_of(work, pictures):
    end = time.perf_counter() + WARM_SECONDS
    while time.perf_counter() < end:
        for picture in pictures:
            work(picture)
    passes = []
    for _ in range(PASSES):
        start = time.perf_counter()
        for picture in pictures:
            work(picture)
        passes.append((time.perf_counter() - start) / len(pictures))
    return statistics.median(passes) * 1000


def resize(pictures):
    for name in ("BILINEAR", "BICUBIC"):
        filter = Image.Resampling[name]
        yield f"resize to 224, {name}", time_of(lambda picture: picture.resize((224, 224), filter), pictures)


def augment(pictures):
    import numpy as np
    import torch
    from torchvision.transforms import v2

    torch.set_num_threads(1)
    torch.manual_seed(1)
    tensors = [
        torch.from_numpy(np.array(picture.resize((224, 224), Image.Resampling.BILINEAR))).permute(2, 0, 1).contiguous()
        for picture in pictures
    ]
    for interpolation in ("nearest", "bilinear"):
        operation = v2.RandAugment(interpolation=v2.InterpolationMode(interpolation))
        yield f"RandAugment of 224x224, {interpolation.upper()}", time_of(operation, tensors)


def main():
    part, directory = sys.argv[1:]
    files = sorted(path for path in Path(directory).rglob("*.jpg"))[:PICTURES]
    pictures = [Image.open(path).convert("RGB") for path in files]
    for name, milliseconds in {"resize": resize, "augment": augment}[part](pictures):
        print(f"{name}\t{milliseconds:.4f}", flush=True)


main()
