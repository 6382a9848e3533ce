"""Drawn files of weights both ways between Kindling and the real programs.

usage: python check_weights.py BENCH_JAVA [--seed N] [--files N] [--models N] [FILE...]
Needs h5py, keras with tensorflow, numpy, safetensors, torch.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import h5py
import keras
import numpy as np
import torch
from keras import layers
from keras.src.legacy.saving import legacy_h5_format
from safetensors.numpy import load_file, save_file
from safetensors.torch import load_file as load_torch_file

TOLERANCE = 1e-4
NUMPY = ["?", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]
TORCH = [torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64]
TORCH += [torch.float16, torch.bfloat16, torch.float32, torch.float64]


def drawn_array(random, kinds=NUMPY):
    shape = tuple(random.integers(0 if random.random() < 0.1 else 1, 7, size=random.integers(0, 5)))
    dtype = np.dtype(random.choice(kinds))
    array = np.frombuffer(random.bytes(int(np.prod(shape)) * dtype.itemsize), dtype="u1" if dtype.kind == "b" else dtype)
    array = (array % 2).astype(bool) if dtype.kind == "b" else array
    return array.reshape(shape).copy()


def drawn_tensor(random):
    tensor = torch.randn(tuple(int(n) for n in random.integers(1, 6, size=random.integers(1, 5)))).mul(50)
    tensor = tensor.to(TORCH[random.integers(len(TORCH))])
    choice = random.integers(6)
    if choice == 0:
        tensor = tensor.transpose(0, -1)
    elif choice == 1:
        tensor = tensor[::2]
    elif choice == 2:
        tensor = tensor.unsqueeze(0).expand(3, *tensor.shape)
    elif choice == 3:
        tensor = torch.nn.Parameter(tensor, requires_grad=tensor.dtype.is_floating_point)
    return tensor


def draw_files(random, folder, count):
    """Writes files and gives what stands in each, as torch tensors or NumPy arrays by name."""
    expected = {}
    for i in range(count):
        kind = ["npy", "npz", "safetensors", "pth"][i % 4]
        file = f"{i:04}.{kind}"
        path = os.path.join(folder, file)
        if kind == "npy":
            array = drawn_array(random)
            array = array.astype(array.dtype.newbyteorder(random.choice(["<", ">"])))
            array = np.asarray(array, order=random.choice(["C", "F"]))
            version = [(1, 0), (2, 0), (3, 0)][random.integers(3)]
            with open(path, "wb") as out:
                np.lib.format.write_array(out, array, version=version)
            expected[file] = {"arr_0": array}
        elif kind == "pth":
            tensors = {f"layer{j}.weight": drawn_tensor(random) for j in range(random.integers(1, 8))}
            first = next(iter(tensors.values()))
            if first.dim() > 0:
                tensors["shared"] = first[0]
            value = {"epoch": 3, "state_dict": tensors, "best": 0.5} if random.random() < 0.3 else tensors
            torch.save(
                value,
                path,
                _use_new_zipfile_serialization=bool(random.random() < 0.5),
                pickle_protocol=int(random.integers(2, 6)),
            )
            expected[file] = tensors
        else:
            arrays = {f"layer/{j}": drawn_array(random) for j in range(random.integers(1, 8))}
            if kind == "npz":
                (np.savez if random.random() < 0.5 else np.savez_compressed)(path, **arrays)
            else:
                save_file(arrays, path, metadata={"format": "np"} if random.random() < 0.5 else None)
            expected[file] = arrays
    return expected


def as_numpy(value):
    if isinstance(value, torch.Tensor):
        value = value.detach()
        return (value.float() if value.dtype == torch.bfloat16 else value).numpy()
    return value


def require_equal(file, name, found, wanted):
    found, wanted = as_numpy(found), as_numpy(wanted)
    same_type = found.dtype.newbyteorder("=") == wanted.dtype.newbyteorder("=")
    native = wanted.astype(wanted.dtype.newbyteorder("="))
    if not same_type or found.shape != wanted.shape or found.tobytes() != np.ascontiguousarray(native).tobytes():
        sys.exit(f"{file}: {name} differs: {found.dtype}{found.shape} against {wanted.dtype}{wanted.shape}")


def check_files(folder, expected):
    compared = 0
    for file, arrays in expected.items():
        readings = {
            ".npz": np.load(os.path.join(folder, file + ".npz")),
            ".safetensors": load_torch_file(os.path.join(folder, file + ".safetensors")),
        }
        if os.path.exists(os.path.join(folder, file + ".pth")):
            readings[".pth"] = torch.load(os.path.join(folder, file + ".pth"), weights_only=True)
        for suffix, reading in readings.items():
            if set(reading.keys()) != set(arrays):
                sys.exit(f"{file}{suffix} has {sorted(reading.keys())}, not {sorted(arrays)}")
            for name, wanted in arrays.items():
                require_equal(file + suffix, name, reading[name], wanted)
                compared += 1
    print(f"{len(expected)} files of arrays: {compared} arrays equal to the bit, read by NumPy, safetensors and PyTorch")


def drawn_model(random):
    model = keras.Sequential()
    size = int(random.integers(9, 20))
    model.add(keras.Input((size, size + int(random.integers(3)), int(random.integers(1, 4)))))
    for _ in range(random.integers(1, 4)):
        kind = random.integers(3)
        filters = int(random.integers(2, 9))
        bias = bool(random.random() < 0.7)
        if kind == 0:
            model.add(layers.Conv2D(filters, 3, padding=random.choice(["same", "valid"]), use_bias=bias))
        elif kind == 1:
            model.add(layers.SeparableConv2D(filters, 3, padding="same", use_bias=bias))
        else:
            model.add(layers.DepthwiseConv2D(3, padding="same", depth_multiplier=int(random.integers(1, 3)), use_bias=bias))
        if random.random() < 0.5:
            model.add(layers.BatchNormalization(scale=bool(random.random() < 0.7)))
        model.add(layers.Activation(random.choice(["relu", "sigmoid"])))
    if random.random() < 0.5:
        model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten() if random.random() < 0.7 else layers.GlobalAveragePooling2D())
    if random.random() < 0.5:
        top = keras.Sequential([keras.Input((model.output_shape[1],)), layers.Dense(5), layers.BatchNormalization()])
        model.add(top)
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(int(random.integers(1, 5)), activation="sigmoid"))
    for variable in model.variables:
        if variable.dtype == "float32":
            low = 0.5 if "variance" in variable.name else -0.4
            variable.assign(random.uniform(low, low + 0.8, size=variable.shape).astype("float32"))
    return model


def save_listed(model, file):
    with h5py.File(file, "w") as out:
        legacy_h5_format.save_weights_to_hdf5_group(out, model)


def draw_models(random, folder, count):
    models = {}
    for i in range(count):
        keras.utils.clear_session()
        name = f"model{i:03}"
        model = drawn_model(random)
        with open(os.path.join(folder, name + ".json"), "w") as out:
            out.write(model.to_json())
        model.save_weights(os.path.join(folder, name + ".weights.h5"))
        save_listed(model, os.path.join(folder, name + ".h5"))
        x = random.normal(size=(3, *model.input_shape[1:])).astype("float32")
        np.save(os.path.join(folder, name + "-x.npy"), x)
        models[name] = (model, x, np.asarray(model(x, training=False)))
    return models


def check_models(folder, models):
    worst_there = worst_back = 0.0
    for name, (model, x, y) in models.items():
        for layout in [".weights.h5", ".h5"]:
            ours = np.load(os.path.join(folder, name + layout + "-y.npy"))
            worst_there = max(worst_there, float(np.abs(ours - y).max()))
            for variable in model.variables:
                if variable.dtype == "float32":
                    variable.assign(np.zeros(variable.shape, "float32"))
            model.load_weights(os.path.join(folder, name + layout))
            worst_back = max(worst_back, float(np.abs(np.asarray(model(x, training=False)) - y).max()))
    print(
        f"{len(models)} networks in two layouts: largest difference of an output {worst_there:.1e} with Keras's files here,"
        f" {worst_back:.1e} with these files in Keras"
    )
    if not max(worst_there, worst_back) <= TOLERANCE:
        sys.exit("outputs differ")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("java")
    parser.add_argument("given", nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--models", type=int, default=50)
    given = parser.parse_intermixed_args()
    random = np.random.default_rng(given.seed)
    torch.manual_seed(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        arrays, networks = os.path.join(folder, "arrays"), os.path.join(folder, "models")
        os.mkdir(arrays)
        os.mkdir(networks)
        expected = draw_files(random, arrays, given.files)
        for file in given.given:
            shutil.copy(file, arrays)
            name = os.path.basename(file)
            if name.endswith(".pth"):
                expected[name] = torch.load(file, map_location="cpu", weights_only=True)
            elif name.endswith(".safetensors"):
                expected[name] = load_file(file)
            else:
                read = np.load(file)
                expected[name] = dict(read) if name.endswith(".npz") else {"arr_0": read}
        models = draw_models(random, networks, given.models)
        subprocess.run([given.java, "dev.kindling.bench.CheckWeights", folder], check=True)
        check_files(os.path.join(folder, "arrays-out"), expected)
        check_models(os.path.join(folder, "models-out"), models)


if __name__ == "__main__":
    main()
