"""A model as other programs write it, and what ONNX's own reference implementation computes with it.

Everything that Kindling's files do not have: the newest opset, numbers in typed fields, weights listed as
inputs, a Constant node, a matrix stored transposed, an addend with two axes, a MatMul, an omitted bias,
a batch axis fixed at 2, weights of a strange kind that no node uses.

Run with any Python that has the package onnx:

    python foreign.py ../../resources/golden/onnx
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

OUT = Path(sys.argv[1])
random = np.random.RandomState(5)


def numbers(*shape):
    return (random.randint(-64, 64, size=shape) / 64).astype(np.float32)


def typed(name, array):
    return helper.make_tensor(name, TensorProto.FLOAT, array.shape, array.ravel().tolist())


initializers = [
    typed("matrix2", numbers(5, 3)),
    typed("kernel", numbers(4, 3, 3, 2)),
    numpy_helper.from_array(numbers(5, 48), "matrix1"),
    typed("addend", numbers(1, 5)),
    helper.make_tensor("strange", TensorProto.INT64, [2], [1, 2]),
]
nodes = [
    helper.make_node("Cast", ["picture"], ["cast"], to=TensorProto.FLOAT, saturate=1),
    helper.make_node("Constant", [], ["scale"], value=typed("", np.array([1 / 512], np.float32))),
    helper.make_node("Mul", ["scale", "cast"], ["scaled"]),
    helper.make_node("Transpose", ["scaled"], ["nchw"], perm=[0, 3, 1, 2]),
    helper.make_node(
        "Conv", ["nchw", "kernel", ""], ["conv"], pads=[1, 0, 2, 1], strides=[2, 1], auto_pad="NOTSET", group=1
    ),
    helper.make_node("Relu", ["conv"], ["relu"]),
    helper.make_node("MaxPool", ["relu"], ["pool"], kernel_shape=[2, 3], auto_pad="VALID", strides=[1, 1]),
    helper.make_node("Dropout", ["pool"], ["dropout"]),
    helper.make_node("Flatten", ["dropout"], ["flat"]),
    helper.make_node("Gemm", ["flat", "matrix1", "addend"], ["gemm"], transB=1),
    helper.make_node("Sigmoid", ["gemm"], ["sigmoid"]),
    helper.make_node("MatMul", ["sigmoid", "matrix2"], ["matmul"]),
    helper.make_node("Softmax", ["matmul"], ["scores"], axis=1),
]
graph = helper.make_graph(
    nodes,
    "foreign",
    [
        helper.make_tensor_value_info("picture", TensorProto.UINT8, [2, 6, 6, 3]),
        helper.make_tensor_value_info("kernel", TensorProto.FLOAT, [4, 3, 3, 2]),
    ],
    [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [2, 3])],
    initializers,
)
model = helper.make_model(
    graph,
    producer_name="somebody",
    opset_imports=[helper.make_opsetid("", 28), helper.make_opsetid("com.example", 1)],
)
helper.set_model_props(model, {"author": "somebody"})
onnx.checker.check_model(model, full_check=True)
picture = random.randint(0, 256, size=(2, 6, 6, 3)).astype(np.uint8)
(scores,) = ReferenceEvaluator(model).run(None, {"picture": picture})

OUT.mkdir(parents=True, exist_ok=True)
onnx.save(model, OUT / "foreign.onnx")
(OUT / "foreign.json").write_text(
    json.dumps(
        {
            "versions": {"onnx": onnx.__version__, "numpy": np.__version__},
            "picture": picture.ravel().tolist(),
            "scores": scores.ravel().tolist(),
        }
    )
    + "\n"
)
