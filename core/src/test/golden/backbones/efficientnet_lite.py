"""What EfficientNet-Lite gives for random weights and a random picture: the golden file of EfficientNetLiteTest.

Run with a Python that has torch and numpy, and the source of efficientnet-lite-pytorch 0.1.0 on PYTHONPATH:

    python efficientnet_lite.py ../../resources/golden/backbones/efficientnet_lite.json

Weights are drawn name after name in sorted order, as the test draws them again: only features are written.
"""

import json
import sys

import numpy as np
import torch
from efficientnet_lite_pytorch import EfficientNet

SIDE = 64


def draw(random, name, shape):
    if len(shape) == 4:
        return random.uniform(-1, 1, shape) * np.sqrt(6 / np.prod(shape[1:]))
    if name.endswith(("running_var", "weight")):
        return random.uniform(0.5, 1.5, shape)
    return random.uniform(-0.5, 0.5, shape)


def main():
    cases = []
    for number in (0, 1, 2):
        network = EfficientNet.from_name(f"efficientnet-lite{number}", image_size=SIDE).eval()
        random = np.random.RandomState(number)
        state = network.state_dict()
        for name in sorted(state):
            if name.startswith("_fc") or name.endswith("num_batches_tracked"):
                continue
            state[name] = torch.tensor(draw(random, name, tuple(state[name].shape)).astype(np.float32))
        network.load_state_dict(state)
        picture = random.randint(0, 256, (1, SIDE, SIDE, 3)).astype(np.float32)
        with torch.no_grad():
            x = torch.tensor((picture - 127) / 128).permute(0, 3, 1, 2)
            features = network.extract_features(x).mean((2, 3))[0].numpy()
        cases.append({"variant": f"LITE{number}", "weights": len(state), "features": [float(f"{v:.7g}") for v in features[::8]]})
    versions = {"torch": torch.__version__, "numpy": np.__version__}
    with open(sys.argv[1], "w") as file:
        json.dump({"versions": versions, "side": SIDE, "every": 8, "cases": cases}, file)
        file.write("\n")


main()
