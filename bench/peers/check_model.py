"""A classifier's file as others read it: onnx.checker, and ONNX Runtime fed with Pillow's pixels.

usage: python check_model.py KINDLING MODEL PICTURE...
Compares the scores with those of `kindling predict --json --precision f32`; each row must also sum to 1. Prints the largest
difference; the exit status is 1 if it is above 1e-5. Needs numpy, onnx, onnxruntime, pillow.
"""
import argparse
import json
import os
import subprocess
import sys

import numpy as np
import onnx
import onnxruntime
from PIL import Image

TOLERANCE = 1e-5
BATCH = 32


def pixels(picture, preprocessing):
    height, width = preprocessing["image_size"]
    resampling = {"nearest": Image.Resampling.NEAREST, "bilinear": Image.Resampling.BILINEAR}
    with Image.open(picture) as image:
        return np.asarray(image.convert("RGB").resize((width, height), resampling[preprocessing["interpolation"]]))


def by_onnx_runtime(model, metadata, pictures):
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    (image,) = session.get_inputs()
    print("input", image.name, image.type, image.shape, "output", [(o.name, o.type, o.shape) for o in session.get_outputs()])
    preprocessing = json.loads(metadata["kindling.preprocessing"])
    x = np.stack([pixels(picture, preprocessing) for picture in pictures])
    return np.concatenate(
        [session.run(["scores"], {"image": x[i : i + BATCH]})[0] for i in range(0, len(x), BATCH)]
    )


def by_kindling(kindling, model, pictures, labels):
    done = subprocess.run(
        [kindling, "predict", model, *pictures, "--json", "--precision", "f32"], stdout=subprocess.PIPE, text=True
    )
    if done.returncode != 0:
        sys.exit(f"kindling predict failed with status {done.returncode}: {done.stdout}")
    rows = {os.path.realpath(row["file"]): row["scores"] for row in json.loads(done.stdout)}
    return np.array([[rows[os.path.realpath(picture)][label] for label in labels] for picture in pictures])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kindling")
    parser.add_argument("model")
    parser.add_argument("pictures", nargs="+")
    given = parser.parse_args()
    file = onnx.load(given.model)
    onnx.checker.check_model(file, full_check=True)
    print("onnx.checker accepts it: IR", file.ir_version, "opset", [o.version for o in file.opset_import])
    metadata = {entry.key: entry.value for entry in file.metadata_props}
    labels = json.loads(metadata["kindling.labels"])
    theirs = by_onnx_runtime(given.model, metadata, given.pictures)
    ours = by_kindling(given.kindling, given.model, given.pictures, labels)
    difference = np.abs(theirs - ours).max()
    sums = np.abs(theirs.sum(axis=1) - 1).max()
    print(f"{len(given.pictures)} pictures: largest difference of a score {difference:.2e}, of a row's sum from 1 {sums:.2e}")
    sys.exit(0 if max(difference, sums) <= TOLERANCE else 1)


if __name__ == "__main__":
    main()
