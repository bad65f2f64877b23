"""What torchvision's operations on PIL pictures make of plain.png, scaled to 40 x 31 by PIL's bicubic, as digests.

Debian's python3-pil (9.4.0), python3-torchvision (0.14.1), after seeds.py:
    python3 operations.py ../../resources/dev/graft/image

operations.txt: operation, magnitude, and the first 16 hexadecimal digits of the SHA-256 of the pixels.
near.txt: the same for what is only near, with all the pixels.
"""

import hashlib
import math
import pathlib
import sys

from PIL import Image
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as F
from torchvision.transforms.autoaugment import _apply_op

FOLDER = pathlib.Path(sys.argv[1])
NAMES = {
    "IDENTITY": "Identity", "SHEAR_X": "ShearX", "SHEAR_Y": "ShearY", "TRANSLATE_X": "TranslateX",
    "TRANSLATE_Y": "TranslateY", "ROTATE": "Rotate", "BRIGHTNESS": "Brightness", "COLOR": "Color",
    "CONTRAST": "Contrast", "SHARPNESS": "Sharpness", "POSTERIZE": "Posterize", "SOLARIZE": "Solarize",
    "AUTO_CONTRAST": "AutoContrast", "EQUALIZE": "Equalize",
}
MAGNITUDES = {
    "SHEAR_X": (0.3, -0.7), "SHEAR_Y": (0.99, -0.2), "TRANSLATE_X": (7.9, -3.2), "TRANSLATE_Y": (5.0, -30.0),
    "ROTATE": (12.5, -135.0, 77.0), "BRIGHTNESS": (0.5, -0.3, -0.99), "COLOR": (0.9, -0.45), "CONTRAST": (0.99, -0.6),
    "SHARPNESS": (0.9, -0.9), "POSTERIZE": (0.0, 2.4, 6.0), "SOLARIZE": (0.0, 100.5, 255.0),
}


def main():
    picture = Image.open(FOLDER / "plain.png").convert("RGB").resize((40, 31), Image.BICUBIC)
    lines = []
    for ours, theirs in NAMES.items():
        for magnitude in MAGNITUDES.get(ours, (0.0,)):
            value = {"POSTERIZE": 8 - round(magnitude), "SOLARIZE": 255 - magnitude}.get(ours, magnitude)
            image = _apply_op(picture, theirs, value, InterpolationMode.NEAREST, None)
            lines.append(f"{ours} {magnitude} {hashlib.sha256(image.tobytes()).hexdigest()[:16]}")
    (FOLDER / "operations.txt").write_text("\n".join(lines) + "\n")

    near = []
    for turn in (0.1, -0.25, 0.5):
        near.append(("HUE", turn, F.adjust_hue(picture, turn)))
    for sigma in (0.4, 1.0, 2.0):
        size = 2 * max(1, math.ceil(3 * sigma)) + 1
        near.append(("BLUR", sigma, F.gaussian_blur(picture, [size, size], [sigma, sigma])))
    for degrees in (15.0, -40.0):
        near.append(("BILINEAR_ROTATE", degrees, F.rotate(picture, degrees, InterpolationMode.BILINEAR)))
    lines = [f"{name} {value} {image.tobytes().hex()}" for name, value, image in near]
    (FOLDER / "near.txt").write_text("\n".join(lines) + "\n")


main()
