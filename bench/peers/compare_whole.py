"""Kindling and PyTorch in turn fine-tune all of EfficientNet-Lite0 at 224 pixels, whole epochs from files.

usage: bench/compare whole DATA [EPOCHS]
Kindling's layers on top are the article's, flattened maps and 256 units, PyTorch's one layer on the means.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile

home, data = sys.argv[1:3]
epochs = sys.argv[3] if len(sys.argv) > 3 else "2"


def shown(name, lines):
    for line in lines:
        print(f"{name}: {line['seconds']:.1f} s, validation {line['val_seconds']:.1f} s, {100 * line['val_accuracy']:.2f} %", flush=True)
    return statistics.median(line["seconds"] + line["val_seconds"] for line in lines)


with tempfile.TemporaryDirectory() as folder:
    ours = subprocess.run(
        [
            os.path.join(home, "kindling"), "train", data, "--recipe", "finetune", "--backbone", "efficientnet-lite0",
            "--image-size", "224", "--unfreeze", "all", "--augment", "medium", "--top-epochs", "1", "--epochs", epochs,
            "--json", "--out", os.path.join(folder, "model.onnx"),
        ],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
kindling = shown("Kindling", json.loads(ours.stdout)["epochs"])
theirs = subprocess.run(
    [sys.executable, os.path.join(home, "bench/peers/whole_torch.py"), data, epochs],
    check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
)
torch = shown("PyTorch", [json.loads(line) for line in theirs.stdout.splitlines()])
print(f"an epoch: PyTorch takes {torch / kindling:.2f} times as long")
