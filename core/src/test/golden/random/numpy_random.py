"""What NumPy's legacy generator gives: the golden file of NumpyRandomTest.

Run with any Python that has numpy:

    python numpy_random.py ../../resources/golden/random/numpy_random.json

Each stream is one seed and the calls made on it in order, with their results. The calls are mixed,
so that a call that draws a number too many or too few spoils all that come after it.
"""

import json
import sys

import numpy as np

CALLS = [
    ("random",),
    ("uniform", -40.0, 40.0),
    ("uniform", 0.8, 1.2),
    ("uniform", 1e-300, 1e300),
    ("choice", 1),  # a single choice draws nothing
    ("choice", 2),
    ("choice", 12),
    ("choice", 2000),
    ("choice", [-1.0, 1.0]),
    ("choice", [0.1, 0.25, -0.5]),
    ("permutation", 0),
    ("permutation", 1),
    ("permutation", 7),
    ("permutation", 257),
    ("randint", 1),
    ("randint", 10000),
    ("randint", 10000000),
    ("randint", 2**31),
    ("randint", 2**32 - 1),
    ("randint", 2**32),
    ("randint", 2**32 + 1),
    ("randint", 2**40),
    ("randint", 2**63 - 1),
    ("randint", -5, 6),
    ("randint", 7, 8),
    ("randint", -(2**62) - 1, 2**62 + 1),
    ("randint", -(2**63), 2**63 - 1),
]


def plain(value):
    return value.tolist() if hasattr(value, "tolist") else value


streams = []
for seed in (0, 1, 42, 2**31, 2**32 - 1):
    state = np.random.RandomState(seed)
    shuffled = np.random.RandomState(seed ^ 12345).permutation(3 * len(CALLS))
    order = [CALLS[i % len(CALLS)] for i in shuffled]
    streams.append({
        "seed": seed,
        "calls": [{"call": call[0], "arguments": call[1:],
                   "result": plain(getattr(state, call[0])(*call[1:]))} for call in order],
    })

# Beyond one refill of the state (624 numbers), and far beyond.
state = np.random.RandomState(7)
long_run = [state.random_sample() for _ in range(10000)]

# Powers and logarithms: equal up to their last bits, which differ among mathematical libraries.
state = np.random.RandomState(11)
betas = [[a, b, state.beta(a, b)] for a, b in [(1.0, 1.0), (0.2, 0.2), (0.5, 0.9), (0.01, 0.01)] * 40]
golden = {
    "numpy": np.__version__,
    "streams": streams,
    "long_run": {"seed": 7, "every": 333, "values": long_run[::333]},
    "betas": {"seed": 11, "values": betas},
}
with open(sys.argv[1], "w") as file:
    json.dump(golden, file)
    file.write("\n")
