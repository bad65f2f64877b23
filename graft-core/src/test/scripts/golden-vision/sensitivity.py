"""
sensitivity.py: how far features and logits move, over the root mean square, when one thing in a network is wrong. What
the tolerance of 1e-4 would not find is too small to be wrong.
"""
import torch
from torch import nn
from torch.nn import functional

from make import ZOO, apart, filled, watched
import rule


def each(kind, change):
    def wrong(model):
        for module in model.modules():
            if isinstance(module, kind):
                change(module)

    return wrong


def first(kind, change):
    return lambda model: change(next(m for m in model.modules() if isinstance(m, kind)))


def epsilon(value):
    return lambda module: setattr(module, "eps", value)


def forward(function):
    return lambda module: setattr(module, "forward", function)


def shifted(module):
    """The padding of a convolution: one pixel up and left."""
    old, padding = module.forward, module.padding
    module.padding = (0, 0)
    module.forward = lambda x: old(functional.pad(x, (padding[1] + 1, padding[1] - 1, padding[0] + 1, padding[0] - 1)))


WRONG = {
    "epsilon of batch norms 1e-6": (each(nn.BatchNorm2d, epsilon(1e-6)),
                                    ["resnet18", "densenet121", "efficientnet_b0", "mobilenet_v2", "xception"]),
    "epsilon of batch norms 1e-5": (each(nn.BatchNorm2d, epsilon(1e-5)), ["inception_v3", "mobilenet_v3_small"]),
    "epsilon of layer norms 1e-5": (each(nn.LayerNorm, epsilon(1e-5)), ["convnext_tiny", "vit_ti_16", "vit_small_patch14_dinov2"]),
    "first convolution's padding shifted by a pixel": (first(nn.Conv2d, shifted), ["resnet18", "densenet121", "vgg11"]),
    "first pool rounds up": (first(nn.MaxPool2d, lambda m: setattr(m, "ceil_mode", True)), ["resnet18", "densenet121"]),
    "pools round down": (each(nn.MaxPool2d, lambda m: setattr(m, "ceil_mode", False)), ["squeezenet1_0", "squeezenet1_1"]),
    "GELU by its tanh": (each(nn.GELU, forward(lambda x: functional.gelu(x, approximate="tanh"))), ["convnext_tiny", "vit_ti_16"]),
    "ReLU for ReLU6": (each(nn.ReLU6, forward(functional.relu)), ["mobilenet_v2"]),
    "SiLU for hard swish": (each(nn.Hardswish, forward(functional.silu)), ["mobilenet_v3_small"]),
    "sigmoid for hard sigmoid": (each(nn.Hardsigmoid, forward(torch.sigmoid)), ["mobilenet_v3_small"]),
}


def main():
    for what, (wrong, names) in WRONG.items():
        for name in names:
            _, build, where, cases = ZOO[name]
            for case in cases:
                x = torch.from_numpy(rule.picture((case["pictures"], 3, case["size"], case["size"])))
                right = watched(filled(name, build, **case).float(), where, x)
                model = filled(name, build, **case).float()
                wrong(model)
                found = watched(model, where, x)
                print(f"{what}: {name} at {case['size']}, gain {case['gain']}: "
                      f"features {apart(found[0], right[0]):.1e}, logits {apart(found[1], right[1]):.1e}", flush=True)


if __name__ == "__main__":
    with torch.no_grad():
        main()
