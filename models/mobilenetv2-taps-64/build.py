"""Makes mobilenetv2-taps-64.onnx from the MobileNetV2 that the npm package nsfwjs ships.

Needs Node (the package stores its weights as JavaScript), numpy and onnx:

    npm pack nsfwjs@4.4.0 && tar xzf nsfwjs-4.4.0.tgz
    python build.py package mobilenetv2-taps-64.onnx

The 8-bit weights become float32 again and batch normalisation is folded into the convolutions. The
last layers were trained for another task; the embedding is made of the averages over the picture of
three layers further in front, which know more about pictures in general.
"""

import base64
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

TAPS = ["block_8_expand_relu", "block_12_expand_relu", "block_13_expand_relu"]
OPSET, IR_VERSION = 17, 8


def require(file: Path):
    """What a CommonJS file exports, as JSON data."""
    program = "const m = require(process.argv[1]); process.stdout.write(JSON.stringify(m.default ?? m))"
    answer = subprocess.run(
        ["node", "-e", program, str(file.resolve())], capture_output=True, check=True
    )
    return json.loads(answer.stdout)


def read_network(package: Path):
    """The layers of the Keras model, and its weights as float32 by name."""
    folder = package / "dist" / "models" / "mobilenet_v2"
    model = require(folder / "model.min.js")
    shard = require(folder / "group1-shard1of1.min.js")
    stored = base64.b64decode(shard if isinstance(shard, str) else next(iter(shard.values())))
    weights, offset = {}, 0
    for entry in model["weightsManifest"][0]["weights"]:
        size, levels = int(np.prod(entry["shape"])), entry["quantization"]
        steps = np.frombuffer(stored, np.uint8, size, offset).astype(np.float64)
        values = steps * levels["scale"] + levels["min"]
        weights[entry["name"]] = values.reshape(entry["shape"]).astype(np.float32)
        offset += size
    assert offset == len(stored), "the weights do not fill their file"
    return model["modelTopology"]["model_config"]["config"]["layers"], weights


def kernel_of(layer, weights):
    """Weights of a convolution as ONNX wants them (out, in, height, width), and its groups."""
    if layer["class_name"] == "DepthwiseConv2D":
        kernel = weights[layer["config"]["name"] + "/depthwise_kernel"].transpose(2, 3, 0, 1)
        return kernel, kernel.shape[0]
    return weights[layer["config"]["name"] + "/kernel"].transpose(3, 2, 0, 1), 1


class Graph:
    """ONNX nodes in the making; a convolution waits for the normalisation that follows it."""

    def __init__(self, weights):
        self.weights = weights
        self.nodes, self.constants, self.channels = [], {}, {"image": 3}
        self.names, self.padded, self.waiting = {}, False, None
        self.constant("zero", 0.0)
        self.constant("six", 6.0)

    def constant(self, name, value):
        self.constants[name] = numpy_helper.from_array(np.asarray(value, np.float32), name)
        return name

    def node(self, op, inputs, output, **attributes):
        self.nodes.append(helper.make_node(op, inputs, [output], **attributes))

    def add_layer(self, layer):
        kind, name = layer["class_name"], layer["config"]["name"]
        inbound = layer["inbound_nodes"][0] if layer["inbound_nodes"] else []
        inputs = [self.names.get(one[0], one[0]) for one in inbound]
        if kind == "InputLayer":
            self.names[name] = "image"
        elif kind == "ZeroPadding2D":
            assert layer["config"]["padding"] == [[0, 1], [0, 1]]
            self.names[name], self.padded = inputs[0], True
        elif kind in ("Conv2D", "DepthwiseConv2D"):
            self.waiting = (layer, inputs[0], self.padded)
            self.padded = False
        elif kind == "BatchNormalization":
            self.add_convolution(layer)
        elif kind == "ReLU":
            self.node("Clip", [inputs[0], "zero", "six"], name)
            self.channels[name] = self.channels[inputs[0]]
        elif kind == "Add":
            self.node("Add", inputs, name)
            self.channels[name] = self.channels[inputs[0]]
        else:
            raise ValueError(f"layer {name} of kind {kind} is not expected before the last tap")

    def add_convolution(self, normalisation):
        layer, source, padded = self.waiting
        name, config = normalisation["config"]["name"], layer["config"]
        part = {
            key: self.weights[f"{name}/{key}"]
            for key in ("gamma", "beta", "moving_mean", "moving_variance")
        }
        kernel, groups = kernel_of(layer, self.weights)
        epsilon = normalisation["config"].get("epsilon", 1e-3)
        scale = part["gamma"] / np.sqrt(part["moving_variance"] + epsilon)
        size = kernel.shape[2]
        if padded:
            pads = [0, 0, 1, 1]
        else:
            pads = [size // 2] * 4 if config["padding"] == "same" else [0] * 4
        weight = self.constant(f"{config['name']}_w", kernel * scale[:, None, None, None])
        bias = self.constant(f"{config['name']}_b", part["beta"] - part["moving_mean"] * scale)
        self.node(
            "Conv",
            [source, weight, bias],
            name,
            group=groups,
            strides=[config["strides"][0]] * 2,
            pads=pads,
            kernel_shape=[size, size],
        )
        self.channels[name] = kernel.shape[0]

    def finish(self):
        """Averages of the taps, side by side, as the one output."""
        for tap in TAPS:
            self.node("GlobalAveragePool", [tap], f"{tap}_mean")
            self.node("Flatten", [f"{tap}_mean"], f"{tap}_flat")
        self.node("Concat", [f"{tap}_flat" for tap in TAPS], "embedding", axis=1)
        dimension = sum(self.channels[tap] for tap in TAPS)
        image = ["batch", 3, "height", "width"]
        graph = helper.make_graph(
            self.nodes,
            "mobilenetv2-taps-64",
            [helper.make_tensor_value_info("image", TensorProto.FLOAT, image)],
            [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", dimension])],
            list(self.constants.values()),
        )
        opset = helper.make_opsetid("", OPSET)
        model = helper.make_model(graph, opset_imports=[opset], ir_version=IR_VERSION)
        onnx.checker.check_model(model, full_check=True)
        return model


def main(package: str, target: str):
    layers, weights = read_network(Path(package))
    graph = Graph(weights)
    for layer in layers:
        graph.add_layer(layer)
        if layer["config"]["name"] == TAPS[-1]:
            break
    onnx.save(graph.finish(), target)


if __name__ == "__main__":
    main(*sys.argv[1:])
