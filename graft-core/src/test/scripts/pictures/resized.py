"""What PIL and torchvision make of the seed pictures, and of 200 photos, as digests.

Debian's python3-pil (9.4.0), python3-torchvision (0.14.1), after seeds.py:
    python3 resized.py ../../resources/dev/graft/image DATA/vision

resized.txt: file, filter, width, height, and the first 16 hexadecimal digits of the SHA-256 of PIL's resize().
photos.txt: archive, path within it, and the digests of torchvision's CenterCrop(224)(Resize(256)), bilinear, bicubic.
"""

import hashlib
import io
import pathlib
import sys
import tarfile

from PIL import Image
from torchvision.transforms import CenterCrop, InterpolationMode, Resize

FOLDER = pathlib.Path(sys.argv[1])
VISION = pathlib.Path(sys.argv[2])
SIZES = ((7, 5), (19, 5), (7, 13), (19, 13), (40, 31), (1, 1), (18, 12), (3, 50))
FILTERS = {"NEAREST": Image.NEAREST, "BILINEAR": Image.BILINEAR, "BICUBIC": Image.BICUBIC}


def digest(image):
    return hashlib.sha256(image.tobytes()).hexdigest()[:16]


def seeds():
    for name in ("plain.png", "grey.png", "two-colors.png"):
        image = Image.open(FOLDER / name)
        image = image.convert("RGB" if image.mode == "RGB" else "L")
        for how, number in FILTERS.items():
            for width, height in SIZES:
                yield f"{name} {how} {width} {height} {digest(image.resize((width, height), number))}"


def photos():
    for archive in ("flowers.tar", "hymenoptera.tar"):
        with tarfile.open(VISION / archive) as tar:
            names = sorted(n for n in tar.getnames() if "/val/" in n and n.endswith(".jpg"))[:100]
            for name in names:
                image = Image.open(io.BytesIO(tar.extractfile(name).read())).convert("RGB")
                crops = [CenterCrop(224)(Resize(256, mode)(image)) for mode in (InterpolationMode.BILINEAR, InterpolationMode.BICUBIC)]
                yield f"{archive} {name} {digest(crops[0])} {digest(crops[1])}"


(FOLDER / "resized.txt").write_text("\n".join(seeds()) + "\n")
(FOLDER / "photos.txt").write_text("\n".join(photos()) + "\n")
