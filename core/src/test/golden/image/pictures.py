"""Makes the golden pictures of dev.kindling.image: small files of every kind, and Pillow's pixels for them.

Run it with any Python 3.11 or later that has pillow (13.0.0 made the committed files) and numpy:

    python core/src/test/golden/image/pictures.py

It writes core/src/test/resources/golden/image/pictures/: each picture, beside it `<picture>.rgb` (what
`Image.open(picture).convert("RGB")` holds, row by row) and `index.txt` with the names and sizes.
Formats that Pillow does not write itself are put together here by hand, and read by Pillow.
"""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, features

OUT = Path(__file__).parents[2] / "resources/golden/image/pictures"
WIDTH, HEIGHT = 19, 13
random = np.random.RandomState(7)


def smooth(height=HEIGHT, width=WIDTH, channels=3):
    """A picture with slopes and edges, as JPEG likes it; the same every time."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [128 + 90 * np.sin((x * (c + 1) + 2 * y) / 7) + 40 * (x > width / (c + 2)) for c in range(channels)]
    return np.clip(np.stack(planes, -1) + random.uniform(-8, 8, (height, width, channels)), 0, 255).astype(np.uint8)


def saved(image, format, **options):
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def adam7(samples):
    """The rows of the seven passes, unfiltered; samples is (height, width, bytes a pixel)."""
    rows = b""
    for x, y, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        part = samples[y::dy, x::dx]
        if part.shape[1]:
            rows += b"".join(b"\0" + row.tobytes() for row in part)
    return rows


def png(depth, color_type, rows, width=WIDTH, height=HEIGHT, interlace=0, parts=1, **chunks):
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, interlace))
    for kind, body in chunks.items():
        out += chunk(kind.encode(), body)
    data = zlib.compress(rows, 9)
    size = -(-len(data) // parts)
    for i in range(parts):
        out += chunk(b"IDAT", data[i * size : (i + 1) * size])
    return out + chunk(b"IEND", b"")


def random_rows(depth, samples, width=WIDTH, height=HEIGHT):
    length = -(-width * depth * samples // 8)
    return b"".join(b"\0" + random.bytes(length) for _ in range(height))


def filtered(samples):
    """Rows under the five filters in turn; the bytes are random, so that any picture comes out."""
    height, width, step = samples.shape
    return b"".join(bytes([y % 5]) + random.bytes(width * step) for y in range(height))


def bmp(header, body, palette=b"", offset=None):
    start = 14 + len(header) + len(palette) if offset is None else offset
    return b"BM" + struct.pack("<IHHI", 14 + len(header) + len(palette) + len(body), 0, 0, start) + header + palette + body


def info_header(width, height, depth, compression=0, colors=0, length=40):
    return struct.pack("<IiiHHIIiiII", length, width, height, 1, depth, compression, 0, 0, 0, colors, 0)


def bmp_rows(depth, width=WIDTH, height=HEIGHT):
    return random.bytes(-(-width * depth // 32) * 4 * height)


def without_markers(jpeg):
    """The JPEG without its APP0 and APP14 segments."""
    out, at = jpeg[:2], 2
    while jpeg[at + 1] != 0xDA:
        length = 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
        if jpeg[at + 1] not in (0xE0, 0xEE):
            out += jpeg[at : at + length]
        at += length
    return out + jpeg[at:]


def with_segment(jpeg, marker, body):
    return jpeg[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + jpeg[2:]


def adobe(transform):
    return b"Adobe" + struct.pack(">HHHB", 100, 0, 0, transform)


def rgb_ids(jpeg):
    """The JPEG with the component ids R, G and B in its frame and scan."""
    at = jpeg.index(b"\xff\xc0")
    out = bytearray(jpeg)
    for i, letter in enumerate(b"RGB"):
        out[at + 10 + 3 * i] = letter
    scan = jpeg.index(b"\xff\xda")
    for i, letter in enumerate(b"RGB"):
        out[scan + 5 + 2 * i] = letter
    return bytes(out)


def jpegs():
    color = Image.fromarray(smooth())
    cmyk = Image.fromarray(smooth(channels=4), "CMYK")
    base = saved(color, "JPEG")
    yield "jpeg-420.jpg", base
    yield "jpeg-422.jpg", saved(color, "JPEG", quality=90, subsampling="4:2:2")
    yield "jpeg-444.jpg", saved(color, "JPEG", quality=60, subsampling="4:4:4")
    yield "jpeg-411.jpg", saved(color, "JPEG", quality=85, subsampling="4:1:1")
    yield "jpeg-progressive.jpg", saved(color, "JPEG", progressive=True)
    yield "jpeg-optimized.jpg", saved(color, "JPEG", optimize=True, quality=95)
    yield "jpeg-restart.jpg", saved(color, "JPEG", restart_marker_blocks=1)
    yield "jpeg-grey.jpg", saved(color.convert("L"), "JPEG")
    yield "jpeg-grey-progressive.jpg", saved(color.convert("L"), "JPEG", progressive=True)
    yield "jpeg-one-pixel.jpg", saved(Image.new("RGB", (1, 1), (200, 30, 90)), "JPEG")
    yield "jpeg-thin.jpg", saved(Image.fromarray(smooth(40, 2)), "JPEG")
    yield "jpeg-cmyk.jpg", saved(cmyk, "JPEG")
    yield "jpeg-cmyk-no-adobe.jpg", without_markers(saved(cmyk, "JPEG"))
    yield "jpeg-ycck.jpg", with_segment(without_markers(saved(cmyk, "JPEG")), 0xEE, adobe(2))
    yield "jpeg-rgb.jpg", saved(color, "JPEG", keep_rgb=True)
    no_markers = without_markers(saved(color, "JPEG", subsampling="4:4:4"))
    yield "jpeg-444-no-markers.jpg", no_markers
    yield "jpeg-444-rgb-ids.jpg", rgb_ids(no_markers)
    yield "jpeg-444-adobe-rgb.jpg", with_segment(no_markers, 0xEE, adobe(0))
    yield "jpeg-444-adobe-ycc.jpg", with_segment(no_markers, 0xEE, adobe(1))
    yield "jpeg-420-no-markers.jpg", without_markers(base)
    yield "jpeg-bad-profile.jpg", with_segment(base, 0xE2, b"ICC_PROFILE\0\1\1" + random.bytes(300))
    yield "jpeg-exif-turned.jpg", with_segment(
        base, 0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"
    )
    yield "jpeg-bad-exif.jpg", with_segment(base, 0xE1, b"Exif\0\0" + random.bytes(40))
    yield "jpeg-tail.jpg", base + b"some program left this here" * 3
    yield "jpeg-stray-bytes.jpg", base[:-2] + b"\x01\x02\x03" + base[-2:]
    yield "jpeg-named.png", base
    # Pillow does not write 4:4:0: the factors of a 4:2:2 file of the turned shape are exchanged, which gives other pixels.
    turned = bytearray(saved(Image.fromarray(smooth(16, 16)), "JPEG", quality=90, subsampling="4:2:2"))
    turned[turned.index(b"\xff\xc0") + 11] = 0x12
    yield "jpeg-440.jpg", bytes(turned)
    odd = bytearray(saved(Image.fromarray(smooth(16, 32)), "JPEG", quality=90, subsampling="4:2:2"))
    frame = odd.index(b"\xff\xc0")
    odd[frame + 11] = 0x12
    odd[frame + 5 : frame + 9] = struct.pack(">HH", 29, 15)
    yield "jpeg-440-odd.jpg", bytes(odd)


def pngs():
    color = Image.fromarray(smooth())
    yield "png-rgb.png", saved(color, "PNG")
    yield "jpeg-of-png-rgb.jpg", saved(color, "JPEG")
    yield "png-rgba.png", saved(Image.fromarray(smooth(channels=4), "RGBA"), "PNG")
    yield "png-grey.png", saved(color.convert("L"), "PNG")
    yield "png-grey-alpha.png", saved(Image.fromarray(smooth(channels=2), "LA"), "PNG")
    yield "png-palette.png", saved(color.quantize(40), "PNG")
    yield "png-palette-transparent.png", saved(color.quantize(9), "PNG", transparency=3)
    yield "png-bilevel.png", saved(color.convert("1"), "PNG")
    for depth in (1, 2, 4):
        yield f"png-grey{depth}.png", png(depth, 0, random_rows(depth, 1))
        yield f"png-palette{depth}.png", png(depth, 3, random_rows(depth, 1), PLTE=random.bytes(3 << depth))
    yield "png-palette-short.png", png(8, 3, random_rows(8, 1), PLTE=random.bytes(3 * 99))
    yield "png-grey16.png", png(16, 0, b"".join(b"\0" + random.randint(0, 400, WIDTH).astype(">u2").tobytes() for _ in range(HEIGHT)))
    yield "png-rgb16.png", png(16, 2, random_rows(16, 3))
    yield "png-grey-alpha16.png", png(16, 4, random_rows(16, 2))
    yield "png-rgba16.png", png(16, 6, random_rows(16, 4))
    yield "png-rgb-transparent.png", png(8, 2, random_rows(8, 3), tRNS=b"\0\1\0\2\0\3")
    yield "png-filters.png", png(8, 2, filtered(smooth()), parts=4)
    yield "png-filters-grey.png", png(8, 0, filtered(smooth(channels=1)))
    yield "png-filters-rgba16.png", png(16, 6, filtered(smooth(channels=8)))
    yield "png-interlaced.png", png(8, 2, adam7(smooth()), interlace=1)
    yield "png-interlaced-grey.png", png(8, 0, adam7(smooth(channels=1)), interlace=1)
    yield "png-interlaced-small.png", png(8, 2, adam7(smooth(3, 2)), 2, 3, interlace=1)
    yield "png-interlaced-one.png", png(8, 2, adam7(smooth(1, 1)), 1, 1, interlace=1)
    yield "png-gamma-profile.png", png(8, 2, random_rows(8, 3), gAMA=struct.pack(">I", 100000), iCCP=b"x\0\0" + random.bytes(30))
    yield "png-named.jpg", saved(color, "PNG")


def gif(*, screen, frame, indices, palette=b"", extension=b""):
    """A GIF of 256 colours; its codes are never longer than 9 bits, since it starts anew every 200."""
    bits, count = 0, 0
    for i, index in enumerate(indices):
        for code in [256, index] if i % 200 == 0 else [index]:
            bits |= code << 9 * count
            count += 1
    bits |= 257 << 9 * count
    data = bits.to_bytes(-(-9 * (count + 1) // 8), "little")
    blocks = b"".join(bytes([len(data[i : i + 255])]) + data[i : i + 255] for i in range(0, len(data), 255))
    head = b"GIF89a" + struct.pack("<HHBBB", *screen, 0x87 if palette else 0, 5, 0) + palette + extension
    return head + b"," + struct.pack("<HHHHB", *frame, 0) + b"\x08" + blocks + b"\0;"


def gifs():
    color = Image.fromarray(smooth())
    yield "gif-palette.gif", saved(color.quantize(200), "GIF")
    yield "gif-few-colors.gif", saved(color.quantize(3), "GIF", interlace=0)
    yield "gif-interlaced.gif", saved(color.quantize(60), "GIF", interlace=1)
    yield "gif-interlaced-low.gif", saved(Image.fromarray(smooth(3, 9)).quantize(20), "GIF", interlace=1)
    yield "gif-grey.gif", saved(color.convert("L"), "GIF")
    yield "gif-bilevel.gif", saved(color.convert("1"), "GIF")
    yield "gif-transparent.gif", saved(color.quantize(16), "GIF", transparency=2)
    frames = [Image.fromarray(smooth()).quantize(30) for _ in range(3)]
    yield "gif-animated.gif", saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=90, loop=0)
    yield "gif-comment.gif", saved(color.quantize(30), "GIF", comment=b"hello" * 90)
    noisy = Image.fromarray(random.randint(0, 256, (70, 80), dtype=np.uint8), "P")
    noisy.putpalette(random.bytes(768))
    yield "gif-full-table.gif", saved(noisy, "GIF")
    indices = random.randint(0, 256, 6 * 4, dtype=np.uint8).tobytes()
    palette = random.bytes(768)
    control = b"!\xf9\4\1\0\0\x09\0"
    yield "gif-offset.gif", gif(screen=(11, 9), frame=(3, 2, 6, 4), palette=palette, indices=indices)
    yield "gif-offset-transparent.gif", gif(screen=(11, 9), frame=(3, 2, 6, 4), palette=palette, indices=indices, extension=control)
    yield "gif-larger-than-screen.gif", gif(screen=(4, 3), frame=(1, 1, 6, 4), palette=palette, indices=indices)
    yield "gif-no-palette.gif", gif(screen=(6, 4), frame=(0, 0, 6, 4), indices=indices)


def bmps():
    color = Image.fromarray(smooth())
    yield "bmp-24.bmp", saved(color, "BMP")
    yield "bmp-grey.bmp", saved(color.convert("L"), "BMP")
    yield "bmp-palette.bmp", saved(color.quantize(77), "BMP")
    yield "bmp-bilevel.bmp", saved(color.convert("1"), "BMP")
    yield "bmp-32-alpha.bmp", saved(Image.fromarray(smooth(channels=4), "RGBA"), "BMP")
    yield "bmp-32.bmp", bmp(info_header(WIDTH, HEIGHT, 32), bmp_rows(32))
    yield "bmp-16.bmp", bmp(info_header(WIDTH, HEIGHT, 16), bmp_rows(16))
    yield "bmp-top-down.bmp", bmp(info_header(WIDTH, -HEIGHT, 24), bmp_rows(24))
    yield "bmp-4.bmp", bmp(info_header(WIDTH, HEIGHT, 4), bmp_rows(4), random.bytes(64))
    yield "bmp-1.bmp", bmp(info_header(WIDTH, HEIGHT, 1), bmp_rows(1), random.bytes(8))
    yield "bmp-8-few-colors.bmp", bmp(info_header(WIDTH, HEIGHT, 8, colors=90), bmp_rows(8), random.bytes(360))
    yield "bmp-os2.bmp", bmp(struct.pack("<IHHHH", 12, WIDTH, HEIGHT, 1, 8), bmp_rows(8), random.bytes(768))
    masks = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
    yield "bmp-565.bmp", bmp(info_header(WIDTH, HEIGHT, 16, 3), bmp_rows(16), masks)
    masks = struct.pack("<III", 0xFF000000, 0xFF0000, 0xFF00)
    yield "bmp-fields-32.bmp", bmp(info_header(WIDTH, HEIGHT, 32, 3), bmp_rows(32), masks)
    version5 = info_header(WIDTH, HEIGHT, 32, 3, length=124) + struct.pack("<IIII", 0xFF, 0xFF00, 0xFF0000, 0xFF000000) + bytes(68)
    yield "bmp-version5.bmp", bmp(version5, bmp_rows(32))
    runs = b"\5\7\0\3\1\2\3\0\3\x09\0\0" + b"\0\2\4\1\6\x08" + b"\0\0" + b"\x13\x0b\0\0" * 9 + b"\x13\x0c\0\1"
    yield "bmp-runs-8.bmp", bmp(info_header(WIDTH, HEIGHT, 8, 1), runs, random.bytes(1024))
    runs = b"\5\x7a\0\5\x12\x34\x50\0\x09\x9f\0\0" + b"\x13\xbc\0\0" * 11 + b"\x13\x0c\0\1"
    yield "bmp-runs-4.bmp", bmp(info_header(WIDTH, HEIGHT, 4, 2), runs, random.bytes(64))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    index = [f"# Pillow {PIL.__version__}, libjpeg-turbo {features.version('libjpeg_turbo')}: name, width, height"]
    for family in (jpegs, pngs, gifs, bmps):
        for name, content in family():
            try:
                image = Image.open(io.BytesIO(content))
                if image.mode == "I;16":  # Pillow makes everything above 255 white here; Kindling scales, as both do in colour.
                    image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
                pixels = np.asarray(image.convert("RGB"))
            except Exception as e:
                raise SystemExit(f"{name}: {e!r}")
            (OUT / name).write_bytes(content)
            (OUT / f"{name}.rgb").write_bytes(pixels.tobytes())
            index.append(f"{name} {pixels.shape[1]} {pixels.shape[0]}")
    (OUT / "index.txt").write_text("\n".join(index) + "\n")


main()
