"""Makes the small encoded pictures of dev.graft.image's tests, and what PIL reads in each.

Debian's python3-pil (9.4.0) and python3-numpy:  python3 seeds.py ../../resources/dev/graft/image

Every file is 19 x 13 unless its name says otherwise. pixels.txt has one line a file: name, width, height, channels
(1 where PIL's own mode is grey), and the bytes of PIL's upright convert("RGB") or convert("L") in hexadecimal.
"""

import pathlib
import struct
import sys
import zlib

import numpy as np
from PIL import Image, ImageOps

FOLDER = pathlib.Path(sys.argv[1])
WIDTH, HEIGHT = 19, 13


def picture():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    red = 255 * x / (WIDTH - 1)
    green = 255 * y / (HEIGHT - 1)
    blue = 128 + 100 * np.sin(x / 3.0) * np.cos(y / 2.0)
    return Image.fromarray(np.stack([red, green, blue], -1).round().astype(np.uint8), "RGB")


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def deep_png(path):
    """16 bits a channel, red, green, blue and alpha."""
    rgb = np.asarray(picture()).astype(np.uint16)
    deep = np.concatenate([rgb * 256 + 77, np.full((HEIGHT, WIDTH, 1), 30000, np.uint16)], -1)
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in deep)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 16, 6, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def interlaced_png(path):
    """Adam7, 8-bit RGB."""
    rgb = np.asarray(picture())
    rows = b""
    for x0, y0, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
        rows += b"".join(b"\0" + row.tobytes() for row in rgb[y0::dy, x0::dx])
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 1)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def offset_gif(path, plain):
    """The picture of another GIF at (5, 3) of a screen of 30 x 20."""
    data = bytearray(plain.read_bytes())
    data[6:10] = struct.pack("<HH", 30, 20)
    picture = data.index(b"\x2c", 13 + 3 * 2 ** ((data[10] & 7) + 1))
    data[picture + 1 : picture + 5] = struct.pack("<HH", 5, 3)
    path.write_bytes(data)


def exif(orientation):
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags.tobytes()


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    rgb = picture()
    grey = rgb.convert("L")
    alpha = rgb.copy()
    alpha.putalpha(Image.fromarray(np.linspace(0, 255, WIDTH * HEIGHT).astype(np.uint8).reshape(HEIGHT, WIDTH)))

    def save(name, image, **options):
        image.save(FOLDER / name, **options)

    save("plain.jpg", rgb, quality=90)
    save("full-chroma.jpg", rgb, quality=90, subsampling=0)
    save("progressive.jpg", rgb, quality=90, progressive=True)
    save("grey.jpg", grey, quality=90)
    save("cmyk.jpg", rgb.convert("CMYK"), quality=90)
    for orientation in range(2, 9):
        save(f"turned-{orientation}.jpg", rgb, quality=90, exif=exif(orientation))
    save("plain.png", rgb)
    save("alpha.png", alpha)
    save("grey.png", grey)
    save("grey-alpha.png", alpha.convert("LA"))
    save("palette.png", rgb.quantize(16))
    save("two-colors.png", grey.convert("1"))
    save("turned-6.png", rgb, exif=exif(6))
    deep_png(FOLDER / "deep.png")
    interlaced_png(FOLDER / "interlaced.png")
    save("plain.gif", rgb.quantize(64))
    save("moving.gif", rgb.quantize(64), save_all=True, append_images=[grey.quantize(8), rgb.quantize(4)])
    save("interlaced.gif", rgb.quantize(32), interlace=True)
    offset_gif(FOLDER / "offset.gif", FOLDER / "plain.gif")
    save("plain.bmp", rgb)
    save("grey.bmp", grey)
    save("palette.bmp", rgb.quantize(16))
    save("two-colors.bmp", grey.convert("1"))
    save("lossy.webp", rgb, quality=90)
    save("lossless.webp", rgb, lossless=True)
    save("alpha.webp", alpha, quality=90)
    save("turned-6.webp", rgb, quality=90, exif=exif(6))
    save("moving.webp", rgb, save_all=True, append_images=[rgb.rotate(180)], lossless=True)
    save("plain.tif", rgb)
    save("lzw.tif", rgb, compression="tiff_lzw")
    save("deflate.tif", rgb, compression="tiff_adobe_deflate")
    save("jpeg.tif", rgb, compression="jpeg", quality=90)
    save("grey.tif", grey)
    save("two-colors.tif", grey.convert("1"), compression="group4")
    save("palette.tif", rgb.quantize(16))
    save("cmyk.tif", rgb.convert("CMYK"))
    save("turned-6.tif", rgb, tiffinfo={274: 6})

    lines = []
    for path in sorted(FOLDER.iterdir()):
        if path.suffix == ".txt":
            continue
        image = Image.open(path)
        # of a turned TIFF, PIL 9.4 turns the pixels when it loads them and then once more
        upright = image if path.suffix == ".tif" else ImageOps.exif_transpose(image)
        one = image.mode in ("1", "L", "LA")
        values = np.asarray(upright.convert("L" if one else "RGB"))
        height, width = values.shape[:2]
        lines.append(f"{path.name} {width} {height} {1 if one else 3} {values.tobytes().hex()}")
    (FOLDER / "pixels.txt").write_text("\n".join(lines) + "\n")


main()
