"""Pictures of a tar as squares, by torchvision's Resize and CenterCrop on PIL's pixels, raw (N, H, W, 3) in one file.

Debian's python3-pil (9.4.0) and python3-torchvision (0.14.1):
    python3 torchvision_pixels.py ARCHIVE.tar NAMES.txt OUT bilinear|bicubic SHORTER SIZE
"""

import io
import sys
import tarfile

from PIL import Image
from torchvision.transforms import CenterCrop, Compose, InterpolationMode, Resize

archive, names, out, how, shorter, size = sys.argv[1:]
prepare = Compose([Resize(int(shorter), InterpolationMode(how)), CenterCrop(int(size))])
with tarfile.open(archive) as tar, open(names, encoding="utf-8") as wanted, open(out, "wb") as file:
    for name in wanted.read().splitlines():
        picture = Image.open(io.BytesIO(tar.extractfile(name).read())).convert("RGB")
        file.write(prepare(picture).tobytes())
print("done", flush=True)
