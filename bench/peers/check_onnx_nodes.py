"""The onnx package's own tests of the operators that Kindling reads.

usage: python check_onnx_nodes.py BENCH_JAVA [--refused]
Needs onnx, numpy.
"""
import os
import subprocess
import sys
import tempfile
import warnings
from collections import Counter

import numpy as np
import onnx
from onnx import helper, numpy_helper
from onnx.backend.test.case.node import collect_testcases

warnings.filterwarnings("ignore", category=RuntimeWarning)
OPERATORS = set(
    "Add AveragePool BatchNormalization Cast Clip Concat Constant Conv Dropout Elu Flatten Gelu Gemm GlobalAveragePool"
    " GlobalMaxPool HardSigmoid HardSwish Identity LayerNormalization LeakyRelu LogSoftmax MatMul MaxPool Mul Pad PRelu"
    " Relu Reshape Resize Sigmoid Slice Softmax Softplus Tanh Transpose".split()
)
ALL_ARE_VALUES = {"Add", "Mul", "Concat"}


def as_network(case, typed):
    """The test's model with constants for all inputs but those that a network is given, and its first output."""
    model = onnx.ModelProto()
    model.CopyFrom(case.model)
    inputs, outputs = case.data_sets[0]
    node = model.graph.node[0]
    del node.output[1:], model.graph.output[1:]  # masks and places of maxima
    given = []
    for i, (info, array) in enumerate(zip(list(model.graph.input), inputs)):
        array = np.asarray(array)
        alike = i > 0 and node.op_type in ALL_ARE_VALUES and array.shape[:1] == np.shape(inputs[0])[:1]
        if i == 0 or alike:
            given.append(array)
            continue
        if info.name not in node.input:
            model.graph.input.remove(info)
            continue
        if typed and array.dtype == np.float32:
            tensor = helper.make_tensor(info.name, onnx.TensorProto.FLOAT, array.shape, array.ravel().tolist())
        elif typed and array.dtype == np.int64:
            tensor = helper.make_tensor(info.name, onnx.TensorProto.INT64, array.shape, array.ravel().tolist())
        else:
            tensor = numpy_helper.from_array(array, info.name)
        model.graph.initializer.append(tensor)
        model.graph.input.remove(info)
    return model, given, [np.asarray(value) for value in outputs]


def main():
    cases = []
    for case in collect_testcases(None):
        operators = {node.op_type for node in case.model.graph.node}
        inputs = case.data_sets[0][0] if case.data_sets else []
        plain = inputs and all(isinstance(value, (np.ndarray, np.generic)) for value in inputs)
        if operators <= OPERATORS and plain:
            cases.append(case)
    refused, passed, opsets = [], Counter(), Counter()
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        expected = {}
        for i, case in enumerate(cases):
            for typed in (False, True):
                name = f"{case.name}{'-typed' if typed else ''}"
                model, given, outputs = as_network(case, typed)
                onnx.save(model, os.path.join(folder, name + ".onnx"))
                for place, array in enumerate(given):
                    np.save(os.path.join(folder, f"{name}-x{place}.npy"), array)
                expected[name] = (case, outputs)
        subprocess.run([sys.argv[1], "dev.kindling.bench.CheckOnnxNodes", folder], check=True)
        for name, (case, outputs) in expected.items():
            operator = case.model.graph.node[0].op_type
            reason = os.path.join(folder, name + ".refused")
            if os.path.exists(reason):
                with open(reason) as file:
                    refused.append((name, file.read()))
                continue
            y = np.load(os.path.join(folder, name + "-y.npy"))
            if y.shape != outputs[0].shape or not np.allclose(y, outputs[0], rtol=max(case.rtol, 1e-5), atol=1e-5):
                failed.append(name)
            passed[operator] += 1
            for opset in case.model.opset_import:
                opsets[opset.version] += 1
    print(f"{sum(passed.values())} networks of {len(expected)} are read and give what onnx {onnx.__version__} expects: "
          + ", ".join(f"{name} {count}" for name, count in sorted(passed.items())))
    print(f"opsets: {dict(sorted(opsets.items()))}; {len(refused)} are refused by name")
    if "--refused" in sys.argv:
        for name, reason in refused:
            print(f"  {name}: {reason}")
    missing = OPERATORS - set(passed) - {"Constant"}
    if missing:
        print("read by none of them: " + ", ".join(sorted(missing)))
    if failed:
        sys.exit(f"{len(failed)} give something else: " + ", ".join(failed))


if __name__ == "__main__":
    main()
