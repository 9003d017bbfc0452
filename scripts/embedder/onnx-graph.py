"""The original weights as ONNX graphs, for comparing runtimes: model.onnx (float32) and model_quantized.onnx (dynamic int8, as the hub's file is made).

    python onnx-graph.py MODEL_FOLDER OUT_FOLDER

One input `ids` (int64, one row of token ids), one output `hidden` (tokens by 384). Needs numpy, onnx, onnxruntime and safetensors.
"""
import sys

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

folder, out = sys.argv[1:3]
weights = {k: v for k, v in load_file(f"{folder}/model.safetensors").items() if v.dtype == np.float32}
nodes, tensors = [], {}


def constant(name, value):
    tensors[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
    return name


def add(kind, inputs, **attributes):
    name = f"{kind}_{len(nodes)}"
    nodes.append(helper.make_node(kind, inputs, [name], name, **attributes))
    return name


def dense(x, name):
    product = add("MatMul", [x, constant(name + ".weight", weights[name + ".weight"].T)])
    return add("Add", [product, constant(name + ".bias", weights[name + ".bias"])])


def norm(x, name):
    parts = [constant(name + "." + part, weights[name + "." + part]) for part in ("weight", "bias")]
    return add("LayerNormalization", [x, *parts], axis=-1, epsilon=1e-12)


def heads(x, order):
    return add("Transpose", [add("Reshape", [x, constant("split", np.array([-1, 12, 32]))])], perm=order)


words = add("Gather", [constant("words", weights["embeddings.word_embeddings.weight"]), "ids"], axis=0)
length = add("Shape", ["ids"])
places = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
places = add("Slice", [constant("places", places), constant("zero", np.array([0])), length, constant("axis", np.array([0]))])
x = norm(add("Add", [words, places]), "embeddings.LayerNorm")
for layer in range(6):
    p = f"encoder.layer.{layer}."
    query, value = (heads(dense(x, p + "attention.self." + n), [1, 0, 2]) for n in ("query", "value"))
    key = heads(dense(x, p + "attention.self.key"), [1, 2, 0])
    scores = add("Mul", [add("MatMul", [query, key]), constant("factor", np.float32(1 / np.sqrt(32)))])
    context = add("MatMul", [add("Softmax", [scores], axis=-1), value])
    context = add("Reshape", [add("Transpose", [context], perm=[1, 0, 2]), constant("merge", np.array([-1, 384]))])
    x = norm(add("Add", [x, dense(context, p + "attention.output.dense")]), p + "attention.output.LayerNorm")
    wide = dense(x, p + "intermediate.dense")
    half = add("Erf", [add("Mul", [wide, constant("root", np.float32(1 / np.sqrt(2)))])])
    wide = add("Mul", [add("Mul", [wide, constant("half", np.float32(0.5))]), add("Add", [half, constant("one", np.float32(1))])])
    x = norm(add("Add", [x, dense(wide, p + "output.dense")]), p + "output.LayerNorm")
nodes.append(helper.make_node("Identity", [x], ["hidden"]))

graph = helper.make_graph(
    nodes,
    "minilm",
    [helper.make_tensor_value_info("ids", TensorProto.INT64, ["tokens"])],
    [helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["tokens", 384])],
    list(tensors.values()),
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
save(model, f"{out}/model.onnx")
quantize_dynamic(f"{out}/model.onnx", f"{out}/model_quantized.onnx", weight_type=QuantType.QInt8)
