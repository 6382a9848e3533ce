"""Random configurations of `kindling preview --format png` against what Keras's `flow(..., save_to_dir)` writes.

usage: python check_preview.py KINDLING PICTURE... [--seed N] [--configurations N]
For each configuration both write their pictures from the same picture, seed and arguments; the names must be equal and no
pixel may differ by more than 1 grey level. Which configurations: --seed decides. Prints a line for each; the exit status is
1 if one fails. Needs keras, tensorflow, numpy, scipy, pillow.
"""
import argparse
import os
import random
import shlex
import subprocess
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"

import numpy as np
from keras.src.legacy.preprocessing.image import ImageDataGenerator
from keras.utils import img_to_array, load_img
from PIL import Image

TOLERANCE = 1


def number(chance, low, high):
    return round(chance.uniform(low, high), 3)


def shift(chance):
    """A part of the size, pixels, a whole number, or a list: Keras reads each in its own way."""
    return chance.choice(
        [
            number(chance, 0.01, 0.6),
            float(chance.randint(1, 30)),
            chance.randint(1, 30),
            [chance.randint(0, 25) for _ in range(chance.randint(2, 4))],
        ]
    )


def zoom(chance):
    if chance.random() < 0.5:
        return number(chance, 0.05, 0.8)
    return sorted([number(chance, 0.4, 1.6), number(chance, 0.4, 1.6)])


def arguments(chance):
    """Each argument of the generator is there in two of three configurations."""
    drawn = {
        "rotation_range": chance.choice([number(chance, 1, 180), chance.randint(1, 90)]),
        "width_shift_range": shift(chance),
        "height_shift_range": shift(chance),
        "brightness_range": sorted([number(chance, 0, 2.5), number(chance, 0, 2.5)]),
        "shear_range": number(chance, 0.5, 45),
        "zoom_range": zoom(chance),
        "channel_shift_range": number(chance, 0.5, 150),
        "horizontal_flip": chance.random() < 0.5,
        "vertical_flip": chance.random() < 0.5,
        "interpolation_order": chance.randint(0, 1),
        "cval": number(chance, 0, 255),
        "rescale": 1.0 / 255,
    }
    kept = {name: value for name, value in drawn.items() if chance.random() < 2 / 3}
    # Never none at all: `kindling preview` would then show the article's settings.
    kept["fill_mode"] = chance.choice(["nearest", "reflect", "wrap", "constant"])
    return kept


def options(kept):
    """The same arguments for the command line."""
    words = []
    for name, value in kept.items():
        option = name.replace("_", "-")
        if isinstance(value, bool):
            words.append(f"--{option}" if value else f"--no-{option}")
        else:
            words += [f"--{option}", ",".join(map(str, value)) if isinstance(value, list) else str(value)]
    return words


def by_keras(picture, size, kept, seed, count, prefix, folder):
    x = img_to_array(load_img(picture, target_size=size))[np.newaxis]
    flow = ImageDataGenerator(**kept).flow(
        x, batch_size=1, seed=seed, save_to_dir=folder, save_prefix=prefix, save_format="png"
    )
    for _ in range(count):
        next(flow)


def by_kindling(command, folder):
    done = subprocess.run([*command, "--out", folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"status {done.returncode}: {done.stderr.strip()}")


def pictures(folder):
    return {name: np.asarray(Image.open(os.path.join(folder, name))) for name in os.listdir(folder) if name.endswith(".png")}


def largest_difference(ours, theirs):
    worst = 0
    for name in theirs:
        a, b = ours[name].astype(int), theirs[name].astype(int)
        if a.shape != b.shape:
            raise RuntimeError(f"{name} is {a.shape}; Keras's is {b.shape}")
        worst = max(worst, int(np.abs(a - b).max()))
    return worst


def check(kindling, picture, chance):
    """One configuration: the command that anyone can repeat, and what came of it."""
    kept = arguments(chance)
    size = (chance.randint(40, 260), chance.randint(40, 260)) if chance.random() < 2 / 3 else None
    seed, count = chance.randrange(2**32 - 100), chance.randint(3, 21)
    prefix = chance.choice(["", "cat", "a_b"])
    command = [kindling, "preview", picture, "--format", "png", "--seed", str(seed), "--count", str(count), *options(kept)]
    if size:
        command += ["--image-size", f"{size[1]}x{size[0]}"]
    if prefix:
        command += ["--prefix", prefix]
    with tempfile.TemporaryDirectory() as keras_folder, tempfile.TemporaryDirectory() as kindling_folder:
        by_keras(picture, size, kept, seed, count, prefix, keras_folder)
        try:
            by_kindling(command, kindling_folder)
            ours, theirs = pictures(kindling_folder), pictures(keras_folder)
            if ours.keys() != theirs.keys():
                return command, f"other names: {sorted(ours.keys() ^ theirs.keys())[:4]}", False
            worst = largest_difference(ours, theirs)
        except RuntimeError as failure:
            return command, str(failure), False
        return command, f"{len(theirs)} names equal, largest difference {worst}", worst <= TOLERANCE


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kindling")
    parser.add_argument("pictures", nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--configurations", type=int, default=12)
    given = parser.parse_args()
    failed = 0
    for i in range(given.configurations):
        chance = random.Random(f"{given.seed} {i}")
        command, outcome, passed = check(given.kindling, given.pictures[i % len(given.pictures)], chance)
        failed += not passed
        print(f"{i + 1:3} {'ok    ' if passed else 'FAILED'} {outcome}: kindling {shlex.join(command[1:])}", flush=True)
    print(f"{given.configurations - failed} of {given.configurations} configurations equal Keras's")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
