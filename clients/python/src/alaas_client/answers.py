"""What the server answers: the JSON of the API, typed field by field."""

from __future__ import annotations

from typing import Any, Literal, TypedDict


class SelectedItem(TypedDict):
    id: str
    row: int


class QuarantinedItem(TypedDict):
    item: str
    code: str
    reason: str


class SelectionResult(TypedDict):
    """The chosen items in pick order, and what became of the others."""

    strategy: str
    seed: int
    selected: list[SelectedItem]
    quarantined: list[QuarantinedItem]
    warnings: list[str]
    seconds: dict[str, float]


class Selection(TypedDict):
    id: str
    status: Literal["queued", "running", "finished", "failed", "cancelled"]
    strategy: str
    budget: int
    createdAt: str
    startedAt: str | None
    finishedAt: str | None
    progress: dict[str, Any] | None
    result: SelectionResult | None
    error: dict[str, Any] | None


class ProjectLabels(TypedDict):
    """``budget`` labels in all; ``paid`` items are settled; ``given`` answers are on record."""

    budget: int
    paid: int
    given: int


class Project(TypedDict):
    id: str
    name: str
    status: Literal["created", "poc", "running", "paused", "stopped", "archived"]
    createdAt: str
    version: int
    config: dict[str, Any]
    labelling: dict[str, Any]
    classes: list[str]
    pool: dict[str, int] | None
    encoding: dict[str, int] | None
    work: str
    labels: ProjectLabels
    batch: dict[str, Any] | None
    problem: dict[str, Any] | None


class Assignment(TypedDict):
    """An item that is kept for one annotator until ``expiresAt``."""

    id: str
    item: str
    position: int
    batch: int | None
    expiresAt: str


class Wait(TypedDict):
    """Why there is nothing to label; ``retryAfterSeconds`` is None where waiting does not help."""

    reason: str
    text: str
    retryAfterSeconds: int | None


class Assignments(TypedDict):
    assignments: list[Assignment]
    wait: Wait | None


class LedgerEntry(TypedDict):
    id: str
    kind: Literal["label", "cannot-tell", "skip", "flag", "undo"]
    item: str
    position: int
    label: str | None
    comment: str | None
    annotator: str
    at: str
    activeSeconds: float
    batch: int | None
    strategy: str
    rung: int
    modelVersion: int | None
    client: str | None
    replaces: str | None


class CurvePoint(TypedDict):
    """``value`` in [0, 1] on the holdout after ``labels`` labels; None without a holdout."""

    labels: int
    spent: int
    value: float | None


class Arm(TypedDict):
    strategy: str
    status: Literal["champion", "racing", "dropped", "failed"]
    labels: int
    value: float | None
    reason: str | None
    droppedAt: int | None
    points: list[CurvePoint]


class Decision(TypedDict):
    id: int
    kind: str
    round: int
    text: str
    evidence: dict[str, float | str | None]
    probabilityWrong: float | None


class Upload(TypedDict):
    """``data`` is what projects and jobs name it by."""

    id: str
    data: str
    files: int
    bytes: int


class JobOutcome(TypedDict):
    """What is new, what was there before or came twice, and items that cannot be used."""

    added: int
    duplicates: int
    quarantined: int


class Job(TypedDict):
    """``project`` is None for an import before its project is there."""

    id: str
    project: str | None
    kind: Literal[
        "export-labels",
        "export-model",
        "export-project",
        "add-items",
        "import-labels",
        "import-project",
    ]
    status: Literal["queued", "running", "finished", "failed", "cancelled"]
    requestedBy: str
    progress: dict[str, Any] | None
    file: dict[str, Any] | None
    outcome: JobOutcome | None
    error: dict[str, Any] | None
    createdAt: str
    finishedAt: str | None
    expiresAt: str | None


class PriorForecast(TypedDict):
    """What learning curves of other data were like; nothing of these data was measured."""

    basis: Literal["experience"]
    metric: Literal["accuracy", "macro-f1"]
    holdout: dict[str, Any]
    forecasts: list[dict[str, Any]]
    target: dict[str, Any] | None
