"""The selection methods in plain numpy (and k-means of scikit-learn), as a good user writes them."""

import numpy as np
from sklearn.cluster import KMeans

ROWS = 2048


def picked(rows):
    return {"selected": [int(row) for row in rows]}


def squared_norms(x):
    return np.einsum("ij,ij->i", x, x)


def least_confidence(arrays, request):
    return top(1 - arrays["probabilities"].max(axis=1), request["count"])


def margin(arrays, request):
    part = np.partition(arrays["probabilities"], -2, axis=1)
    return top(part[:, -2] - part[:, -1], request["count"])


def entropy(arrays, request):
    p = arrays["probabilities"]
    return top(-(p * np.log(np.maximum(p, 1e-300))).sum(axis=1), request["count"])


def top(scores, count):
    rows = np.argpartition(-scores, count - 1)[:count]
    return picked(rows[np.argsort(-scores[rows], kind="stable")])


def k_center(arrays, request):
    x = arrays["embeddings"]
    norms = squared_norms(x)
    mean = x.mean(axis=0)
    rows = [int(np.argmin(norms - 2 * (x @ mean)))]
    nearest = norms + norms[rows[0]] - 2 * (x @ x[rows[0]])
    while len(rows) < request["count"]:
        row = int(np.argmax(nearest))
        rows.append(row)
        np.minimum(nearest, norms + norms[row] - 2 * (x @ x[row]), out=nearest)
    return picked(rows)


def badge(arrays, request):
    x, p = arrays["embeddings"], arrays["probabilities"].astype(np.float32)
    errors = p.copy()
    errors[np.arange(len(p)), p.argmax(axis=1)] -= 1
    norms = squared_norms(x) * squared_norms(errors)
    random = np.random.default_rng(request["seed"])
    rows = [int(np.argmax(norms))]

    def from_row(row):
        return norms + norms[row] - 2 * (x @ x[row]) * (errors @ errors[row])

    nearest = np.maximum(from_row(rows[0]), 0)
    while len(rows) < request["count"]:
        nearest[rows] = 0
        sums = np.cumsum(nearest, dtype=np.float64)
        row = int(np.searchsorted(sums, random.random() * sums[-1]))
        rows.append(row)
        np.minimum(nearest, np.maximum(from_row(row), 0), out=nearest)
    return picked(rows)


def sklearn_k_means(arrays, request):
    x = arrays["embeddings"]
    model = KMeans(request["count"], n_init=1, max_iter=20, random_state=request["seed"])
    distances = model.fit_transform(x)
    return picked(nearest_of_each(distances[np.arange(len(x)), model.labels_], model.labels_))


def nearest_of_each(distances, labels):
    order = np.lexsort((distances, labels))
    firsts = np.r_[True, np.diff(labels[order]) > 0]
    return order[firsts]


def lloyd(x, count, random, iterations=20, weights=None):
    """k-means++ and Lloyd in plain numpy."""
    norms = squared_norms(x)
    weights = np.ones(len(x), np.float32) if weights is None else weights
    rows = [int(random.integers(len(x)))]
    nearest = np.maximum(norms + norms[rows[0]] - 2 * (x @ x[rows[0]]), 0)
    while len(rows) < count:
        sums = np.cumsum(nearest * weights, dtype=np.float64)
        row = int(np.searchsorted(sums, random.random() * sums[-1]))
        rows.append(row)
        np.minimum(nearest, np.maximum(norms + norms[row] - 2 * (x @ x[row]), 0), out=nearest)
    centres = x[rows]
    before = np.inf
    for _ in range(iterations):
        squared = norms[:, None] + squared_norms(centres)[None] - 2 * (x @ centres.T)
        labels = squared.argmin(axis=1)
        own = np.maximum(squared[np.arange(len(x)), labels], 0)
        inertia = float((own * weights).sum())
        if inertia >= before * (1 - 1e-4):
            break
        before = inertia
        totals = np.zeros_like(centres)
        np.add.at(totals, labels, x * weights[:, None])
        mass = np.bincount(labels, weights, minlength=count)
        centres = np.where(mass[:, None] > 0, totals / np.maximum(mass, 1e-12)[:, None], centres)
        centres = centres.astype(np.float32)
    return labels, own


def typiclust(arrays, request):
    x, count = arrays["embeddings"], request["count"]
    random = np.random.default_rng(request["seed"])
    labels, _ = lloyd(x, min(500, count), random)
    sizes = np.bincount(labels, minlength=count)
    chosen = []
    for cluster in np.lexsort((-sizes, sizes <= 5)):
        members = np.flatnonzero(labels == cluster)
        if len(members) == 0:
            continue
        near = min(20, len(members) // 2)
        if near == 0:
            chosen.append(members[0])
            continue
        own = x[members]
        norms = squared_norms(own)
        squared = np.maximum(norms[:, None] + norms[None] - 2 * (own @ own.T), 0)
        spread = np.sqrt(np.partition(squared, near, axis=1)[:, : near + 1]).sum(axis=1)
        chosen.append(members[int(np.argmin(spread))])
    return picked(chosen[:count])


def dbal(arrays, request):
    x, p, count = arrays["embeddings"], arrays["probabilities"], request["count"]
    part = np.partition(p, -2, axis=1)
    unsure = 1 - (part[:, -1] - part[:, -2])
    rows = np.argsort(-unsure, kind="stable")[: 10 * count]
    random = np.random.default_rng(request["seed"])
    weights = np.maximum(unsure[rows], 1e-6).astype(np.float32)
    labels, own = lloyd(x[rows], count, random, weights=weights)
    return picked(rows[nearest_of_each(own, labels)])


def density_weighted(arrays, request):
    x, p = arrays["embeddings"], arrays["probabilities"]
    part = np.partition(p, -2, axis=1)
    units = x / np.linalg.norm(x, axis=1, keepdims=True)
    density = np.maximum(units @ units.mean(axis=0), 0)
    return top((1 - (part[:, -1] - part[:, -2])) * density, request["count"])


def probcover(arrays, request):
    x, count = arrays["embeddings"], request["count"]
    x = x / np.linalg.norm(x, axis=1, keepdims=True)
    norms, limit = squared_norms(x), request["radius"] ** 2
    neighbours = []
    for start in range(0, len(x), ROWS):
        squared = norms[start : start + ROWS, None] + norms[None] - 2 * (x[start : start + ROWS] @ x.T)
        near, columns = np.nonzero(squared <= limit)
        splits = np.searchsorted(near, np.arange(1, len(squared)))
        neighbours.extend(np.split(columns.astype(np.int32), splits))
    degrees = np.array([len(own) for own in neighbours])
    open_rows = np.ones(len(x), bool)
    rows = []
    while len(rows) < count and degrees.max() > 0:
        row = int(np.argmax(degrees))
        rows.append(row)
        covered = neighbours[row][open_rows[neighbours[row]]]
        open_rows[covered] = False
        for other in covered:
            degrees[neighbours[other]] -= 1
    return picked(rows)


def bait(arrays, request):
    x, p, count = arrays["embeddings"], arrays["probabilities"], request["count"]
    x = x / np.linalg.norm(x, axis=1, keepdims=True)
    x = x - x.mean(axis=0)
    x = x / np.sqrt(squared_norms(x).mean()) * np.sqrt(1 - (p**2).sum(axis=1))[:, None]
    x = x.astype(np.float32)
    fisher = x.T @ x / len(x)
    inverse = np.eye(x.shape[1], dtype=np.float32) / (2e-3 / p.shape[1] * count)
    rows = []
    for _ in range(count):
        leverage = ((x @ inverse) * x).sum(axis=1)
        effect = ((x @ (inverse @ fisher @ inverse)) * x).sum(axis=1)
        gain = effect / (1 + leverage)
        gain[rows] = -1
        row = int(np.argmax(gain))
        rows.append(row)
        u = inverse @ x[row]
        inverse -= np.outer(u, u) / (1 + leverage[row])
    return picked(rows)


METHODS = {
    "least-confidence": least_confidence,
    "margin": margin,
    "entropy": entropy,
    "k-center": k_center,
    "badge": badge,
    "k-means": sklearn_k_means,
    "typiclust": typiclust,
    "dbal": dbal,
    "density-weighted": density_weighted,
    "probcover": probcover,
    "bait": bait,
}
