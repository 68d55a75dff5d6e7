"""The numeric kernels in plain numpy; each answers a sum by which results are compared."""

import numpy as np

ROWS = 2048


def multiply(arrays, request):
    return {"sum": float((arrays["x"] @ arrays["some"].T).sum(dtype=np.float64))}


def nearest(arrays, request):
    x, count = arrays["part"], request["count"]
    total = 0.0
    for _, squared in squared_blocks(x):
        near = np.partition(squared, count - 1, axis=1)[:, :count]
        total += float(np.maximum(near, 0).sum(dtype=np.float64))
    return {"sum": total}


def coverage_gains(arrays, request):
    x = arrays["part"]
    total = 0.0
    for _, squared in squared_blocks(x):
        similarity = np.exp(-np.maximum(squared, 0) / request["radius"] ** 2)
        total += float(similarity.sum(dtype=np.float64))
    return {"sum": total}


def squared_blocks(x):
    norms = np.einsum("ij,ij->i", x, x)
    for start in range(0, len(x), ROWS):
        block = x[start : start + ROWS]
        yield start, norms[start : start + ROWS, None] + norms[None] - 2 * (block @ x.T)


METHODS = {
    "kernel-multiply": multiply,
    "kernel-nearest-20": nearest,
    "kernel-coverage-gains": coverage_gains,
}
