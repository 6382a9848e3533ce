"""Kindling and Python in turn, from a folder of pictures to a saved classifier on frozen features.

usage: python compare_features.py HOME DATA [ROUNDS]
HOME is Kindling's folder. Prints every figure as it is measured, and the medians with their ratios at the end.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

home, data = sys.argv[1:3]
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
features = os.path.join(home, "bench/peers/features.py")
kindling = os.path.join(home, "kindling")
figures = {}


def note(name, value):
    figures.setdefault(name, []).append(value)
    print(f"  {name}: {value:.4g}", flush=True)


def run(*command, **environment):
    began = time.perf_counter()
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )
    return time.perf_counter() - began, done.stdout


def kindling_train(kept, folder):
    command = ["train", data, "--recipe", "features", "--offline", "--json", "--out", os.path.join(folder, "k.onnx")]
    seconds, answer = run(kindling, *command, KINDLING_HOME=kept)
    return seconds, json.loads(answer)["validation"]["accuracy"]


def home_with_weights(folder):
    """A place for what is kept from run to run that holds the weights and no features."""
    real = os.environ.get("KINDLING_HOME", os.path.expanduser("~/.cache/kindling"))
    os.makedirs(folder)
    os.symlink(os.path.join(real, "weights"), os.path.join(folder, "weights"))
    return folder


with tempfile.TemporaryDirectory() as folder:
    network = os.path.join(folder, "lite0.onnx")
    run(sys.executable, features, "onnx", network)
    run(kindling, "weights", "fetch", "efficientnet-lite0")
    for i in range(rounds):
        print(f"Round {i + 1} of {rounds}", flush=True)
        seconds, answer = run(sys.executable, features, "train", network, data, os.path.join(folder, "p.joblib"))
        note("Python, seconds", seconds)
        note("Python, accuracy", json.loads(answer)["accuracy"])
        kept = home_with_weights(os.path.join(folder, f"home{i}"))
        seconds, accuracy = kindling_train(kept, folder)
        note("Kindling cold, seconds", seconds)
        note("Kindling, accuracy", accuracy)
        note("Kindling warm, seconds", kindling_train(kept, folder)[0])
        _, answer = run(sys.executable, features, "rates", network)
        for name, value in json.loads(answer)["figures"].items():
            note(name + ", pictures/s", value)
        for precision in ("f32", "bf16"):
            _, answer = run(
                os.path.join(home, "bench/java"),
                "dev.kindling.bench.compare.NetworkWorker",
                "predict",
                "lite0",
                "--precision",
                precision,
            )
            note(f"Kindling {precision}, pictures/s", list(json.loads(answer)["figures"].values())[0])

    theirs, ours = os.path.join(folder, "theirs.npy"), os.path.join(folder, "ours")
    run(sys.executable, features, "of", network, data, theirs)
    run(kindling, "features", data, "--out", ours, "--layer", "features", "--precision", "f32", "--offline")
    a = np.load(theirs)
    b = np.load(os.path.join(ours, "bottleneck_features_validation.npy")).reshape(a.shape)
    print(f"features of {len(a)} pictures, f32: largest difference {np.abs(a - b).max():.2g}, the largest feature {np.abs(a).max():.3g}")
    print(f"  relative: {np.abs(a - b).max() / np.abs(a).max():.2g} of the largest, {np.linalg.norm(a - b) / np.linalg.norm(a):.2g} in norm")

    # The article: the classes that the network was made for tell cats from dogs very well.
    scores = os.path.join(folder, "scores")
    run(kindling, "features", data, "--out", scores, "--layer", "predictions", "--offline")
    x, y = ({part: np.load(os.path.join(scores, f"{kind}_{part}.npy")) for part in ("train", "validation")} for kind in ("bottleneck_features", "labels"))
    regression = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=1000)).fit(x["train"], y["train"])
    print(f"on the scores of ImageNet's 1000 classes alone: {100 * regression.score(x['validation'], y['validation']):.2f} % of {len(y['validation'])}")

medians = {name: statistics.median(values) for name, values in figures.items()}
print("Medians")
for name, value in medians.items():
    print(f"  {name}: {value:.4g}")
print(f"cold: {medians['Python, seconds'] / medians['Kindling cold, seconds']:.2f}x")
for peer in ("ONNX Runtime f32", "OpenVINO f32", "OpenVINO bf16"):
    for own in ("f32", "bf16"):
        ratio = medians[f"Kindling {own}, pictures/s"] / medians[peer + ", pictures/s"]
        print(f"Kindling {own} / {peer}: {ratio:.2f}x")
