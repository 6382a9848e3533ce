"""Keras's summaries of models and their JSON form: the golden file of SummaryTest and ConfigTest.

Run with any Python that has keras and tensorflow-cpu (or tensorflow), no terminal being wider than
80 columns:

    COLUMNS=80 python summaries.py ../../resources/golden/models/summaries.json
"""

import json
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras
from keras import Input, Sequential
from keras.layers import Activation, Add, Conv2D, Dense, Dropout, Flatten, MaxPooling2D


def article():
    return Sequential([
        Input((150, 150, 3)),
        Conv2D(32, 3), Activation("relu"), MaxPooling2D(2),
        Conv2D(32, 3), Activation("relu"), MaxPooling2D(2),
        Conv2D(64, 3), Activation("relu"), MaxPooling2D(2),
        Flatten(), Dense(64), Activation("relu"), Dropout(0.5), Dense(1), Activation("sigmoid"),
    ])


def options():
    return Sequential([
        Input((20, 31, 1)),
        Conv2D(4, (3, 5), strides=(2, 1), padding="same", activation="relu", use_bias=False),
        MaxPooling2D((2, 3), strides=1, padding="same"),
        MaxPooling2D((3, 1)),
        Activation("linear"), Flatten(), Dropout(0.25),
        Dense(7, activation="relu", use_bias=False), Dense(3, activation="softmax"),
    ])


def nested():
    base = Sequential([Input((8, 8, 3)), Conv2D(2, 3), MaxPooling2D(2)])
    top = Sequential([Input(base.output_shape[1:], name="input_layer"), Flatten(), Dense(4),
                      Dense(1, activation="sigmoid")])
    base.add(top)
    return base


def named():
    return Sequential(name="cats_or_dogs", layers=[
        Input((40, 40, 3)),
        Conv2D(8, 3, name="a_first_convolution_whose_name_is_longer_than_the_column_is_wide"),
        MaxPooling2D(2, name="the_largest_of_four_places"),
        Flatten(name="twenty_eight_letters_exactly"),
        Dense(3000, name="big"), Dense(10, name="small"),
    ])


def bare():
    return Sequential([Input((5,)), Dense(1)])


def straight():
    image = Input((9, 9, 3))
    return keras.Model(image, Dense(2)(Flatten()(Conv2D(4, 3)(image))))


def branched():
    image = Input((9, 9, 3))
    other = Input((9, 9, 3))
    shared = Conv2D(4, 3, padding="same", name="a_shared_convolution_with_a_long_name")
    inner_input = Input((9, 9, 4))
    inner = keras.Model(inner_input, [MaxPooling2D(3)(inner_input), Conv2D(2, 1)(inner_input)])
    x = Add()([shared(image), shared(other)]) * 0.5
    pooled, y = inner(shared(image))
    return keras.Model([image, other], [Dense(2)(Flatten()(x)), Flatten()(pooled), y])


models = []
for make in (article, options, nested, named, bare, straight, branched):
    keras.utils.clear_session()
    model = make()
    summary = []
    model.summary(print_fn=summary.append)
    config = json.loads(model.to_json())
    del config["compile_config"]
    for layer in config["config"]["layers"]:
        layer.pop("compile_config", None)
    models.append({"model": make.__name__, "summary": "".join(summary), "config": config})

with open(sys.argv[1], "w") as file:
    json.dump({"keras": keras.__version__, "models": models}, file, ensure_ascii=False)
    file.write("\n")
