"""Makes a network of a realistic cost: torchvision's MobileNetV3-small with random weights.

python export_mobilenet.py <model.onnx> <folder of images>

Input "image": N x 3 x 224 x 224; output "logits": N x 1000. Beside it lie the weights (<model>.pt).
"""

import sys
from pathlib import Path

import numpy as np
import torch
import torchvision
from pipeline_peers import decode

torch.manual_seed(1)
model = torchvision.models.mobilenet_v3_small(weights=None)

# Without the statistics of what it sees its answers would all be equal, or all certain.
names = sorted(Path(sys.argv[2]).iterdir())[:256]
images = torch.as_tensor(np.stack([decode(name.read_bytes()) for name in names]))
with torch.no_grad():
    for layer in model.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.momentum = None
    for batch in images.split(64):
        model(batch)
    model.eval()
    seen = model(images[:64])
    model.classifier[3].weight *= 2 / seen.std()

file = Path(sys.argv[1])
torch.save(model.state_dict(), file.with_suffix(".pt"))
torch.onnx.export(
    model,
    (torch.zeros(2, 3, 224, 224),),
    str(file),
    input_names=["image"],
    output_names=["logits"],
    dynamic_shapes={"x": {0: torch.export.Dim("batch", min=1, max=4096)}},
    dynamo=True,
    external_data=False,
    verbose=False,
)
