"""A voice in Piper's format that hums: each phoneme is 256 samples of a tone, higher for higher ids."""

import json

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

RATE, SAMPLES = 22050, 256
LETTERS = (
    "abcdefghijklmnopqrstuvwxyz ,.!?ɐɑɒɔɕəɛɜɡɪɨɲŋɹɻʂʃʊʋʌʐʒʔʰθðæøˈˌː0123456789ɥɚwʈʦ\u0303\u0329\u032f˥˦˧˨˩χβ"
)


def write_voice(folder, name="zh_CN-hum-low", language="zh_CN", espeak="cmn", **about):
    """Write a voice and its description; returns the voice's path."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.onnx"
    onnx.save(hum(), path)
    ids = {"_": [0], "^": [1], "$": [2]} | {letter: [at + 3] for at, letter in enumerate(LETTERS)}
    description = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": espeak},
        "language": {"code": language},
        "num_symbols": len(ids),
        "num_speakers": 1,
        "phoneme_id_map": ids,
        "phoneme_type": "espeak",
        **about,
    }
    path.with_name(path.name + ".json").write_text(json.dumps(description))
    return path


def hum():
    """Return the model: ids [1, n] become n * 256 samples, sin(2 pi (200 + 10 id) t)."""
    moments = (2 * np.pi * np.arange(SAMPLES) / RATE).astype(np.float32).reshape(1, 1, SAMPLES)
    constants = {
        "moments": moments,
        "ten": np.array(10, np.float32),
        "lowest": np.array(200, np.float32),
        "last": np.array([2], np.int64),
        "shape": np.array([1, 1, 1, -1], np.int64),
    }
    nodes = [
        helper.make_node("Cast", ["input"], ["ids"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["ids", "ten"], ["above"]),
        helper.make_node("Add", ["above", "lowest"], ["hertz"]),
        helper.make_node("Unsqueeze", ["hertz", "last"], ["column"]),
        helper.make_node("Mul", ["column", "moments"], ["phases"]),
        helper.make_node("Sin", ["phases"], ["waves"]),
        helper.make_node("Reshape", ["waves", "shape"], ["output"]),
    ]
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "n"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "samples"])
    kept = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "hum", inputs, [output], kept)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
