package dev.kindling.app;

import dev.kindling.callbacks.LearningRateFinder.Trials;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The loss over the learning rates that were tried, as a picture. */
final class RatePlot {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 540;

  private RatePlot() {}

  /**
   * Writes the picture.
   *
   * @param file its name ends in .png
   */
  static void write(Trials trials, double suggestion, Path file) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Which learning rate?")
            .xAxisTitle("learning rate (from step to step)")
            .yAxisTitle("loss (smoothed)")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    chart.getStyler().setPlotGridLinesColor(new Color(225, 225, 225));
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    // What comes after the rise would make all before it look flat.
    int shown = Math.min(trials.good() + 1, trials.rates().size());
    chart
        .addSeries("loss", trials.rates().subList(0, shown), trials.losses().subList(0, shown))
        .setMarker(SeriesMarkers.NONE);
    String name = String.format(Locale.ROOT, "suggested: %.2g", suggestion);
    double loss = at(suggestion, trials);
    chart
        .addSeries(name, List.of(suggestion), List.of(loss))
        .setMarker(SeriesMarkers.CIRCLE)
        .setMarkerColor(new Color(214, 69, 65));
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
  }

  /** The loss at the nearest of the rates that were tried. */
  private static double at(double rate, Trials trials) {
    int nearest = 0;
    while (nearest < trials.rates().size() - 1 && trials.rates().get(nearest) < rate) {
      nearest++;
    }
    return trials.losses().get(nearest);
  }
}
