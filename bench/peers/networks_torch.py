"""Training steps of networks in PyTorch, channels last: pictures a second, by the median time of a batch of 32.

usage: python networks_torch.py NETWORK [--precision f32|bf16] [--steps N] [--warm-up N] [--threads N]
NETWORK   resnet | mobilenet_v2 | vgg16, those of BenchNetwork.java, with random weights

Prints as JSON: {"figures": {name: pictures a second}}. Needs what requirements-pictures.txt holds.
"""
import argparse
import json
import os
import time

import numpy as np
import torch
import torchvision
from torch import nn

BATCH = 32


def normalized(inputs, filters, kernel, stride):
    convolution = nn.Conv2d(inputs, filters, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(filters))


class BasicBlock(nn.Module):
    def __init__(self, inputs, filters, stride):
        super().__init__()
        self.first = nn.Sequential(normalized(inputs, filters, 3, stride), nn.ReLU(inplace=True))
        self.second = normalized(filters, filters, 3, 1)
        self.shortcut = nn.Identity() if stride == 1 else normalized(inputs, filters, 1, stride)

    def forward(self, x):
        return torch.relu(self.second(self.first(x)) + self.shortcut(x))


def resnet():
    parts = [normalized(3, 32, 3, 2), nn.ReLU(inplace=True)]
    inputs = 32
    for filters in (32, 64, 128, 256):
        parts += [BasicBlock(inputs, filters, 1 if filters == 32 else 2), BasicBlock(filters, filters, 1)]
        inputs = filters
    return nn.Sequential(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, 1)), 160


def mobilenet_v2():
    features = torchvision.models.mobilenet_v2().features
    return nn.Sequential(features, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1280, 1)), 160


def vgg16():
    features = torchvision.models.vgg16().features
    for index, part in enumerate(features):
        part.requires_grad_(index >= 24)
    top = [nn.Flatten(), nn.Linear(512 * 4 * 4, 256), nn.ReLU(), nn.Dropout(0.5), nn.Linear(256, 1)]
    return nn.Sequential(features, *top), 150


def main():
    networks = {"resnet": resnet, "mobilenet_v2": mobilenet_v2, "vgg16": vgg16}
    parser = argparse.ArgumentParser()
    parser.add_argument("network", choices=networks)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--warm-up", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--precision", choices=["f32", "bf16"], default="f32")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    model, size = networks[options.network]()
    model = model.to(memory_format=torch.channels_last).train()
    optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], 1e-4)
    x = torch.rand(BATCH, 3, size, size).contiguous(memory_format=torch.channels_last)
    y = torch.randint(0, 2, (BATCH, 1)).float()
    seconds = []
    for _ in range(options.warm_up + options.steps):
        began = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=options.precision == "bf16"):
            logits = model(x)
        loss = nn.functional.binary_cross_entropy_with_logits(logits.float(), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        seconds.append(time.perf_counter() - began)
    rate = BATCH / float(np.median(seconds[options.warm_up :]))
    print(json.dumps({"figures": {f"step {options.network} {options.precision}": rate}}))


if __name__ == "__main__":
    main()
