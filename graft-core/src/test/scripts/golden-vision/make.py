"""
make.py FOLDER [NAME...]: what each architecture of torchvision and of plain.py gives on weights and pictures filled by
rule.py, worked out in double precision; beside it, how far single precision is from that.
"""
import json
import sys
from pathlib import Path

import numpy
import torch
import torchvision
from torch import nn
from torchvision.models.vision_transformer import VisionTransformer, interpolate_embeddings

import keras
import plain
import rule

FIRST = {"features": 64, "logits": 32}
PROJECTIONS = 4


def vision(name, **options):
    return lambda size: getattr(torchvision.models, name)(**options)


def tiny(size):
    return VisionTransformer(size, 16, num_layers=12, num_heads=3, hidden_dim=192, mlp_dim=768)


def case(size, gain=1, variance=0.01, pictures=2, **options):
    return {"size": size, "gain": gain, "variance": variance, "pictures": pictures, **options}


TORCHVISION = f"torchvision {torchvision.__version__.split('a')[0]}"
PLAIN = "plain.py, a second forward pass in PyTorch: no reference implementation was at hand"
ONE = [case(224)]
# name: (who made the reference, its builder, the layer whose input are the features, cases)
ZOO = {
    "alexnet": (TORCHVISION, vision("alexnet"), "features output", ONE),
    **{name: (TORCHVISION, vision(name), "features output", ONE)
       for name in ("vgg16", "vgg16_bn")},
    **{name: (TORCHVISION, vision(name), "features output", [case(96)])
       for name in ("vgg11", "vgg13", "vgg19", "vgg11_bn", "vgg13_bn", "vgg19_bn")},
    **{name: (TORCHVISION, vision(name), "fc", [case(224, gain)])
       for name, gain in (("resnet18", 0.8), ("resnet34", 0.75), ("resnet50", 0.8), ("resnet101", 0.75),
                          ("wide_resnet50_2", 0.8), ("resnext50_32x4d", 0.8))},
    "inception_v3": (TORCHVISION, vision("inception_v3", init_weights=False), "fc", [case(299)]),
    "xception": (f"{PLAIN}; at 135 pixels, where both pad alike, {keras.REFERENCE}",
                 lambda size: plain.Xception(), "fc", [case(299, 0.75), case(135, 0.75)]),
    "densenet121": (TORCHVISION, vision("densenet121"), "classifier", ONE),
    "densenet169": (TORCHVISION, vision("densenet169"), "classifier", ONE),
    "squeezenet1_0": (TORCHVISION, vision("squeezenet1_0"), "features output", [case(224), case(96)]),
    "squeezenet1_1": (TORCHVISION, vision("squeezenet1_1"), "features output", [case(224), case(100)]),
    "mobilenet_v2": (TORCHVISION, vision("mobilenet_v2"), "classifier", ONE),
    "tf_mobilenet_v2": (keras.REFERENCE, vision("mobilenet_v2"), "classifier", ONE),
    **{f"mobilenetv1_{percent:03}": (keras.REFERENCE, lambda size, percent=percent: plain.MobileNetV1(percent / 100, 1e-3),
                                     "classifier", ONE)
       for percent in (25, 50, 75, 100)},
    "mobilenet_v3_small": (TORCHVISION, vision("mobilenet_v3_small"), "classifier", ONE),
    "mobilenet_v3_large": (TORCHVISION, vision("mobilenet_v3_large"), "classifier", [case(224, 0.95)]),
    "efficientnet_b0": (TORCHVISION, vision("efficientnet_b0"), "classifier", [case(224, 1)]),
    "convnext_tiny": (TORCHVISION, vision("convnext_tiny"), "classifier.2", [case(224, 0.8, 1), case(96, 0.05, 1)]),
    "vit_b_16": (TORCHVISION, vision("vit_b_16"), "heads", [case(224, 0.7, 1, 1)]),
    "vit_ti_16": (TORCHVISION, tiny, "heads", [case(224, 0.05, 1), case(160, 0.7, 1)]),
    "vit_small_patch14_dinov2": (PLAIN, lambda size: plain.DinoV2(), "head", [case(224, 0.7, 1, 1), case(112, 0.05, 1)]),
    "vit_small_patch14_reg4_dinov2": (PLAIN, lambda size, pooling="CLS": plain.DinoV2(4, mean=pooling == "MEAN"), "head",
                                      [case(224, 0.7, 1, 1), case(112, 0.7, 1, pooling="MEAN")]),
    **{f"resnet{depth}": (PLAIN, lambda size, depth=depth: plain.CifarResNet(depth), "linear", [case(32, 0.8)])
       for depth in (20, 32, 44, 56)},
    "doodlenet": (PLAIN, lambda size: plain.DoodleNet(), "classifier.2", [case(28)]),
}


def filled(name, build, size, gain, variance, pictures, **options):
    model = build(size, **options).eval()
    native = build(224).state_dict() if name == "vit_ti_16" else model.state_dict()
    state = {}
    for key, tensor in native.items():
        if not key.endswith("num_batches_tracked") and not key.startswith("AuxLogits."):
            state[key] = torch.from_numpy(rule.fill(key, tuple(tensor.shape), gain, variance))
    if name == "vit_ti_16":
        state["encoder.pos_embedding"] = state["encoder.pos_embedding"].double()
        state = interpolate_embeddings(size, 16, state)
    missing, unexpected = model.load_state_dict(state, strict=False)
    assert not unexpected and all("num_batches_tracked" in m or m.startswith("AuxLogits.") for m in missing)
    return model


def watched(model, where, x):
    """Features and logits, pooled over space; and the multiplications of one picture."""
    seen, work, hooks = [], [0], []

    def count(module, inputs, output):
        if isinstance(module, nn.Conv2d):
            work[0] += output[0].numel() * module.weight[0].numel()
        elif isinstance(module, nn.Linear):
            work[0] += output[0].numel() * module.in_features
        elif isinstance(module, nn.MultiheadAttention):  # four projections, scores, sum
            tokens, width = inputs[0].shape[1:] if inputs else output[0].shape[1:]
            work[0] += tokens * width * (4 * width + 2 * tokens)
        elif isinstance(module, plain.Attention):
            tokens, width = output.shape[1:]
            work[0] += 2 * tokens * tokens * width

    for module in model.modules():
        hooks.append(module.register_forward_hook(count))
    layer, *side = where.split()
    hooks.append(model.get_submodule(layer).register_forward_hook(
        lambda module, inputs, output: seen.append(output if side else inputs[0])))
    logits = model(x)
    for hook in hooks:
        hook.remove()
    features = seen[0].detach().double()
    return features.mean((2, 3)) if features.dim() == 4 else features, logits.detach().double(), work[0]


def number(value):
    return float(f"{value:.7g}")


def summary(kind, rows):
    """The first values of each picture, and sums over all of them with random signs."""
    values = rows.numpy()
    signs = [rule.signs(f"{kind}.{i}", values.shape[1]) for i in range(PROJECTIONS)]
    return {
        "width": values.shape[1],
        "first": [[number(v) for v in row[: FIRST[kind]]] for row in values],
        "norm": [number(numpy.linalg.norm(row)) for row in values],
        "projections": [[number(row @ s) for s in signs] for row in values],
    }


def apart(a, b):
    """The largest difference, over the root mean square."""
    return float((a - b).abs().max() / b.square().mean().sqrt())


def main(folder, names):
    for name in names or ZOO:
        reference, build, where, cases = ZOO[name]
        golden = {"architecture": name, "reference": reference, "cases": []}
        for wanted in cases:
            model = filled(name, build, **wanted)
            channels = next(m for m in model.modules() if isinstance(m, nn.Conv2d)).in_channels
            x = torch.from_numpy(rule.picture((wanted["pictures"], channels, wanted["size"], wanted["size"])))
            if "parameters" not in golden:
                golden["parameters"] = sum(p.numel() for k, p in model.named_parameters() if "AuxLogits" not in k)
            by_keras = keras.ARCHITECTURES.get((name, wanted["size"]))
            single = watched(model.float(), where, x)
            features, logits, work = watched(model.double(), where, x.double())
            if by_keras:
                features, logits = keras.watched(model, by_keras, x)
            if "multiplyAdds" not in golden:
                golden["multiplyAdds"] = work
            print(f"{name} {wanted}: logits of deviation {logits.std():.3g}, pictures apart {apart(logits[0], logits[-1]):.2g};"
                  f" single precision apart {apart(single[0], features):.1e}, {apart(single[1], logits):.1e};"
                  f" {golden['parameters']:,} parameters, {work:,} multiplications", flush=True)
            golden["cases"].append({**wanted, "classes": logits.shape[1], "channels": channels,
                                    "features": summary("features", features),
                                    "logits": summary("logits", logits)})
        text = json.dumps(golden, indent=1)
        Path(folder, f"{name}.json").write_text(text + "\n")


if __name__ == "__main__":
    with torch.no_grad():
        main(sys.argv[1], sys.argv[2:])
