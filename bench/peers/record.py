"""Records what the Python peers answer on small fixed inputs.

    python bench/peers/record.py [folder]

Writes inputs.json and answers.json, by default where the tests of the strategies read them
(packages/core/test/strategies/fixtures). Ties are recorded as such: a test must not depend on which
of equals a library prefers.

An answer is a list of groups of rows, in pick order:
  ranking  each group holds items of the same score; together they are the whole ranking
  greedy   one group for each pick: the items that tie for it, after the lowest row of each group
           before it was taken
  set      one group: the batch in any order
"""

import collections
import collections.abc
import json
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np

# ALiPy 1.2.5 asks for a name that Python 3.10 moved.
collections.Iterable = collections.abc.Iterable

from alipy.query_strategy import query_labels as alipy
from modAL import uncertainty as modal
from skactiveml import pool as skactiveml
from skactiveml.base import SkactivemlClassifier
from sklearn.cluster import KMeans
from small_text.query_strategies import BreakingTies, LeastConfidence, PredictionEntropy
from small_text.query_strategies.coresets import greedy_coreset

FOLDER = Path(__file__).parents[2] / "packages/core/test/strategies/fixtures"
TIE = 1e-9
DIMENSION, CLASSES, ITEMS, LABELLED = 16, 4, 60, 8
CLUSTER_SIZES = [12, 7, 14, 9, 13, 11]


def float32(values):
    """Short numbers, as float32 holds them: what the strategies work on."""
    return np.round(values, 3).astype(np.float32).astype(np.float64)


def softmax(logits):
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def make_inputs():
    random = np.random.default_rng(20)
    weights = float32(random.standard_normal((CLASSES, DIMENSION)) / 3)

    def scene(pool, labelled):
        return {
            "embeddings": pool,
            "labelledEmbeddings": labelled,
            "labelledTargets": np.arange(len(labelled)) % CLASSES,
            "weights": weights,
            "probabilities": softmax(pool @ weights.T),
        }

    general = scene(
        float32(random.standard_normal((ITEMS, DIMENSION))),
        float32(random.standard_normal((LABELLED, DIMENSION))),
    )
    centres = random.standard_normal((len(CLUSTER_SIZES), DIMENSION))
    of = np.repeat(np.arange(len(CLUSTER_SIZES)), CLUSTER_SIZES)
    of = random.permutation(of)
    members = centres[of] + 0.1 * random.standard_normal((len(of), DIMENSION))
    clusters = scene(float32(members), float32(centres[[4, 1]]))
    # Items that say the same of their classes, in another order: all scores of a triple tie.
    votes = np.sort(random.dirichlet(np.ones(CLASSES), 8), axis=1)
    tied = np.concatenate([np.roll(votes, shift, axis=1) for shift in range(3)])
    ties = {**scene(float32(random.standard_normal((24, DIMENSION))), general["labelledEmbeddings"])}
    ties["probabilities"] = random.permutation(tied)
    return {"general": general, "clusters": clusters, "ties": ties}


class FixedClassifier(SkactivemlClassifier):
    """A head that is given, not trained."""

    def __init__(self, weights=None, classes=None, missing_label=np.nan):
        super().__init__(classes=classes, missing_label=missing_label)
        self.weights = weights

    def fit(self, X, y, sample_weight=None):
        return self

    def predict_proba(self, X):
        return softmax(np.asarray(X) @ self.weights.T)


class FixedProbabilities:
    """The probabilities of the pool, whatever is asked."""

    def __init__(self, probabilities):
        self.probabilities = probabilities

    def predict_proba(self, _):
        return self.probabilities


def ranking(scores):
    """Groups of equal scores, the highest first."""
    groups = []
    for row in np.argsort(-scores, kind="stable"):
        if groups and abs(scores[groups[-1][0]] - scores[row]) <= TIE:
            groups[-1].append(int(row))
        else:
            groups.append([int(row)])
    return [sorted(group) for group in groups]


def with_labels(scene, picked=()):
    """Pool and labelled items in one matrix, as scikit-activeml wants them."""
    pool, labelled = scene["embeddings"], scene["labelledEmbeddings"]
    labels = np.full(len(pool) + len(labelled), np.nan)
    labels[len(pool) :] = scene["labelledTargets"]
    labels[list(picked)] = 0
    return np.concatenate([pool, labelled]), labels


def greedy(scene, utilities_of, count):
    """One pick at a time, so that each step's ties are seen; the lowest of equals goes on."""
    picked, groups = [], []
    for _ in range(count):
        utilities = utilities_of(*with_labels(scene, picked))[: len(scene["embeddings"])]
        ties = np.flatnonzero(utilities >= np.nanmax(utilities) - TIE)
        groups.append([int(row) for row in ties])
        picked.append(int(ties[0]))
    return groups


def without_labels(scene):
    return {
        **scene,
        "labelledEmbeddings": np.empty((0, DIMENSION)),
        "labelledTargets": np.empty(0, dtype=int),
    }


def record_scores(record, name, scene):
    p = scene["probabilities"]
    rows = np.arange(len(p))
    strategies = {
        "least-confidence": ("least_confident", modal.classifier_uncertainty, "least_confident", LeastConfidence),
        "margin": ("margin_sampling", modal.classifier_margin, "margin", BreakingTies),
        "entropy": ("entropy", modal.classifier_entropy, "entropy", PredictionEntropy),
    }
    for strategy, (skactiveml_name, modal_score, alipy_name, small_text) in strategies.items():
        base = {"strategy": strategy, "inputs": name, "reads": ["probabilities"]}
        scores = skactiveml.uncertainty_scores(p, method=skactiveml_name)
        record(base, "scikit-activeml", "ranking", ranking(scores))
        scores = modal_score(FixedProbabilities(p), rows)
        # Its margin is small where the doubt is large.
        record(base, "modAL-python", "ranking", ranking(-scores if strategy == "margin" else scores))
        query = alipy.QueryInstanceUncertainty(X=rows[:, None], y=rows, measure=alipy_name)
        best = query.select_by_prediction_mat(unlabel_index=list(rows), predict=p, batch_size=1)
        tied = next(group for group in ranking(scores if strategy != "margin" else -scores) if int(best[0]) in group)
        record(base, "alipy", "greedy", [tied])
        # What is least comes first.
        scores = -small_text().score(FixedProbabilities(p), None, rows, [], [])
        record(base, "small-text", "ranking", ranking(scores))


def record_k_center(record, scene):
    base = {"strategy": "k-center", "inputs": "general", "reads": ["embeddings", "labelledEmbeddings"]}
    count = 20
    X, y = with_labels(scene)
    pool = np.arange(len(scene["embeddings"]))
    labelled = np.arange(len(pool), len(X))
    chosen = skactiveml.CoreSet(random_state=0).query(X, y, batch_size=count)
    record(base, "scikit-activeml", "greedy", [[int(row)] for row in chosen])
    chosen = greedy_coreset(X, pool, labelled, count, distance_metric="euclidean")
    record(base, "small-text", "greedy", [[int(row)] for row in chosen])
    query = alipy.QueryInstanceCoresetGreedy(X=X, y=np.nan_to_num(y), train_idx=np.arange(len(X)))
    chosen = query.select(label_index=labelled, unlabel_index=pool, batch_size=count)
    record(base, "alipy", "greedy", [[int(row)] for row in chosen])


def record_herding(record, scene):
    for reads in (["embeddings"], ["embeddings", "labelledEmbeddings"]):
        given = scene if len(reads) == 2 else without_labels(scene)
        # Later picks come in pairs that are each other's mirror image, and tie.
        for count in (4, 9):
            X, y = with_labels(given)
            units = X / np.linalg.norm(X, axis=1, keepdims=True)
            distances = np.linalg.norm(units[:, None] - units[None], axis=2)
            labels = count + len(given["labelledEmbeddings"])
            neighbour = max(1, round(len(X) / labels))
            # Column 0 of the sorted distances is the item itself; the upper median, as ours.
            radius = 0.85 * np.sort(np.sort(distances, axis=1)[:, neighbour])[len(X) // 2]
            herding = skactiveml.MaxHerding(metric_dict={"gamma": radius**-2}, random_state=0)
            chosen = herding.query(X, y, batch_size=count)
            base = {"strategy": "max-herding", "inputs": "general", "reads": reads}
            record(base, "scikit-activeml", "greedy", [[int(row)] for row in chosen])


def record_probcover(record, scene):
    base = {
        "strategy": "probcover",
        "inputs": "general",
        "reads": ["embeddings", "labelledEmbeddings"],
        "options": {"radius": 1.1},
    }

    def utilities(X, y):
        units = X / np.linalg.norm(X, axis=1, keepdims=True)
        cover = skactiveml.ProbCover(n_classes=CLASSES, deltas=[1.1], random_state=0)
        return cover.query(units, y, batch_size=1, return_utilities=True)[1][0]

    groups = greedy(scene, utilities, 12)
    # Once all is covered every item ties.
    record(base, "scikit-activeml", "greedy", [group for group in groups if len(group) < 40])


def record_typiclust(record, scene):
    base = {
        "strategy": "typiclust",
        "inputs": "clusters",
        "reads": ["embeddings", "labelledEmbeddings"],
        "options": {"neighbours": 3},
    }
    X, y = with_labels(scene)
    query = skactiveml.TypiClust(k=3, cluster_algo_dict={"n_init": 20}, random_state=0)
    record(base, "scikit-activeml", "greedy", [[int(row)] for row in query.query(X, y, batch_size=4)])


def record_k_means(record, scene):
    base = {"strategy": "k-means", "inputs": "clusters", "reads": ["embeddings"]}
    X = scene["embeddings"]
    centres = KMeans(len(CLUSTER_SIZES), n_init=20, random_state=0).fit(X).cluster_centers_
    nearest = np.linalg.norm(X[:, None] - centres[None], axis=2).argmin(axis=0)
    record(base, "scikit-learn", "set", [sorted(int(row) for row in nearest)])


def record_contrastive(record, scene):
    X, y = with_labels(scene)
    head = FixedClassifier(weights=scene["weights"], classes=range(CLASSES))
    for neighbours in (1, 5):
        query = skactiveml.ContrastiveAL(nearest_neighbors_dict={"n_neighbors": neighbours}, random_state=0)
        _, utilities = query.query(X, y, head, fit_clf=False, return_utilities=True)
        base = {
            "strategy": "contrastive",
            "inputs": "general",
            "reads": ["embeddings", "probabilities", "labelledEmbeddings", "head"],
            "options": {"neighbours": neighbours},
        }
        record(base, "scikit-activeml", "ranking", ranking(utilities[0][: len(scene["embeddings"])]))


def to_json(value):
    if isinstance(value, np.ndarray):
        return np.round(value, 9 if value.shape[-1] == CLASSES else 3).tolist()
    raise TypeError(type(value))


def main():
    warnings.filterwarnings("ignore")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    inputs = make_inputs()
    answers = []

    def record(base, peer, kind, groups):
        answers.append({**base, "peer": f"{peer} {version(peer)}", "kind": kind, "groups": groups})

    for name in ("general", "ties"):
        record_scores(record, name, inputs[name])
    record_k_center(record, inputs["general"])
    record_herding(record, inputs["general"])
    record_probcover(record, inputs["general"])
    record_typiclust(record, inputs["clusters"])
    record_k_means(record, inputs["clusters"])
    record_contrastive(record, inputs["general"])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("inputs", inputs), ("answers", answers)):
        lines = json.dumps(content, default=to_json, separators=(",", ":"))
        (folder / f"{name}.json").write_text(lines + "\n")


if __name__ == "__main__":
    main()
