package dev.kindling.examples;

import dev.kindling.augment.FillMode;
import dev.kindling.data.Batches;
import dev.kindling.image.Image;
import dev.kindling.image.ImageFormat;
import dev.kindling.preprocessing.FlowOptions;
import dev.kindling.preprocessing.ImageDataGenerator;
import dev.kindling.preprocessing.Images;
import dev.kindling.preprocessing.LoadOptions;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The first listing: a picture and what augmentation makes of it, to look at. */
final class Preview {

  private Preview() {}

  /** {@code Preview PICTURE FOLDER}: writes twenty variants of the picture into the folder. */
  public static void main(String[] args) throws IOException {
    Path picture = Path.of(args[0]);
    Path preview = Files.createDirectories(Path.of(args[1]));

    ImageDataGenerator datagen =
        new ImageDataGenerator()
            .rotationRange(40)
            .widthShiftRange(0.2)
            .heightShiftRange(0.2)
            .shearRange(0.2)
            .zoomRange(0.2)
            .horizontalFlip(true)
            .fillMode(FillMode.NEAREST);

    Image img = Images.loadImg(picture, new LoadOptions());
    Tensor x = Images.imgToArray(img); // (height, width, 3)
    x = x.reshape(1, img.height(), img.width(), 3); // one picture is a batch of one

    FlowOptions options =
        new FlowOptions()
            .batchSize(1)
            .seed(2016) // the variants and their files' names are the same each time
            .saveToDir(preview)
            .savePrefix("cat")
            .saveFormat(ImageFormat.JPEG);
    try (Batches batches = datagen.flow(x, options)) {
      for (int i = 0; i < 20; i++) {
        batches.next(); // there is always a next one
      }
    }
  }
}
