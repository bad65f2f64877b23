"""Runs keras.mjs, in a copy of this folder where 'npm install' was run."""
import json
import subprocess
import tempfile
from pathlib import Path

import numpy
import torch

REFERENCE = "Keras's layers in TensorFlow.js, @tensorflow/tfjs-layers 4.22.0"
EPSILON = {"mobilenetv1": 1e-3, "mobilenetv2": 1e-5, "xception": 1e-5}  # Keras's have 1e-3, torchvision's and timm's 1e-5

# (name, size) of the cases that it is the reference of; MobileNets pad to SAME, where plain.py and torchvision do not
ARCHITECTURES = {
    ("xception", 135): "xception",
    ("tf_mobilenet_v2", 224): "mobilenetv2",
    **{(f"mobilenetv1_{percent}", 224): "mobilenetv1" for percent in ("025", "050", "075", "100")},
}


def watched(model, architecture, pictures):
    """Features and logits of a model of plain.py, worked out by Keras's layers."""
    with tempfile.TemporaryDirectory() as folder:
        tensors, at = {}, 0
        with open(Path(folder, "weights.f32"), "wb") as file:
            for name, tensor in model.state_dict().items():
                tensors[name] = [list(tensor.shape), at]
                file.write(tensor.float().numpy().tobytes())
                at += tensor.numel()
        head = {"size": pictures.shape[-1], "epsilon": EPSILON[architecture], "tensors": tensors}
        Path(folder, "weights.json").write_text(json.dumps(head))
        Path(folder, "pictures.f32").write_bytes(pictures.float().numpy().tobytes())
        subprocess.run(["node", Path(__file__).with_name("keras.mjs"), architecture, folder], check=True)
        rows = [numpy.fromfile(Path(folder, f"{kind}.f32"), numpy.float32) for kind in ("features", "logits")]
    return [torch.from_numpy(row.reshape(len(pictures), -1)).double() for row in rows]
