"""Functional networks drawn at random over all layers that Kindling has."""
import keras
import numpy as np
from keras import layers as L

ACTIVATIONS = [
    "linear", "relu", "relu6", "leaky_relu", "elu", "gelu", "silu", "hard_silu", "hard_sigmoid", "sigmoid", "tanh",
    "softplus", "softmax", "log_softmax",
]
LARGEST = 20


class Drawing:
    def __init__(self, random):
        self.random = random

    def choice(self, options):
        return options[int(self.random.integers(len(options)))]

    def whole(self, least, most):
        return int(self.random.integers(least, most + 1))

    def chance(self, share):
        return bool(self.random.random() < share)

    def activation(self):
        return self.choice(ACTIVATIONS)

    def picture_layer(self, shape):
        """A layer for pictures of that shape."""
        height, width, channels = shape
        padding = self.choice(["same", "valid"] if min(height, width) >= 5 else ["same"])
        size = self.choice([1, 2, 3, (3, 2)])
        bias = self.chance(0.7)
        kind = self.whole(0, 22)
        if kind == 0:
            return L.Conv2D(self.whole(1, 8), size, strides=self.whole(1, 2), padding=padding, use_bias=bias,
                            activation=self.activation())
        if kind == 1:
            dilation = 2 if min(height, width) >= 5 else 1
            return L.Conv2D(self.whole(1, 8), size, dilation_rate=dilation, padding=padding, use_bias=bias)
        if kind == 2:
            groups = self.choice([n for n in range(1, channels + 1) if channels % n == 0])
            return L.Conv2D(groups * self.whole(1, 3), size, groups=groups, padding=padding, use_bias=bias)
        if kind == 3:
            return L.DepthwiseConv2D(3, strides=self.whole(1, 2), padding=padding, use_bias=bias,
                                     depth_multiplier=self.whole(1, 2), activation=self.activation())
        if kind == 4:
            return L.SeparableConv2D(self.whole(1, 8), 3, padding=padding, use_bias=bias, depth_multiplier=self.whole(1, 2))
        if kind == 5:
            return L.BatchNormalization(center=self.chance(0.8), scale=self.chance(0.8))
        if kind == 6:
            return L.LayerNormalization(center=self.chance(0.8), scale=self.chance(0.8))
        if kind == 7:
            return self.choice([L.MaxPooling2D, L.AveragePooling2D])(self.choice([2, (2, 1)]), padding=padding)
        if kind == 8:
            return self.choice([L.MaxPooling2D, L.AveragePooling2D])(3, strides=self.whole(1, 2), padding=padding)
        if kind == 9:
            return L.Dropout(0.3, noise_shape=(None, 1, 1, 1) if self.chance(0.5) else None)
        if kind == 10:
            return self.choice([L.SpatialDropout2D, L.GaussianNoise])(0.3)
        if kind == 11:
            return L.ZeroPadding2D(self.choice([1, (0, 1), ((0, 1), (2, 0))]))
        if kind == 12 and min(height, width) >= 4:
            return L.Cropping2D(self.choice([1, ((0, 1), (1, 0))]))
        if kind == 13 and max(height, width) <= LARGEST // 2:
            return L.UpSampling2D(2, interpolation=self.choice(["nearest", "bilinear"]))
        if kind == 14:
            many = self.chance(0.5) and channels > 1
            return L.Rescaling([0.5 + i / 4 for i in range(channels)] if many else 0.5, offset=-0.25)
        if kind == 15:
            given = {"mean": [i / 8 for i in range(channels)], "variance": [0.5 + i / 8 for i in range(channels)]}
            return L.Normalization(**(given if self.chance(0.5) and channels > 1 else {}))
        if kind == 16:
            return L.Reshape((width, height, channels))
        if kind == 17:
            return self.choice([L.ReLU(), L.ReLU(6.0), L.ReLU(2.0, negative_slope=0.25), L.LeakyReLU(), L.ELU(0.5)])
        if kind == 18:
            return L.PReLU(shared_axes=[1, 2] if self.chance(0.5) else None)
        if kind == 19:
            return L.Softmax()
        return L.Activation(self.activation())

    def arithmetic(self, x):
        return self.choice([
            lambda: x + 3, lambda: 0.5 - x, lambda: x - 0.25, lambda: x * (1 / 6), lambda: -x, lambda: x / 3,
            lambda: keras.layers.ReLU(6.0)(x + 3.0) * (1.0 / 6.0),
        ])()

    def join(self, x, pictures):
        """Something of this value and another one that fits, or of what was made of it."""
        same = [p for p in pictures if p.shape == x.shape and p is not x]
        kind = self.whole(0, 4)
        if kind == 0 and same:
            other = self.choice(same)
            return self.choice([lambda: x + other, lambda: x - other, lambda: x * other])()
        if kind == 1 and same:
            return self.choice([L.Add, L.Multiply])()([x, *same[:2]])
        beside = [p for p in pictures if p.shape[1:3] == x.shape[1:3] and p is not x]
        if kind == 2 and beside:
            return L.Concatenate()([x, self.choice(beside)])
        if kind == 3:
            gate = self.choice([L.GlobalAveragePooling2D, L.GlobalMaxPooling2D])(keepdims=True)(x)
            gate = L.Conv2D(x.shape[-1], 1, activation=self.choice(["sigmoid", "hard_sigmoid"]))(gate)
            return L.Multiply()([x, gate])
        shared = L.Conv2D(x.shape[-1], 3, padding="same", activation="tanh")
        return shared(shared(x))

    def nested(self, x):
        """A model as a layer, at work in one place or in two."""
        inner = keras.Input(x.shape[1:])
        y = L.Conv2D(x.shape[-1], 3, padding="same", activation=self.activation())(inner)
        if self.chance(0.5):
            y = L.BatchNormalization()(y) + inner
            model = keras.Model(inner, y)
        else:
            model = keras.Sequential([keras.Input(x.shape[1:]), L.Conv2D(x.shape[-1], 1, activation=self.activation()),
                                      L.LayerNormalization()])
        return model(model(x)) if self.chance(0.5) else model(x)

    def rows(self, x):
        """From a picture to rows of numbers."""
        pool = self.choice([L.GlobalAveragePooling2D, L.GlobalMaxPooling2D, L.Flatten])
        return pool()(x)

    def row_layer(self, x):
        kind = self.whole(0, 6)
        if kind == 0:
            return self.choice([L.BatchNormalization, L.LayerNormalization])()(x)
        if kind == 1:
            return L.Activation(self.activation())(x)
        if kind == 2:
            return self.arithmetic(x)
        if kind == 3:
            return L.Dense(x.shape[-1], activation="tanh")(x) + x
        if kind == 4:
            return self.choice([L.Dropout(0.5), L.PReLU(), L.ELU(), L.Softmax(), L.Rescaling(0.5)])(x)
        return L.Dense(self.whole(1, 9), activation=self.activation(), use_bias=self.chance(0.8))(x)

    def network(self):
        inputs = [keras.Input((self.whole(5, 12), self.whole(5, 12), self.whole(1, 4)))]
        if self.chance(0.3):
            inputs.append(keras.Input(inputs[0].shape[1:]))
        pictures = list(inputs)
        for _ in range(self.whole(3, 12)):
            x = pictures[-1] if self.chance(0.6) else self.choice(pictures)
            what = self.random.random()
            if what < 0.6:
                y = self.picture_layer(tuple(x.shape[1:]))(x)
            elif what < 0.75:
                y = self.arithmetic(x)
            elif what < 0.9:
                y = self.join(x, pictures)
            else:
                y = self.nested(x)
            pictures.append(y)
        ends = [pictures[-1], *(inputs if len(inputs) > 1 else [])]
        x = [self.rows(end) for end in ends]
        x = L.Concatenate()(x) if len(x) > 1 else x[0]
        for _ in range(self.whole(0, 3)):
            x = self.row_layer(x)
        outputs = [L.Dense(self.whole(1, 5), activation=self.choice(["softmax", "sigmoid", "linear"]))(x)]
        if self.chance(0.3):
            outputs.append(pictures[-1])
        return keras.Model(inputs, outputs)

    def sequential(self):
        model = keras.Sequential([keras.Input((self.whole(5, 12), self.whole(5, 12), self.whole(1, 4)))])
        model.add(L.Conv2D(self.whole(1, 6), 3, activation=self.activation()))
        for _ in range(self.whole(2, 8)):
            model.add(self.picture_layer(tuple(model.output_shape[1:])))
        model.add(self.choice([L.GlobalAveragePooling2D, L.GlobalMaxPooling2D, L.Flatten])())
        top = keras.Sequential([keras.Input(model.output_shape[1:]), L.Dense(4, activation="relu"), L.Dropout(0.5),
                                L.Dense(self.whole(1, 3), activation="sigmoid")])
        model.add(top) if self.chance(0.5) else model.add(L.Dense(2, activation="softmax"))
        return model


def drawn_network(random):
    """A model and something for each of its inputs."""
    drawing = Drawing(random)
    model = drawing.sequential() if drawing.chance(0.2) else drawing.network()
    shapes = [tensor.shape[1:] for tensor in model.inputs]
    return model, [random.normal(size=(3, *shape)).astype("float32") for shape in shapes]
