"""
vgg.py FOLDER: adds logits to the fixtures of the VGGs whose bodies alone make.py had compared, worked out in double
precision by numpy, which must find the features that torchvision had given. make.py makes the same.
"""
import json
import sys
from pathlib import Path

import numpy

import rule

BLOCKS = {"vgg11": (1, 1, 2, 2, 2), "vgg13": (2, 2, 2, 2, 2), "vgg19": (2, 2, 4, 4, 4)}
WIDTHS = (64, 128, 256, 512, 512)
SIDE = 7  # of the map that the classifier reads
EPSILON = 1e-5  # of a batch norm
CLASSES = 1000
FIRST = 32
KEPT = {}


def filled(name, shape, case):
    """As make.py fills it; what several networks have is kept."""
    key = name, shape
    if key not in KEPT:
        KEPT[key] = rule.fill(name, shape, case["gain"], case["variance"])
    return KEPT[key]


def convolved(x, weight, bias):
    """A 3x3 convolution with a zero around."""
    n, _, height, width = x.shape
    padded = numpy.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    y = numpy.zeros((n, weight.shape[0], height, width))
    for i in range(3):
        for j in range(3):
            y += numpy.einsum("oc,nchw->nohw", weight[:, :, i, j], padded[:, :, i : i + height, j : j + width], optimize=True)
    return y + bias[:, None, None]


def normed(x, name, case):
    weight, bias, mean, variance = (
        filled(f"{name}.{part}", (x.shape[1],), case).astype(float)[:, None, None]
        for part in ("weight", "bias", "running_mean", "running_var"))
    return (x - mean) / numpy.sqrt(variance + EPSILON) * weight + bias


def body(name, case):
    x = rule.picture((case["pictures"], 3, case["size"], case["size"])).astype(float)
    index = 0
    for width, convolutions in zip(WIDTHS, BLOCKS[name.removesuffix("_bn")]):
        for _ in range(convolutions):
            at = f"features.{index}"
            x = convolved(x, filled(f"{at}.weight", (width, x.shape[1], 3, 3), case).astype(float),
                          filled(f"{at}.bias", (width,), case).astype(float))
            index += 1
            if name.endswith("_bn"):
                x = normed(x, f"features.{index}", case)
                index += 1
            x = numpy.maximum(x, 0)
            index += 1
        n, c, height, side = x.shape
        x = x.reshape(n, c, height // 2, 2, side // 2, 2).max((3, 5))
        index += 1
    return x


def adapted(x):
    """The mean over each of 7x7 windows, which overlap where the map is smaller, as torch's AdaptiveAvgPool2d has them."""
    side = x.shape[2]
    bounds = [(i * side // SIDE, -(-(i + 1) * side // SIDE)) for i in range(SIDE)]
    return numpy.stack([numpy.stack([x[:, :, a:b, c:d].mean((2, 3)) for c, d in bounds], -1) for a, b in bounds], -2)


def linear(x, name, out, case):
    weight = filled(f"{name}.weight", (out, x.shape[1]), case)
    rows = [x @ weight[i : i + 256].astype(float).T for i in range(0, out, 256)]
    return numpy.concatenate(rows, 1) + filled(f"{name}.bias", (out,), case).astype(float)


def classified(x, case):
    x = adapted(x).reshape(len(x), -1)
    x = numpy.maximum(linear(x, "classifier.0", 4096, case), 0)
    x = numpy.maximum(linear(x, "classifier.3", 4096, case), 0)
    return linear(x, "classifier.6", CLASSES, case)


def number(value):
    return float(f"{value:.7g}")


def main(folder):
    for name in (name + form for name in BLOCKS for form in ("", "_bn")):
        path = Path(folder, f"{name}.json")
        golden = json.loads(path.read_text())
        case = golden["cases"][0]
        x = body(name, case)
        found, known = x.mean((2, 3))[:, :64], numpy.array(case["features"]["first"])
        apart = numpy.abs(found - known).max() / numpy.sqrt((known**2).mean())
        assert apart < 1e-5, (name, apart)
        logits = classified(x, case)
        print(f"{name}: features apart {apart:.1e}; logits of deviation {logits.std():.3g}", flush=True)
        signs = [rule.signs(f"logits.{i}", CLASSES) for i in range(4)]
        case["logits"] = {
            "width": CLASSES,
            "first": [[number(v) for v in row[:FIRST]] for row in logits],
            "norm": [number(numpy.linalg.norm(row)) for row in logits],
            "projections": [[number(row @ s) for s in signs] for row in logits],
        }
        path.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
