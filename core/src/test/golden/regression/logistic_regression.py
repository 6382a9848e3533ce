"""scikit-learn's logistic regressions of drawn samples, standardized, told for the samples as they were: the golden file of LogisticRegressionTest.

Run with a Python that has scikit-learn and numpy:

    python logistic_regression.py ../../resources/golden/regression/logistic_regression.json
"""

import json
import sys

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

SETS = [  # samples, features, classes, penalties; the last has more samples than are computed at once
    (40, 6, 2, (0.001, 0.1, 10)),
    (40, 6, 3, (0.001, 0.1, 10)),
    (40, 6, 5, (0.001, 0.1, 10)),
    (200, 20, 7, (0.1,)),
]


def main():
    random = np.random.RandomState(3)
    cases = []
    for samples, features, classes, cs in SETS:
        y = np.arange(samples) % classes
        x = (random.normal(0, 1, (samples, features)) + random.normal(0, 1, (classes, features))[y]).round(4)
        for c in cs:
            scaler = StandardScaler().fit(x)
            model = LogisticRegression(C=c, tol=1e-10, max_iter=10_000).fit(scaler.transform(x), y)
            weights = model.coef_ / scaler.scale_
            cases.append(
                {
                    "x": x.tolist(),
                    "y": y.tolist(),
                    "c": c,
                    "classes": classes,
                    "weights": weights.tolist(),
                    "intercepts": (model.intercept_ - weights @ scaler.mean_).tolist(),
                }
            )
    versions = {"scikit-learn": sklearn.__version__, "numpy": np.__version__}
    with open(sys.argv[1], "w") as file:
        json.dump({"versions": versions, "cases": cases}, file)
        file.write("\n")


main()
