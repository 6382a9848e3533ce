"""Makes the golden pictures of dev.kindling.image: small files of every kind, and Pillow's pixels for them.

Run it with a Python that has pillow (13.0.0 made the committed files), numpy, tifffile and imagecodecs, on a machine with
ImageMagick 6 (`convert`):

    python core/src/test/golden/image/pictures.py

It writes core/src/test/resources/golden/image/pictures/: each picture, beside it what Pillow makes of it, row by row, and
`index.txt`: names, sizes, and the largest difference that is allowed, with the reason in BOUNDS below.

    <picture>.rgb    Image.open(picture).convert("RGB")
    <picture>.grey   .convert("L"): of those of the first kind in each format, and of all with alpha
    <picture>.rgba   .convert("RGBA"): of those with alpha
    <picture>.over   that, pasted over 0x336699: of those with alpha
    <picture>.upright   ImageOps.exif_transpose(...).convert("RGB"): of those that are to be turned

Three times Pillow is not asked. It clips 16-bit grey where Kindling scales, as both do in colour; it compares the transparent
colour of 2- and 4-bit grey PNG files before scaling with pixels after it; and of lossy WebP pictures it interpolates the
colour, which Kindling's library does not: there libwebp's own `dwebp -nofancy` is the reference (Debian's package webp), and
the difference from Pillow is up to 40 levels at the edges of colours.

Formats that Pillow does not write itself are made by tifffile and ImageMagick, or put together here by hand, and read by
Pillow.
"""

import io
import struct
import subprocess
import zlib
from pathlib import Path

import numpy as np
import PIL
import tifffile
from PIL import Image, ImageCms, ImageOps, features

OUT = Path(__file__).parents[2] / "resources/golden/image/pictures"
WIDTH, HEIGHT = 19, 13
random = np.random.RandomState(7)

# Pictures whose pixels may differ, and why: Kindling's WebP library rounds otherwise, and its filter that smooths the edges
# of blocks, which is strong at low quality, is not libwebp's to the last step.
BOUNDS = {"webp-lossy.webp": 1, "webp-lossy-thin.webp": 1, "webp-lossy-alpha.webp": 1, "webp-lossy-low.webp": 27}


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


def exif(orientation):
    data = Image.Exif()
    data[0x112] = orientation
    return data.tobytes()


def turned():
    """Each of EXIF's orientations in each format that notes one."""
    color = Image.fromarray(smooth())
    for number in range(1, 9):
        yield f"turned-{number}.jpg", saved(color, "JPEG", exif=exif(number))
    yield "turned-6.png", saved(color, "PNG", exif=exif(6))
    yield "turned-8.webp", saved(color, "WEBP", lossless=True, exif=exif(8))
    for number in (3, 6):
        yield f"turned-{number}.tif", saved(color, "TIFF", tiffinfo={274: number})
    text = b"\nexif\n%8d\n" % len(exif(5)) + exif(5).hex().encode() + b"\n"
    raw = zlib.compress(text)
    yield "turned-5-raw-profile.png", png(8, 2, random_rows(8, 3), zTXt=b"Raw profile type exif\0\0" + raw)


def riff(*chunks):
    body = b"WEBP" + b"".join(name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webps():
    color = Image.fromarray(smooth())
    alpha = Image.fromarray(smooth(channels=4), "RGBA")
    yield "webp-lossless.webp", saved(color, "WEBP", lossless=True)
    yield "webp-lossless-alpha.webp", saved(alpha, "WEBP", lossless=True, exact=True)
    yield "webp-lossless-few-colors.webp", saved(color.quantize(5).convert("RGB"), "WEBP", lossless=True)
    yield "webp-lossless-noise.webp", saved(Image.fromarray(random.randint(0, 256, (40, 50, 3), dtype=np.uint8)), "WEBP", lossless=True)
    yield "webp-one-pixel.webp", saved(Image.new("RGB", (1, 1), (200, 30, 90)), "WEBP", lossless=True)
    yield "webp-lossy.webp", saved(color, "WEBP", quality=80)
    yield "webp-lossy-low.webp", saved(Image.fromarray(smooth(50, 70)), "WEBP", quality=10)
    yield "webp-lossy-thin.webp", saved(Image.fromarray(smooth(40, 2)), "WEBP", quality=90)
    yield "webp-lossy-alpha.webp", saved(alpha, "WEBP", quality=80, exact=True)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile[:24] + bytes(12) + profile[36:]  # without the time of day
    yield "webp-profile.webp", saved(color, "WEBP", lossless=True, icc_profile=profile)
    frames = [Image.fromarray(smooth()) for _ in range(3)]
    yield "webp-animated.webp", saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    small = saved(Image.fromarray(smooth(6, 8)), "WEBP", lossless=True)
    pixels = small[20 : 20 + struct.unpack("<I", small[16:20])[0]]
    frame = struct.pack("<HBHBHBHBHBB", 2, 0, 1, 0, 7, 0, 5, 0, 90, 0, 0) + b"VP8L" + struct.pack("<I", len(pixels)) + pixels
    canvas = struct.pack("<IHBHB", 0x12, WIDTH - 1, 0, HEIGHT - 1, 0)
    frame += b"\0" * (len(pixels) % 2)
    yield "webp-animated-offset.webp", riff((b"VP8X", canvas), (b"ANIM", bytes(6)), (b"ANMF", frame))


def tiff(samples, **options):
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, samples, metadata=None, **options)
    return buffer.getvalue()


def tiffs():
    color = smooth(30, 37)
    grey = smooth(30, 37, 1)[..., 0]
    picture = Image.fromarray(color)
    yield "tiff-rgb.tif", saved(picture, "TIFF")
    for compression in ("packbits", "tiff_lzw", "tiff_adobe_deflate", "jpeg"):
        yield f"tiff-rgb-{compression.split('_')[-1]}.tif", saved(picture, "TIFF", compression=compression)
    yield "tiff-grey.tif", saved(picture.convert("L"), "TIFF")
    yield "tiff-bilevel.tif", saved(picture.convert("1"), "TIFF")
    for fax in ("group3", "group4"):
        yield f"tiff-{fax}.tif", saved(picture.convert("1"), "TIFF", compression=fax)
    yield "tiff-palette.tif", saved(picture.quantize(50), "TIFF")
    yield "tiff-cmyk.tif", saved(picture.convert("CMYK"), "TIFF")
    yield "tiff-cmyk-lzw.tif", saved(picture.convert("CMYK"), "TIFF", compression="tiff_lzw")
    yield "tiff-rgba.tif", saved(Image.fromarray(smooth(channels=4), "RGBA"), "TIFF")
    yield "tiff-grey-alpha.tif", saved(Image.fromarray(smooth(channels=2), "LA"), "TIFF")
    yield "tiff-pages.tif", saved(picture, "TIFF", save_all=True, append_images=[Image.fromarray(smooth(30, 37))])
    yield "tiff-strips.tif", tiff(color, photometric="rgb", rowsperstrip=7)
    yield "tiff-tiles.tif", tiff(color, photometric="rgb", tile=(16, 16))
    yield "tiff-tiles-lzw.tif", tiff(color, photometric="rgb", tile=(16, 32), compression="lzw", predictor=True)
    yield "tiff-tiles-grey.tif", tiff(grey, tile=(16, 16), compression="deflate")
    yield "tiff-planes.tif", tiff(np.moveaxis(color, -1, 0), photometric="rgb", planarconfig="separate")
    yield "tiff-big-endian.tif", tiff(color, photometric="rgb", byteorder=">")
    yield "tiff-predictor.tif", tiff(color, photometric="rgb", compression="deflate", predictor=True)
    yield "tiff-white-is-zero.tif", tiff(grey, photometric="miniswhite")
    yield "tiff-premultiplied.tif", tiff(premultiplied(), photometric="rgb", extrasamples=["assocalpha"])
    yield "tiff-extra-sample.tif", tiff(smooth(channels=4), photometric="rgb", extrasamples=["unspecified"])
    wide = random.randint(0, 1 << 16, (HEIGHT, WIDTH, 3), dtype=np.uint16)
    yield "tiff-rgb16.tif", tiff(wide, photometric="rgb")
    yield "tiff-rgb16-big-endian.tif", tiff(wide, photometric="rgb", byteorder=">")
    yield "tiff-rgb16-lzw.tif", tiff(wide, photometric="rgb", compression="lzw")
    yield "tiff-grey16.tif", tiff(wide[..., 0])
    yield "tiff-grey16-big-endian.tif", tiff(wide[..., 0], byteorder=">")
    yield "tiff-grey16-tiles.tif", tiff(wide[..., 0], tile=(16, 16), compression="deflate")


def premultiplied():
    rgba = smooth(channels=4).astype(int)
    rgba[..., :3] = rgba[..., :3] * rgba[..., 3:] // 255
    return rgba.astype(np.uint8)


def magick(kind, *options, source=None):
    """The picture by ImageMagick."""
    source = Image.fromarray(smooth()) if source is None else source
    command = ["convert", "png:-", "-strip", *options, f"{kind}:-"]
    return subprocess.run(command, input=saved(source, "PNG"), stdout=subprocess.PIPE, check=True).stdout


def magicks():
    yield "magick-440.jpg", magick("jpg", "-sampling-factor", "1x2", "-quality", "88")
    yield "magick-411.jpg", magick("jpg", "-sampling-factor", "4x1", "-quality", "88")
    yield "magick-cmyk.jpg", magick("jpg", "-colorspace", "CMYK")
    yield "magick-progressive.jpg", magick("jpg", "-interlace", "JPEG")
    yield "magick-grey16.png", magick("png", "-colorspace", "Gray", "-depth", "16")
    yield "magick-interlaced.png", magick("png", "-interlace", "PNG")
    yield "magick-palette.gif", magick("gif")
    yield "magick.bmp", magick("bmp")
    yield "magick-2.bmp", magick("bmp2")
    yield "magick-tiles-cmyk.tif", magick("tiff", "-colorspace", "CMYK", "-define", "tiff:tile-geometry=16x16")
    yield "magick-zip.tif", magick("tiff", "-compress", "Zip")
    yield "magick-grey4.tif", magick("tiff", "-colorspace", "Gray", "-depth", "4")
    yield "magick-rgba.tif", magick("tiff", source=Image.fromarray(smooth(channels=4), "RGBA"))
    yield "magick.webp", magick("webp", "-define", "webp:lossless=true")


def transparent_colors():
    """Grey with a transparent colour, and palettes of few bits with alpha."""
    for depth in (1, 2, 4, 8, 16):
        yield f"png-grey{depth}-transparent.png", png(depth, 0, random_rows(depth, 1), tRNS=b"\0\1")
    for depth in (1, 2, 4):
        yield f"png-palette{depth}-transparent.png", png(depth, 3, random_rows(depth, 1), PLTE=random.bytes(3 << depth), tRNS=b"\x80\0")
    yield "png-rgb16-transparent.png", png(16, 2, random_rows(16, 3), tRNS=b"\0\1\0\2\0\3")


def grey_palettes():
    """Palettes of greys that are no ramp from black to white."""
    reversed_ramp = b"".join(bytes([255 - i] * 3 + [0]) for i in range(256))
    yield "bmp-grey-reversed.bmp", bmp(info_header(WIDTH, HEIGHT, 8), bmp_rows(8), reversed_ramp)
    few = b"".join(bytes([value] * 3 + [0]) for value in random.bytes(16))
    yield "bmp-grey-few.bmp", bmp(info_header(WIDTH, HEIGHT, 4), bmp_rows(4), few)
    yield "bmp-grey-short.bmp", bmp(info_header(WIDTH, HEIGHT, 8, colors=100), bmp_rows(8), reversed_ramp[:400])
    palette = b"".join(bytes([255 - i] * 3) for i in range(256))
    indices = random.randint(0, 256, 6 * 4, dtype=np.uint8).tobytes()
    yield "gif-grey-reversed.gif", gif(screen=(6, 4), frame=(0, 0, 6, 4), palette=palette, indices=indices)


def has_alpha(image):
    return image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info


def reference(name, content):
    if name.startswith("webp-lossy"):
        content = subprocess.run(["dwebp", "-quiet", "-nofancy", "-o", "-", "--", "-"], input=content, stdout=subprocess.PIPE, check=True).stdout
    image = Image.open(io.BytesIO(content))
    image.load()
    if image.mode.startswith("I;16"):
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if name in ("png-grey2-transparent.png", "png-grey4-transparent.png"):
        image.info["transparency"] *= 85 if "grey2" in name else 17
    return image


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    index = [f"# Pillow {PIL.__version__}, libjpeg-turbo {features.version('libjpeg_turbo')}: name, width, height, largest difference"]
    for family in (jpegs, pngs, gifs, bmps, turned, transparent_colors, webps, tiffs, magicks, grey_palettes):
        first = True
        for name, content in family():
            try:
                image = reference(name, content)
                pixels = {"rgb": image.convert("RGB")}
                if first or has_alpha(image):
                    pixels["grey"] = image.convert("L")
                if family == turned:
                    pixels["upright"] = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")
                if has_alpha(image):
                    pixels["rgba"] = image.convert("RGBA")
                    pixels["over"] = Image.new("RGB", image.size, (0x33, 0x66, 0x99))
                    pixels["over"].paste(pixels["rgba"], mask=pixels["rgba"])
            except Exception as e:
                raise SystemExit(f"{name}: {e!r}")
            first = False
            (OUT / name).write_bytes(content)
            for kind, picture in pixels.items():
                (OUT / f"{name}.{kind}").write_bytes(np.asarray(picture).tobytes())
            index.append(f"{name} {image.width} {image.height} {BOUNDS.get(name, 0)}")
    (OUT / "index.txt").write_text("\n".join(index) + "\n")


main()
