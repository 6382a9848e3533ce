"""Makes large photographs, and times Pillow from JPEG files to pictures of 224x224, on one thread.

    python decoding.py make DIR TO      the first files of DIR as they are, enlarged, and enlarged with grain
    python decoding.py time FOLDER      what the former made

The latter prints a line for each kind of files and way: the kind, a tab, the way, a tab, milliseconds a picture (the
median of several passes). Needs what requirements-pictures.txt names. dev.kindling.bench.compare.DecodeTimes does the
same in Kindling.
"""

import io
import statistics
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image

PICTURES = 6
PASSES = 7
WARM_SECONDS = 2
SIZE = (224, 224)


def make(directory, to):
    random = np.random.RandomState(1)
    for i, path in enumerate(sorted(Path(directory).rglob("*.jpg"))[:PICTURES]):
        picture = Image.open(path).convert("RGB")
        large = picture.resize((4000, 3000), Image.Resampling.BICUBIC)
        grain = random.normal(0, 4, (3000, 4000, 1))
        grained = Image.fromarray(np.clip(np.asarray(large) + grain, 0, 255).astype(np.uint8))
        for kind, content in (("small", None), ("12 megapixels", large), ("12 megapixels with grain", grained)):
            file = Path(to) / kind / f"{i}.jpg"
            file.parent.mkdir(exist_ok=True)
            if content is None:
                file.write_bytes(path.read_bytes())
            else:
                content.save(file, quality=92)


def whole(content):
    return Image.open(io.BytesIO(content)).convert("RGB").resize(SIZE, Image.Resampling.BILINEAR)


def draft(content):
    image = Image.open(io.BytesIO(content))
    image.draft("RGB", SIZE)
    return image.convert("RGB").resize(SIZE, Image.Resampling.BILINEAR)


def time_of(work, contents):
    end = time.perf_counter() + WARM_SECONDS
    while time.perf_counter() < end:
        for content in contents:
            work(content)
    passes = []
    for _ in range(PASSES):
        start = time.perf_counter()
        for content in contents:
            work(content)
        passes.append((time.perf_counter() - start) / len(contents))
    return statistics.median(passes) * 1000


def main():
    if sys.argv[1] == "make":
        make(*sys.argv[2:])
        return
    for folder in sorted(Path(sys.argv[2]).iterdir()):
        contents = [path.read_bytes() for path in sorted(folder.iterdir())]
        mean = sum(map(len, contents)) / len(contents) / 1024
        for name, work in (("Pillow whole", whole), ("Pillow draft", draft)):
            print(f"{folder.name} ({mean:.0f} KB)\t{name}\t{time_of(work, contents):.4f}", flush=True)


main()
