"""scikit-learn's logistic regression on features that Graft wrote, one line of JSON for each training and test part.

Debian's python3-sklearn (1.2.1): python3 scikit_probe.py FEATURES.safetensors STRENGTH...
The file holds features (N, D), labels (N), and train0, test0, train1, ... with the places of each part.
"""

import json
import struct
import sys
import time
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

TYPES = {"F32": np.float32, "I32": np.int32}
ITERATIONS = 1000  # its default of 100 ends before the optimum


def read(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    header.pop("__metadata__", None)
    return {
        name: np.frombuffer(data[slice(*entry["data_offsets"])], TYPES[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in header.items()
    }


def accuracy(strength, x, y, train, test):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ConvergenceWarning)
        fit = LogisticRegression(C=strength, max_iter=ITERATIONS).fit(x[train], y[train])
    return float(np.mean(fit.predict(x[test]) == y[test])), not caught


tensors = read(sys.argv[1])
x, y = tensors["features"].astype(np.float64), tensors["labels"]
for number, strength in enumerate(map(float, sys.argv[2:])):
    train, test = tensors[f"train{number}"], tensors[f"test{number}"]
    began = time.time()
    usual, converged = accuracy(1.0, x, y, train, test)
    seconds = time.time() - began
    same, reached = (usual, converged) if strength == 1 else accuracy(strength, x, y, train, test)
    figures = {"number": number, "usual": usual, "same": same, "converged": converged and reached, "usualSeconds": seconds}
    print(json.dumps(figures), flush=True)
