package dev.kindling.image;

import dev.kindling.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Picture files damaged at random: cut, with other bytes, with other sizes in their headers; and
 * bombs, small files that claim or unpack to the most pixels that are read. A number decides all.
 */
final class DamagedPictures {

  /** A damaged file, and what it was made from. */
  @SuppressWarnings("ArrayRecordComponent")
  record Damaged(String from, byte[] content) {}

  /** Rows and columns of the largest pictures for which 512 MiB are enough. */
  private static final int LARGEST = 5100;

  private static final int ONE_IN = 100;

  private final List<String> names = new ArrayList<>();
  private final List<byte[]> files = new ArrayList<>();
  private final List<String> bombNames = new ArrayList<>();
  private final List<byte[]> bombs = new ArrayList<>();

  /** Made from the pictures that lie in a folder. */
  DamagedPictures(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(DamagedPictures::isPicture).sorted().toList()) {
        names.add(file.getFileName().toString());
        files.add(Files.readAllBytes(file));
      }
    }
    bomb("bomb: png of 1 bit", png(1, 0));
    bomb("bomb: png of 8 bits", png(8, 0));
    bomb("bomb: png of 64 bits", png(16, 6));
    for (String name : List.of("jpeg-420.jpg", "jpeg-progressive.jpg", "jpeg-cmyk.jpg")) {
      byte[] jpeg = files.get(names.indexOf(name));
      bomb("bomb: " + name + ", one long scan", withScans(jpeg, 1, 80_000));
      bomb("bomb: " + name + ", many scans", withScans(jpeg, 1500, 8));
    }
    bomb("bomb: bmp-runs-8.bmp", padded(withSize(files.get(names.indexOf("bmp-runs-8.bmp")))));
    bomb("bomb: gif-grey.gif", padded(withSize(files.get(names.indexOf("gif-grey.gif")))));
    bomb("bomb: tiff of 24 bits", tiff(3));
    bomb("bomb: tiff of 32 bits", tiff(4));
    bomb("bomb: webp of one colour", webp());
    bomb("bomb: webp-lossy.webp", padded(withSize(files.get(names.indexOf("webp-lossy.webp")))));
  }

  private void bomb(String name, byte[] content) {
    bombNames.add(name);
    bombs.add(content);
  }

  /** The file that a number stands for. */
  Damaged of(long seed) {
    Random random = new Random(seed);
    random.nextInt(); // The first number of neighbouring seeds is nearly the same.
    if (random.nextInt(ONE_IN) == 0) {
      int which = random.nextInt(bombs.size());
      byte[] bomb = bombs.get(which);
      return new Damaged(
          bombNames.get(which), random.nextBoolean() ? bomb : new Mutations(random).of(bomb));
    }
    int which = random.nextInt(files.size());
    byte[] file = files.get(which).clone();
    if (random.nextInt(4) == 0) {
      setSize(file, side(random), side(random));
    } else {
      file = new Mutations(random).of(file);
    }
    if (random.nextBoolean()) {
      mendChecksums(file);
    }
    return new Damaged(names.get(which), file);
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && !name.matches(".*\\.(rgb|grey|rgba|over|upright|txt|json|zip|gz|md)");
  }

  private static int side(Random random) {
    int[] sides = {0, 1, 7, 255, 256, LARGEST, 8000, 0x7fff, 0xffff, random.nextInt(2000)};
    return sides[random.nextInt(sides.length)];
  }

  private static byte[] withSize(byte[] file) {
    byte[] copy = file.clone();
    setSize(copy, LARGEST, LARGEST);
    return copy;
  }

  /** Changes the size that a picture's header tells, if it has a header that is known. */
  private static void setSize(byte[] file, int width, int height) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    String start = new String(file, 0, Math.min(4, file.length), StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u0089PNG") && file.length > 24) {
      bytes.putInt(16, width).putInt(20, height);
    } else if (start.startsWith("GIF") && file.length > 10) {
      bytes.order(ByteOrder.LITTLE_ENDIAN).putShort(6, (short) width).putShort(8, (short) height);
      int frame = indexOf(file, 13, 0x2c, 0, 0);
      if (frame > 0 && frame + 9 < file.length) {
        bytes.putShort(frame + 5, (short) width).putShort(frame + 7, (short) height);
      }
    } else if (start.startsWith("BM") && file.length > 26) {
      bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(18, width).putInt(22, height);
    } else if (start.startsWith("\u00ff\u00d8")) {
      for (int kind : new int[] {0xc0, 0xc1, 0xc2}) {
        int frame = indexOf(file, 2, 0xff, kind, 0);
        if (frame > 0 && frame + 9 < file.length) {
          bytes.putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
        }
      }
    } else if (start.startsWith("II*\0")) {
      setTag(file, 256, width);
      setTag(file, 257, height);
    } else if (start.startsWith("RIFF") && file.length > 30) {
      bytes.order(ByteOrder.LITTLE_ENDIAN).putShort(26, (short) width).putShort(28, (short) height);
    }
  }

  /** The first value of a tag of a TIFF file of the smaller byte order. */
  private static void setTag(byte[] file, int tag, int value) {
    for (int type : new int[] {3, 4}) {
      int entry = indexOf(file, 8, tag & 0xff, tag >> 8, type, 0, 1, 0, 0, 0);
      if (entry > 0 && entry + 12 <= file.length) {
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(entry + 8, value);
      }
    }
  }

  private static int indexOf(byte[] file, int from, int... bytes) {
    for (int i = from; i + bytes.length <= file.length; i++) {
      boolean same = true;
      for (int j = 0; j < bytes.length; j++) {
        same &= (file[i + j] & 0xff) == bytes[j];
      }
      if (same) {
        return i;
      }
    }
    return -1;
  }

  /** Makes the checksums of a PNG right again, so that the damage reaches what lies behind them. */
  private static void mendChecksums(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file);
    if (file.length < 20 || bytes.getInt(0) != 0x89504e47) {
      return;
    }
    int at = 8;
    while (at >= 0 && at + 12 <= file.length) {
      int length = bytes.getInt(at);
      if (length < 0 || length > file.length - at - 12) {
        return;
      }
      CRC32 sum = new CRC32();
      sum.update(file, at + 4, length + 4);
      bytes.putInt(at + 8 + length, (int) sum.getValue());
      at += 12 + length;
    }
  }

  /** A JPEG of the largest size, with its last scan again and again, each so many bytes longer. */
  private static byte[] withScans(byte[] jpeg, int scans, int padding) {
    byte[] file = withSize(jpeg);
    int lastScan = 0;
    for (int i = indexOf(file, 0, 0xff, 0xda); i > 0; i = indexOf(file, i + 2, 0xff, 0xda)) {
      lastScan = i;
    }
    int end = file.length - 2;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, lastScan);
    for (int i = 0; i < scans; i++) {
      out.write(file, lastScan, end - lastScan);
      out.writeBytes(new byte[padding]);
    }
    out.write(file, end, 2);
    return out.toByteArray();
  }

  private static byte[] padded(byte[] file) {
    return Arrays.copyOf(file, file.length + 80_000);
  }

  /** A PNG of the largest size, all zeros. */
  private static byte[] png(int depth, int colorType) throws IOException {
    int channels = colorType == 6 ? 4 : 1;
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    try (DeflaterOutputStream packed =
        new DeflaterOutputStream(pixels, new Deflater(Deflater.BEST_COMPRESSION))) {
      byte[] row = new byte[1 + LARGEST * depth * channels / 8];
      for (int y = 0; y < LARGEST; y++) {
        packed.write(row);
      }
    }
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(LARGEST)
            .putInt(LARGEST)
            .put((byte) depth)
            .put((byte) colorType)
            .array();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    part(file, "IHDR", header);
    part(file, "IDAT", pixels.toByteArray());
    part(file, "IEND", new byte[0]);
    byte[] content = file.toByteArray();
    mendChecksums(content);
    return content;
  }

  /** A TIFF of the largest size, all zeros, in one strip by deflate. */
  private static byte[] tiff(int samples) throws IOException {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    try (DeflaterOutputStream packed =
        new DeflaterOutputStream(pixels, new Deflater(Deflater.BEST_COMPRESSION))) {
      byte[] row = new byte[LARGEST * samples];
      for (int y = 0; y < LARGEST; y++) {
        packed.write(row);
      }
    }
    int[][] tags = {
      {256, LARGEST},
      {257, LARGEST},
      {258, 8},
      {259, 8},
      {262, 2},
      {273, 200},
      {277, samples},
      {278, LARGEST},
      {279, pixels.size()}
    };
    ByteBuffer file = ByteBuffer.allocate(200 + pixels.size()).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {'I', 'I', '*', 0}).putInt(8).putShort((short) tags.length);
    for (int[] tag : tags) {
      file.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
    }
    return file.putInt(0).position(200).put(pixels.toByteArray()).array();
  }

  /** A lossless WebP of the largest size whose pixels take no bits at all. */
  private static byte[] webp() {
    int length = 1000;
    ByteBuffer file = ByteBuffer.allocate(20 + length).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.ISO_8859_1)).putInt(12 + length);
    file.put("WEBPVP8L".getBytes(StandardCharsets.ISO_8859_1)).putInt(length);
    file.put((byte) 0x2f).putInt((LARGEST - 1) | (LARGEST - 1) << 14);
    // No transform, no cache of colours, one group of five codes of one symbol each: 0.
    return file.put(new byte[] {(byte) 0x88, (byte) 0x88, 8}).array();
  }

  private static void part(ByteArrayOutputStream file, String type, byte[] body) {
    file.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
    file.writeBytes(type.getBytes(StandardCharsets.ISO_8859_1));
    file.writeBytes(body);
    file.writeBytes(new byte[4]);
  }
}
