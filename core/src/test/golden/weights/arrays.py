"""Small files of arrays as NumPy and safetensors write them, with what stands in each, in one zip archive.

What stands in a file lies in expected.json: {file: {array: {dtype, shape, values}}}, the values in row-major order
as Python writes them. Run with a Python that has numpy and safetensors:

    python arrays.py ../../resources/golden/weights
"""

import io
import json
import sys
import zipfile
from pathlib import Path

import numpy as np
import safetensors
from numpy.lib import format as npy
from safetensors.numpy import save as save_safetensors

OUT = Path(sys.argv[1])
random = np.random.RandomState(7)
files, expected = {}, {}


def describe(array):
    kind = {"b": "BOOL", "u": "UINT", "i": "INT", "f": "FLOAT"}[array.dtype.kind]
    width = "" if kind == "BOOL" else str(array.dtype.itemsize * 8)
    values = [repr(v) for v in array.ravel(order="C").tolist()]
    return {"dtype": kind + width, "shape": list(array.shape), "values": values}


def add(name, content, arrays):
    files[name] = content
    expected[name] = {key: describe(array) for key, array in arrays.items()}


def drawn(dtype, *shape):
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return random.randint(0, 2, size=shape).astype(dtype)
    if dtype.kind == "f":
        array = np.array(random.normal(size=shape) * 100).astype(dtype)
        if array.size > 5:
            info = np.finfo(dtype)
            array.ravel()[:6] = [np.nan, np.inf, -np.inf, -0.0, info.smallest_subnormal, info.max]
        return array
    info = np.iinfo(dtype)
    array = np.array(random.randint(0, 100, size=shape)).astype(dtype)
    if array.size > 1:
        array.ravel()[:2] = [info.min, info.max]
    return array


def npy_bytes(array, version=None):
    out = io.BytesIO()
    npy.write_array(out, array, version=version)
    return out.getvalue()


types = ["?", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]
for kind in types:
    for order in "<>":
        dtype = np.dtype(kind).newbyteorder(order)
        array = drawn(dtype, 2, 3, 4)
        name = f"{kind}{'big' if order == '>' else 'little'}.npy".replace("?", "b")
        add(name, npy_bytes(array), {"arr_0": array})
        fortran = np.asfortranarray(array)
        add("columns-" + name, npy_bytes(fortran), {"arr_0": array})
for version in [(1, 0), (2, 0), (3, 0)]:
    array = drawn("f4", 5)
    add(f"version{version[0]}.npy", npy_bytes(array, version), {"arr_0": array})
scalar = np.float32(1.5).reshape(())
add("scalar.npy", npy_bytes(scalar), {"arr_0": scalar})
for shape in [(0,), (0, 3), (3, 0, 2), (1,), (1, 1, 1)]:
    numbers = drawn("f4", *shape)
    for order in "CF":
        array = np.array(numbers, order=order)
        add(f"shape{'x'.join(map(str, shape))}{order}.npy", npy_bytes(array), {"arr_0": array})

arrays = {"kernel": drawn("f4", 3, 2), "steps": drawn("i8"), "deep/名": drawn("f2", 4), "none": drawn("f8", 0)}
for name, save in [("stored.npz", np.savez), ("compressed.npz", np.savez_compressed)]:
    out = io.BytesIO()
    save(out, **arrays)
    add(name, out.getvalue(), arrays)

arrays = {f"a.{kind}": drawn(kind, 2, 3) for kind in types}
arrays |= {"none": drawn("f4", 0), "scalar": drawn("f8")}
add("all.safetensors", save_safetensors(arrays, {"format": "np", "sprache": "ünï"}), arrays)
add("empty.safetensors", save_safetensors({}), {})

with zipfile.ZipFile(OUT / "arrays.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for name, content in files.items():
        archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    versions = {"numpy": np.__version__, "safetensors": safetensors.__version__}
    text = json.dumps({"versions": versions, "files": expected}, indent=1, ensure_ascii=False)
    archive.writestr(zipfile.ZipInfo("expected.json"), text, zipfile.ZIP_DEFLATED)
