"""The learning rates of schedules step by step: the golden file of LearningRateScheduleTest.

Run with any Python that has keras and tensorflow-cpu (or tensorflow):

    python schedules.py ../../resources/golden/optimizers/schedules.json

OneCycle is PyTorch's; with torch in the same Python it comes from there, else its case is kept as it
is in the file.
"""

import json
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras

STEPS = [*range(0, 40), 63, 64, 65, 100, 127, 128, 1000]


def case(kind, **options):
    schedule = getattr(keras.optimizers.schedules, kind)(**options)
    return {"schedule": kind, "options": options, "rates": [float(schedule(step)) for step in STEPS]}


def one_cycle(total, **options):
    import torch

    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, total_steps=total, cycle_momentum=False, **options
    )
    rates = []
    for step in range(total):
        rates.append(schedule.get_last_lr()[0])
        optimizer.step()
        if step + 1 < total:
            schedule.step()
    return {"options": {"total_steps": total, **options}, "rates": rates}


cases = [
    case("ExponentialDecay", initial_learning_rate=0.1, decay_steps=10, decay_rate=0.9),
    case("ExponentialDecay", initial_learning_rate=0.1, decay_steps=7, decay_rate=0.5, staircase=True),
    case("InverseTimeDecay", initial_learning_rate=0.1, decay_steps=10, decay_rate=0.5),
    case("InverseTimeDecay", initial_learning_rate=1.0, decay_steps=5, decay_rate=2.0, staircase=True),
    case("PiecewiseConstantDecay", boundaries=[5, 20, 64], values=[1.0, 0.5, 0.25, 0.125]),
    case("CosineDecay", initial_learning_rate=0.1, decay_steps=64),
    case("CosineDecay", initial_learning_rate=0.1, decay_steps=30, alpha=0.25),
    case("CosineDecay", initial_learning_rate=0.0, decay_steps=50, warmup_target=0.1, warmup_steps=10),
    case("CosineDecay", initial_learning_rate=0.05, decay_steps=20, alpha=0.1, warmup_target=0.1, warmup_steps=7),
    case("CosineDecayRestarts", initial_learning_rate=0.1, first_decay_steps=16),
    case("CosineDecayRestarts", initial_learning_rate=0.1, first_decay_steps=10, t_mul=1.0, m_mul=0.5),
    case("CosineDecayRestarts", initial_learning_rate=0.1, first_decay_steps=8, t_mul=1.5, m_mul=0.8, alpha=0.1),
]
golden = {"keras": keras.__version__, "steps": STEPS, "cases": cases}
try:
    import torch

    golden["torch"] = torch.__version__
    golden["one_cycle"] = [
        one_cycle(40, max_lr=0.1),
        one_cycle(25, max_lr=1.0, pct_start=0.4, div_factor=10.0, final_div_factor=100.0),
    ]
except ImportError:
    with open(sys.argv[1]) as file:
        before = json.load(file)
    golden["torch"], golden["one_cycle"] = before["torch"], before["one_cycle"]
with open(sys.argv[1], "w") as file:
    json.dump(golden, file)
    file.write("\n")
