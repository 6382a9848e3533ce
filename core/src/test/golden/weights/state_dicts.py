"""State dicts as PyTorch saves them, with what stands in each, in one zip archive.

expected.json is as in arrays.py. Run with a Python that has torch:

    python state_dicts.py ../../resources/golden/weights
"""

import io
import json
import sys
import zipfile
from collections import OrderedDict
from pathlib import Path

import torch

OUT = Path(sys.argv[1])
torch.manual_seed(7)
files, expected = {}, {}


def describe(tensor):
    kind = str(tensor.dtype).removeprefix("torch.").upper()
    wide = tensor.detach().to(torch.float64) if tensor.dtype.is_floating_point else tensor.detach()
    values = [repr(v) for v in wide.reshape(-1).tolist()]
    return {"dtype": kind, "shape": list(tensor.shape), "values": values}


def add(name, value, tensors, **options):
    out = io.BytesIO()
    torch.save(value, out, **options)
    files[name] = out.getvalue()
    expected[name] = {key: describe(tensor) for key, tensor in tensors.items()}


base = torch.randn(4, 6)
shared = torch.arange(20, dtype=torch.int64)
tensors = OrderedDict(
    float=base,
    double=torch.randn(2, 2, dtype=torch.float64),
    half=torch.randn(3).half(),
    bfloat=torch.randn(3).bfloat16(),
    bool=torch.tensor([True, False, True]),
    byte=torch.tensor([0, 255], dtype=torch.uint8),
    char=torch.tensor([-128, 127], dtype=torch.int8),
    short=torch.tensor([-32768, 5], dtype=torch.int16),
    int=torch.tensor([[-7], [2**31 - 1]], dtype=torch.int32),
    long=torch.tensor([-(2**63), 2**63 - 1]),
    scalar=torch.tensor(1.5),
    steps=torch.tensor(12345678901),
    none=torch.zeros(0, 3),
    transposed=base.t(),
    column=base[:, 2],
    part=base[1:3, 2:5],
    steppy=shared[3::4],
    expanded=torch.tensor([1.0, 2.0]).unsqueeze(1).expand(2, 3),
    parameter=torch.nn.Parameter(torch.randn(2, 3)),
)
last = torch.randn(2, 5, 3, 3).to(memory_format=torch.channels_last)
tensors["channels_last"] = last

for legacy in [False, True]:
    kind = "legacy" if legacy else "zip"
    options = {"_use_new_zipfile_serialization": not legacy}
    add(f"{kind}.pth", tensors, tensors, **options)
    for protocol in [3, 4, 5]:
        add(f"{kind}-protocol{protocol}.pth", tensors, tensors, pickle_protocol=protocol, **options)
    network = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Flatten(), torch.nn.Linear(4, 2))
    network(torch.randn(2, 3, 3, 3))
    add(f"{kind}-network.pth", network.state_dict(), network.state_dict(), **options)
    optimizer = torch.optim.Adam(network.parameters())
    checkpoint = {
        "epoch": 7,
        "arch": "résumé",
        "best": 0.25,
        "done": None,
        "state_dict": network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "size": torch.Size([1, 2]),
    }
    add(f"{kind}-checkpoint.pth", checkpoint, network.state_dict(), **options)
    add(f"{kind}-lists.pth", {"a": [base, (shared,)], "b": {3: base}}, {"a.0": base, "a.1.0": shared, "b.3": base}, **options)
    add(f"{kind}-tensor.pth", base, {"": base}, **options)
unsigned = {
    "u16": torch.tensor([0, 65535], dtype=torch.uint16),
    "u32": torch.tensor([0, 2**32 - 1], dtype=torch.uint32),
}
out = io.BytesIO()
torch.save(unsigned, out)
files["zip-unsigned.pth"] = out.getvalue()
expected["zip-unsigned.pth"] = {
    key: {"dtype": describe(t)["dtype"], "shape": [2], "values": [repr(v) for v in t.tolist()]} for key, t in unsigned.items()
}

with zipfile.ZipFile(OUT / "state_dicts.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for name, content in files.items():
        archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    text = json.dumps({"versions": {"torch": torch.__version__}, "files": expected}, indent=1, ensure_ascii=False)
    archive.writestr(zipfile.ZipInfo("expected.json"), text, zipfile.ZIP_DEFLATED)
