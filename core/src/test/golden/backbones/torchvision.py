"""What torchvision's networks give for random weights and a random picture: the golden file of TorchvisionTest.

Run with a Python that has torch, torchvision and numpy (bench/peers/requirements-pictures.txt):

    python torchvision.py ../../resources/golden/backbones/torchvision.json

Weights are drawn name after name in sorted order, as the test draws them again: only features and logits are
written, as computed in 64 bits; factors of normalizations are small, so that networks do not make much of what
32 bits round off (with factors about 1 torchvision's own EfficientNet-B3 is 2e-3 off in 32 bits). VGG16 stops at its features: its 124 million weights after them are matrices, which the test has small.
"""

import json
import os
import sys

sys.path = [path for path in sys.path if os.path.abspath(path or ".") != os.path.dirname(os.path.abspath(__file__))]

import numpy as np
import torch
import torchvision

SIDE = 64
MEAN = torch.tensor([0.485, 0.456, 0.406], dtype=torch.float64)
DEVIATION = torch.tensor([0.229, 0.224, 0.225], dtype=torch.float64)
NETWORKS = {
    "vgg16": "vgg16",
    "resnet18": "resnet18",
    "resnet34": "resnet34",
    "resnet50": "resnet50",
    "mobilenet-v2": "mobilenet_v2",
    "mobilenet-v3-small": "mobilenet_v3_small",
    "mobilenet-v3-large": "mobilenet_v3_large",
    "efficientnet-b0": "efficientnet_b0",
    "efficientnet-b1": "efficientnet_b1",
    "efficientnet-b2": "efficientnet_b2",
    "efficientnet-b3": "efficientnet_b3",
    "convnext-tiny": "convnext_tiny",
}


def draw(random, name, shape):
    if name.endswith("layer_scale") or len(shape) == 1 and not name.endswith(("running_var", "weight")):
        return random.uniform(-0.5, 0.5, shape)
    if len(shape) > 1:
        return random.uniform(-1, 1, shape) * np.sqrt(6 / np.prod(shape[1:]))
    if name.endswith("running_var"):
        return random.uniform(0.5, 1.5, shape)
    return random.uniform(0.3, 0.7, shape)


def features(network, x):
    if isinstance(network, torchvision.models.ResNet):
        trunk = torch.nn.Sequential(*list(network.children())[:-1])
        return trunk(x).flatten(1)
    return network.features(x).mean((2, 3))


def rounded(values):
    return [float(f"{v:.7g}") for v in values]


def main():
    cases = []
    for seed, (ours, theirs) in enumerate(NETWORKS.items()):
        torch.manual_seed(0)
        with torch.device("meta"):
            network = getattr(torchvision.models, theirs)()
        vgg = ours == "vgg16"
        network = network.to_empty(device="cpu").eval()
        random = np.random.RandomState(seed)
        state = network.state_dict()
        for name in sorted(state):
            if name.endswith("num_batches_tracked") or vgg and name.startswith("classifier"):
                state[name] = torch.zeros_like(state[name])
                continue
            state[name] = torch.tensor(draw(random, name, tuple(state[name].shape)).astype(np.float32))
        network.load_state_dict(state)
        network.double()
        picture = torch.tensor(random.randint(0, 256, (1, SIDE, SIDE, 3)).astype(np.float64))
        with torch.no_grad():
            x = ((picture / 255 - MEAN) / DEVIATION).permute(0, 3, 1, 2)
            case = {"backbone": ours, "seed": seed, "features": rounded(features(network, x)[0].numpy()[::8])}
            if not vgg:
                case["logits"] = rounded(network(x)[0].numpy()[::8])
        cases.append(case)
    versions = {"torch": torch.__version__, "torchvision": torchvision.__version__, "numpy": np.__version__}
    with open(sys.argv[1], "w") as file:
        json.dump({"versions": versions, "side": SIDE, "every": 8, "cases": cases}, file)
        file.write("\n")


main()
