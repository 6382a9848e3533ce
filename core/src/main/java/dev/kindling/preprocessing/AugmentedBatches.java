package dev.kindling.preprocessing;

import dev.kindling.augment.Change;
import dev.kindling.augment.Mixture;
import dev.kindling.data.Batch;
import dev.kindling.data.Batches;
import dev.kindling.data.DrawnSample;
import dev.kindling.data.Patience;
import dev.kindling.image.Image;
import dev.kindling.image.ImageWriter;
import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Augmented batches, made by a few threads while earlier ones are used.
 *
 * <p>Whoever asks for a batch first decides on those to come: that takes microseconds, and is done
 * in order by one thread, so that the random numbers are the same whatever the number of threads.
 * The pictures of the batches decided on are then the threads' work, one by one.
 */
final class AugmentedBatches<C extends Change> implements Batches {

  /** How many batches are made ahead of the one that is asked for: what bounds the memory. */
  private static final int AHEAD = 3;

  private final int samples;
  private final Shape picture;
  private final SampleMaker<C> maker;
  private final Targets targets;
  private final IntFunction<String> names;
  private final Patience patience;
  private final FlowOptions options;
  private final BatchPlan<C> plan;
  private final ThreadPoolExecutor threads;
  private final Deque<Pending<C>> pending = new ArrayDeque<>();
  private long batchesGiven;
  private int batchInPass;

  /** A batch that is being made. */
  private record Pending<C extends Change>(
      DrawnBatch<C> drawn, Tensor x, List<Future<?>> pictures) {}

  /**
   * Batches.
   *
   * @param samples how many pictures there are
   * @param picture the shape of each, {@code (height, width, channels)}
   * @param names what an error calls each
   */
  AugmentedBatches(
      int samples,
      Shape picture,
      SampleMaker<C> maker,
      Targets targets,
      IntFunction<String> names,
      FlowOptions options,
      BatchPlan<C> plan,
      Patience patience) {
    this.samples = samples;
    this.picture = picture;
    this.maker = maker;
    this.targets = targets;
    this.names = names;
    this.patience = patience;
    this.options = options;
    this.plan = plan;
    this.threads = threads(options.threads());
  }

  /** Daemons that end by themselves when nothing has been asked of them for a while. */
  private static ThreadPoolExecutor threads(int number) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            number,
            number,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "kindling-batches");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public int size() {
    return (samples + options.batchSize() - 1) / options.batchSize();
  }

  @Override
  public Batch next() {
    if (threads.isShutdown()) {
      throw new IllegalStateException("These batches are closed: ask the generator for new ones.");
    }
    // Pictures that are written must be those that were asked for, and no more.
    int ahead = options.saving().toDir() == null ? AHEAD : 0;
    while (pending.size() <= ahead) {
      pending.add(begin(plan.next()));
    }
    Pending<C> batch = pending.remove();
    count();
    await(batch);
    return finished(batch);
  }

  /** Decides on them, since later ones depend on what was drawn, but makes no pictures. */
  @Override
  public void skip(long batches) {
    for (long i = 0; i < batches; i++) {
      if (pending.isEmpty()) {
        plan.next();
      } else {
        cancel(pending.remove().pictures);
      }
      count();
    }
  }

  private void count() {
    batchesGiven++;
    batchInPass = (batchInPass + 1) % size();
  }

  private Batch finished(Pending<C> made) {
    Batch batch = targets.batch(made.x, made.drawn.indices()).samples(made.drawn.samples());
    Mixture mixture = made.drawn.mixture();
    return mixture == null ? batch : batch.mixed(mixture);
  }

  private Pending<C> begin(DrawnBatch<C> drawn) {
    List<DrawnSample<C>> samples = drawn.samples();
    Tensor x = Tensor.zeros(picture.prepend(samples.size()));
    List<Future<?>> pictures = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      int position = i;
      pictures.add(
          threads.submit(
              () -> {
                make(samples.get(position), x, position);
                return null;
              }));
    }
    return new Pending<>(drawn, x, pictures);
  }

  /** The work for one picture. */
  private void make(DrawnSample<C> sample, Tensor x, int position) throws IOException {
    int at = position * (int) picture.elements();
    maker.make(sample.index(), sample.change(), x.data(), at);
    if (sample.savedAs() != null) {
      save(Images.arrayToImg(x.data(), at, picture, true), sample.savedAs());
    }
  }

  private void save(Image image, String name) throws IOException {
    Path folder = Objects.requireNonNull(options.saving().toDir());
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    ImageWriter.write(image, folder.resolve(name), options.saving().format());
  }

  private void await(Pending<C> batch) {
    try {
      for (int i = 0; i < batch.pictures.size(); i++) {
        int index = batch.drawn.samples().get(i).index();
        patience.await(batch.pictures.get(i), () -> names.apply(index));
      }
    } catch (UncheckedIOException e) {
      cancel(batch.pictures);
      throw e;
    } catch (ExecutionException e) {
      cancel(batch.pictures);
      if (e.getCause() instanceof IOException cause) {
        throw new UncheckedIOException(cause.getMessage(), cause);
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException("A picture could not be made: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      cancel(batch.pictures);
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while waiting for a batch.");
    }
  }

  private static void cancel(Iterable<Future<?>> pictures) {
    pictures.forEach(picture -> picture.cancel(true));
  }

  @Override
  public void reset() {
    if (batchInPass == 0) {
      return; // what is being made is already the start of a pass
    }
    pending.forEach(batch -> cancel(batch.pictures));
    pending.clear();
    batchInPass = 0;
    plan.restart(batchesGiven);
  }

  @Override
  public void close() {
    for (Runnable waiting : threads.shutdownNow()) {
      if (waiting instanceof Future<?> picture) {
        picture.cancel(true); // or else someone who waits for it would wait forever
      }
    }
  }
}
