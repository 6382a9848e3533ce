"""Kindling and Keras in turn on the article's second and third recipe, with VGG16's real weights.

usage: bench/compare finetune DATA VGG16.npz [--preprocessing article|weights]... [--epochs N] [--top-epochs N] [--seed N]
--epochs 0 compares the second recipe alone. Prints every figure as it is measured, and the ratios.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time


def kindling(home, options, preprocessing, folder):
    recipe = "finetune" if options.epochs else "bottleneck"
    command = [
        os.path.join(home, "kindling"), "train", options.data, "--recipe", recipe, "--backbone", "vgg16",
        "--weights", options.weights, "--preprocessing", preprocessing, "--seed", str(options.seed), "--json",
        "--out", os.path.join(folder, "k.onnx"),
    ]
    command += (
        ["--top-epochs", str(options.top_epochs), "--epochs", str(options.epochs)]
        if options.epochs
        else ["--epochs", str(options.top_epochs)]
    )
    began = time.perf_counter()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    answer = json.loads(done.stdout)
    epochs = answer["epochs"]
    return {
        "all, seconds": time.perf_counter() - began,
        "accuracy at the end": answer["validation"]["accuracy"],
        "best epoch": max(epoch["val_accuracy"] for epoch in epochs),
        "an epoch, seconds": statistics.median(epoch["seconds"] + epoch["val_seconds"] for epoch in epochs),
    }


def keras(home, options, preprocessing):
    command = [
        sys.executable, os.path.join(home, "bench/peers/keras_finetune.py"), options.data, options.weights,
        "--preprocessing", preprocessing, "--top-epochs", str(options.top_epochs), "--epochs", str(options.epochs),
        "--seed", str(options.seed),
    ]
    began = time.perf_counter()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    seconds = time.perf_counter() - began
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    features, top = (next(line for line in lines if line["part"] == part) for part in ("features", "top"))
    epochs = [line for line in lines if line["part"] == "epoch"]
    figures = {"all, seconds": seconds, "features, pictures/s": features["rate"], "top, seconds": top["seconds"]}
    accuracies = [epoch["val_accuracy"] for epoch in epochs] or [top["val_accuracy"], top["best"]]
    figures["accuracy at the end"] = accuracies[-1] if epochs else top["val_accuracy"]
    figures["best epoch"] = max(accuracies)
    figures["an epoch, seconds"] = (
        statistics.median(epoch["seconds"] for epoch in epochs) if epochs else top["seconds"] / options.top_epochs
    )
    return figures


def main():
    parser = argparse.ArgumentParser(prog="bench/compare finetune")
    parser.add_argument("home", help=argparse.SUPPRESS)
    parser.add_argument("data", help="a folder with train/CLASS/* and validation/CLASS/*, two classes")
    parser.add_argument("weights", help="VGG16's weights as .npz, block1_conv1/kernel and so on")
    parser.add_argument("--preprocessing", choices=["article", "weights"], action="append")
    parser.add_argument("--epochs", type=int, default=10, help="epochs of the last block (10)")
    parser.add_argument("--top-epochs", type=int, default=50, help="epochs of the layers on top before (50)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for preprocessing in options.preprocessing or ["article", "weights"]:
            ours = kindling(options.home, options, preprocessing, folder)
            print(f"{preprocessing}, Kindling: {json.dumps(ours)}", flush=True)
            theirs = keras(options.home, options, preprocessing)
            print(f"{preprocessing}, Keras: {json.dumps(theirs)}", flush=True)
            for figure in ("all, seconds", "an epoch, seconds"):
                print(f"  {figure}: Keras takes {theirs[figure] / ours[figure]:.2f} times as long")
            difference = 100 * (ours["accuracy at the end"] - theirs["accuracy at the end"])
            print(f"  accuracy at the end: {difference:+.2f} points", flush=True)


if __name__ == "__main__":
    main()
