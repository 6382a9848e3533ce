package dev.kindling.preprocessing;

import dev.kindling.tensor.Shape;
import dev.kindling.tensor.Tensor;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Whitening that changes pictures least (zero-phase component analysis): each picture, laid out as
 * a row, is multiplied by a matrix after which the numbers of the sample pictures neither vary
 * together nor differ in how much they vary.
 */
final class ZcaWhitening {

  /** The most memory that finding the matrix may take. */
  static final long LIMIT = 2L << 30;

  /** Below this part of the largest, an eigenvalue of the pictures' products is only rounding. */
  private static final double ROUNDING = 1e-12;

  private ZcaWhitening() {}

  /**
   * Refuses pictures whose matrix would not fit.
   *
   * @param pictures their number
   * @param elements the numbers in each
   */
  static void requireMemory(long pictures, long elements) {
    long smaller = Math.min(pictures, elements);
    // The matrix in 32 bits; what is decomposed, its eigenvectors and room to work, in 64.
    double bytes = 4.0 * elements * elements + 24.0 * smaller * smaller;
    if (bytes > LIMIT) {
      throw new IllegalArgumentException(
          ("zcaWhitening of pictures of %,d numbers takes a matrix of %,d x %,d, and %,.1f GB to find"
                  + " it; at most %,.1f are taken. Use smaller pictures, or grey ones.")
              .formatted(elements, elements, elements, bytes / (1 << 30), LIMIT / 0x1p30));
    }
  }

  /**
   * The matrix for pictures, {@code (n, height, width, channels)}, centred: Keras's {@code
   * zca_whitening_matrix}. With the singular values s and left singular vectors U of the pictures
   * as columns it is U diag(sqrt(n) / (s + epsilon)) U'.
   */
  static Tensor matrix(Tensor x, double epsilon) {
    int n = x.shape().size(0);
    int elements = x.data().length / n;
    requireMemory(n, elements);
    Tensor matrix = Tensor.zeros(Shape.of(elements, elements));
    if (elements <= n) {
      fromColumns(x.data(), n, elements, epsilon, matrix.data());
    } else {
      fromRows(x.data(), n, elements, epsilon, matrix.data());
    }
    return matrix;
  }

  /** From the eigenvectors of X'X, which are those of the matrix. */
  private static void fromColumns(float[] x, int n, int elements, double epsilon, float[] matrix) {
    double[] products = new double[elements * elements];
    for (int picture = 0; picture < n; picture++) {
      for (int i = 0; i < elements; i++) {
        double factor = x[picture * elements + i];
        for (int j = 0; j < elements; j++) {
          products[i * elements + j] += factor * x[picture * elements + j];
        }
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = decompose(products, elements);
    for (int k = 0; k < elements; k++) {
      double s = Math.sqrt(Math.max(0, eigen.getEigenvalue(k).real));
      double[] vector = eigen.getEigenVector(k).data;
      addOuterProduct(vector, Math.sqrt(n) / (s + epsilon), matrix);
    }
  }

  /** From the eigenvectors v of XX', n of them, for U = X'v / s. */
  private static void fromRows(float[] x, int n, int elements, double epsilon, float[] matrix) {
    double[] products = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < elements; k++) {
          sum += (double) x[i * elements + k] * x[j * elements + k];
        }
        products[i * n + j] = sum;
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = decompose(products, n);
    double largest = 0;
    for (int k = 0; k < n; k++) {
      largest = Math.max(largest, eigen.getEigenvalue(k).real);
    }
    for (int k = 0; k < n; k++) {
      double value = eigen.getEigenvalue(k).real;
      if (value <= largest * ROUNDING) {
        continue; // pictures that are sums of others add no direction
      }
      double s = Math.sqrt(value);
      double[] vector = new double[elements];
      for (int i = 0; i < n; i++) {
        double part = eigen.getEigenVector(k).data[i] / s;
        for (int j = 0; j < elements; j++) {
          vector[j] += part * x[i * elements + j];
        }
      }
      addOuterProduct(vector, Math.sqrt(n) / (s + epsilon), matrix);
    }
  }

  private static EigenDecomposition_F64<DMatrixRMaj> decompose(double[] symmetric, int size) {
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
    if (!eigen.decompose(DMatrixRMaj.wrap(size, size, symmetric))) {
      throw new IllegalArgumentException(
          "zcaWhitening found no directions in the pictures given to fit(): are all their values"
              + " numbers?");
    }
    return eigen;
  }

  private static void addOuterProduct(double[] vector, double factor, float[] matrix) {
    for (int i = 0; i < vector.length; i++) {
      double scaled = factor * vector[i];
      for (int j = 0; j < vector.length; j++) {
        matrix[i * vector.length + j] += (float) (scaled * vector[j]);
      }
    }
  }

  /** Multiplies the picture that begins at index {@code at} by the matrix. */
  static void apply(Tensor matrix, float[] values, int at) {
    int elements = matrix.shape().size(0);
    float[] white = new float[elements];
    for (int i = 0; i < elements; i++) {
      float value = values[at + i];
      for (int j = 0; j < elements; j++) {
        white[j] += value * matrix.data()[i * elements + j];
      }
    }
    System.arraycopy(white, 0, values, at, elements);
  }
}
