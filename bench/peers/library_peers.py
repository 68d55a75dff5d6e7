"""The same methods as scikit-activeml has them, called as its documentation shows."""

import numpy as np
from skactiveml import pool as skactiveml
from skactiveml.base import SkactivemlClassifier


class FixedProbabilities(SkactivemlClassifier):
    """A head that is given, not trained: the probabilities of the pool, whatever is asked."""

    def __init__(self, probabilities=None, classes=None, missing_label=np.nan):
        super().__init__(classes=classes, missing_label=missing_label)
        self.probabilities = probabilities

    def fit(self, X, y, sample_weight=None):
        return self

    def predict_proba(self, X):
        return self.probabilities


def query(arrays, request, strategy, *more, **options):
    x = arrays["embeddings"]
    unlabelled = np.full(len(x), np.nan)
    rows = strategy.query(x, unlabelled, *more, batch_size=request["count"], **options)
    return {"selected": [int(row) for row in rows]}


def k_center(arrays, request):
    return query(arrays, request, skactiveml.CoreSet(random_state=request["seed"]))


def badge(arrays, request):
    probabilities = arrays["probabilities"]
    head = FixedProbabilities(probabilities, classes=np.arange(probabilities.shape[1]))
    strategy = skactiveml.Badge(random_state=request["seed"])
    return query(arrays, request, strategy, head, fit_clf=False)


def typiclust(arrays, request):
    return query(arrays, request, skactiveml.TypiClust(random_state=request["seed"]))


def probcover(arrays, request):
    classes = arrays["probabilities"].shape[1]
    strategy = skactiveml.ProbCover(
        n_classes=classes, deltas=[request["radius"]], random_state=request["seed"]
    )
    return query(arrays, request, strategy)


METHODS = {
    "scikit-activeml k-center": k_center,
    "scikit-activeml badge": badge,
    "scikit-activeml typiclust": typiclust,
    "scikit-activeml probcover": probcover,
}
