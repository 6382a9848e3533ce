"""Makes core/src/test/resources/golden/augment/torchvision_ops.json: torchvision's results of single operations.

Run it with any Python 3.11 or later that has torch, torchvision (see bench/peers/requirements-pictures.txt) and numpy:

    python core/src/test/golden/augment/torchvision_ops.py [SEED [NUMBER]]

Sample i (channels run fastest) of picture s is bits 13 to 20 of (i + s) * 2654435761, laid over a slope when s is odd,
so that the test can make the same picture. Results are kept as SHA-256 of the samples in this order, but for those that
may differ by a grey level, which are kept whole.
"""

import base64
import hashlib
import json
import re
import sys
import zlib
from pathlib import Path

import numpy as np
import torch
import torchvision
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional as F

OUT = Path(__file__).parents[2] / "resources/golden/augment/torchvision_ops.json"


def picture(height, width, channels, s):
    i = np.arange(height * width * channels, dtype=np.uint64)
    samples = (((i + np.uint64(s)) * np.uint64(2654435761)) >> np.uint64(13)) & np.uint64(255)
    if s % 2:
        slope = i * np.uint64(200) // np.uint64(height * width * channels)
        samples = slope + samples // np.uint64(8)
    return torch.from_numpy(samples.astype(np.uint8).reshape(height, width, channels)).permute(2, 0, 1).contiguous()


def samples(tensor):
    return tensor.permute(1, 2, 0).contiguous().numpy().tobytes()


def single(random):
    """An operation with parameters, as Kindling names it, and torchvision's function."""
    factor = float(np.float32(random.uniform(0, 2.5)))
    kind = random.randint(14)
    if kind == 0:
        return "AdjustBrightness", [factor], lambda x: F.adjust_brightness(x, factor)
    if kind == 1:
        return "AdjustContrast", [factor], lambda x: F.adjust_contrast(x, factor)
    if kind == 2:
        return "AdjustSaturation", [factor], lambda x: F.adjust_saturation(x, factor)
    if kind == 3:
        return "AdjustSharpness", [factor], lambda x: F.adjust_sharpness(x, factor)
    if kind == 4:
        hue = float(random.uniform(-0.5, 0.5))
        return "AdjustHue", [hue], lambda x: F.adjust_hue(x, hue)
    if kind == 5:
        bits = int(random.randint(9))
        return "Posterize", [bits], lambda x: F.posterize(x, bits)
    if kind == 6:
        threshold = float(random.uniform(0, 255))
        return "Solarize", [threshold], lambda x: F.solarize(x, threshold)
    if kind == 7:
        return "AutoContrast", [], F.autocontrast
    if kind == 8:
        return "Equalize", [], F.equalize
    if kind == 9:
        return "Grayscale", [], lambda x: F.rgb_to_grayscale(x, x.shape[0])
    if kind == 10:
        size, sigma = int(2 * random.randint(6) + 1), float(random.uniform(0.1, 3))
        return "GaussianBlur", [size, sigma], lambda x: F.gaussian_blur(x, [size, size], [sigma, sigma])
    if kind == 11:
        return "HorizontalFlip", [], F.horizontal_flip
    if kind == 12:
        box = [int(n) for n in random.randint(0, 12, 2)] + [int(n) for n in random.randint(1, 9, 2)]
        value = int(random.randint(256))
        return "Erase", [*box, value], lambda x: F.erase(x, *box, v=torch.tensor([value])[:, None, None])
    # Of a rectangle wholly outside of the picture torchvision makes one of another size.
    box = [int(n) for n in random.randint(-6, 12, 2)] + [int(n) for n in random.randint(7, 30, 2)]
    return "Crop", box, lambda x: F.crop(x, *box)


SPACES = {"RandAugment": v2.RandAugment, "TrivialAugmentWide": v2.TrivialAugmentWide}
KINDS = list(v2.RandAugment._AUGMENTATION_SPACE)


def chosen(random):
    """An operation of RandAugment or TrivialAugmentWide."""
    interpolation = ["nearest", "bilinear"][random.randint(2)]
    transform = list(SPACES.values())[random.randint(2)](interpolation=v2.InterpolationMode(interpolation))
    kind = KINDS[random.randint(len(KINDS))]
    magnitudes, signed = transform._AUGMENTATION_SPACE[kind]
    table = magnitudes(31, 80, 100)
    strength = 0.0 if table is None else float(table[random.randint(31)]) * (-1 if signed and random.randint(2) else 1)

    def apply(x):
        return transform._apply_image_or_video_transform(x, kind, strength, transform.interpolation, transform._fill)

    return "Chosen", [interpolation.upper(), constant(kind), strength], apply


def constant(kind):
    return re.sub("(?<!^)(?=[A-Z])", "_", kind).upper()


def strengths():
    """The tables of magnitudes, for pictures of 80 x 100."""
    return [
        {"name": name, "kind": constant(kind), "bins": bins, "strengths": [float(s) for s in magnitudes(bins, 80, 100)]}
        for name, transform in SPACES.items()
        for kind, (magnitudes, _) in transform._AUGMENTATION_SPACE.items()
        for bins in (31, 10)
        if magnitudes(bins, 80, 100) is not None
    ]


# Sums of floats, in an order that is torch's own, decide where these round or cut off.
WITHIN_ONE = {"AdjustHue", "GaussianBlur"}
WARPS = {"SHEAR_X", "SHEAR_Y", "TRANSLATE_X", "TRANSLATE_Y", "ROTATE"}  # with bilinear interpolation


def main():
    seed, number = map(int, sys.argv[1:] + ["5", "400"][len(sys.argv) - 1 :])
    torch.set_num_threads(1)
    random = np.random.RandomState(seed)
    cases = []
    for n in range(number):
        name, parameters, apply = (single if n % 2 else chosen)(random)
        whole = name in WITHIN_ONE or (n % 2 == 0 and parameters[0] == "BILINEAR" and parameters[1] in WARPS)
        low, high = (13, 30) if whole else (13, 230)
        height, width = (int(size) for size in random.randint(low, high, 2))
        channels, s = [1, 3, 3][random.randint(3)], int(random.randint(1000))
        before = picture(height, width, channels, s)
        after = samples(apply(before.clone()))
        case = {"name": name, "parameters": parameters, "picture": [height, width, channels, s]}
        if whole:
            case["samples"] = base64.b64encode(zlib.compress(after, 9)).decode()
        else:
            case["sha256"] = hashlib.sha256(after).hexdigest()
        cases.append(case)
    mixtures = []
    for n in range(12):
        x = torch.from_numpy(random.randint(0, 256, (3, 3, 4, 5)).astype(np.float32))
        y = torch.from_numpy(np.eye(3, dtype=np.float32)[random.randint(0, 3, 3)])
        if n % 2:
            lam = float(random.uniform())
            mixed = v2.MixUp(num_classes=3)
            params, drawn = {"labels": y, "batch_size": 3, "lam": lam}, {"lambda": lam}
        else:
            x1, x2 = sorted(int(i) for i in random.randint(0, 6, 2))
            y1, y2 = sorted(int(i) for i in random.randint(0, 5, 2))
            mixed = v2.CutMix(num_classes=3)
            lam = 1.0 - (x2 - x1) * (y2 - y1) / 20
            params = {"labels": y, "batch_size": 3, "box": (x1, y1, x2, y2), "lam_adjusted": lam}
            drawn = {"box": [y1, x1, y2, x2], "lambda": lam}
        channels_last = lambda t: t.permute(0, 2, 3, 1).reshape(-1).tolist()
        mixtures.append({
            **drawn,
            "x": channels_last(x),
            "y": y.reshape(-1).tolist(),
            "mixed_x": channels_last(mixed.transform(x, params)),
            "mixed_y": mixed.transform(y, params).reshape(-1).tolist(),
        })
    versions = {"torch": torch.__version__, "torchvision": torchvision.__version__, "numpy": np.__version__}
    text = ",\n".join(json.dumps(case) for case in cases)
    mixes = ",\n".join(json.dumps(mixture) for mixture in mixtures)
    OUT.write_text(f'{{"versions": {json.dumps(versions)},\n"strengths": {json.dumps(strengths())},\n"cases": [\n{text}\n],\n"mixtures": [\n{mixes}\n]}}\n')


main()
