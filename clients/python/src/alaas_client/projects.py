"""Live projects."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast
from urllib.parse import quote

from .answers import Arm, Assignment, Assignments, CurvePoint, Decision, LedgerEntry, Project
from .transport import Transport

_PROJECTS = "/api/v1/projects"
_CLIENT = "alaas-client-python 0.1.0"


class Projects:
    """What :attr:`Client.projects` can do. Writes that are tried again count once."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(
        self, config: Mapping[str, Any], labelling: Mapping[str, Any] | None = None
    ) -> Project:
        """Creates a project.

        :param config: the keys of ``alaas.yaml``, with ``classes``; files below ``--data-root``.
        :param labelling: ``overlap``, ``leaseSeconds``, ``idleSeconds``, ``guidelines``.
        """
        body = {"config": dict(config), "labelling": dict(labelling or {})}
        return cast(Project, self._write(_PROJECTS, body))

    def all(self) -> Iterator[dict[str, Any]]:
        """All projects, newest first."""
        return self._pages(_PROJECTS, "projects", {})

    def get(self, project: str) -> Project:
        """Status, settings, batch and labels."""
        return cast(Project, self._transport.json("GET", _path(project)))

    def pause(self, project: str) -> Project:
        """Asks nobody for a while."""
        return cast(Project, self._transport.json("POST", f"{_path(project)}/pause"))

    def resume(self, project: str) -> Project:
        """Goes on, also after work came to a halt."""
        return cast(Project, self._transport.json("POST", f"{_path(project)}/resume"))

    def stop(self, project: str) -> Project:
        """Buys no more labels."""
        return cast(Project, self._transport.json("POST", f"{_path(project)}/stop"))

    def archive(self, project: str) -> Project:
        """Takes no more changes."""
        return cast(Project, self._transport.json("POST", f"{_path(project)}/archive"))

    def next(self, project: str, count: int = 1) -> Assignments:
        """The next items to label, ``count`` in all; ``wait`` says why there are none."""
        path = f"{_path(project)}/assignments"
        return cast(Assignments, self._transport.json("POST", path, body={"count": count}))

    def give_back(self, project: str) -> int:
        """Gives all items back; answers how many."""
        answer = self._transport.json("DELETE", f"{_path(project)}/assignments")
        return int(answer["returned"])

    def label(
        self, project: str, assignment: str, label: str, *, active_seconds: float = 0.0
    ) -> LedgerEntry:
        """Labels an item; the label is on disk when this returns."""
        return self.answer(project, assignment, "label", label=label, activeSeconds=active_seconds)

    def answer(self, project: str, assignment: str, kind: str, **more: Any) -> LedgerEntry:
        """Answers with ``cannot-tell``, ``skip`` or ``flag`` (or ``label``, see :meth:`label`)."""
        body = {"kind": kind, "assignment": assignment, "client": _CLIENT, **more}
        return cast(LedgerEntry, self._write(f"{_path(project)}/labels", body))

    def correct(self, project: str, entry: str, label: str) -> LedgerEntry:
        """Gives an item that was answered another label."""
        path = f"{_path(project)}/labels/{quote(entry, safe='')}/correct"
        return cast(LedgerEntry, self._write(path, {"label": label, "client": _CLIENT}))

    def undo(self, project: str, entry: str) -> LedgerEntry:
        """Takes an answer back while its batch is not over."""
        path = f"{_path(project)}/labels/{quote(entry, safe='')}/undo"
        return cast(LedgerEntry, self._write(path, None))

    def label_with(
        self, project: str, oracle: Callable[[Assignment], str], *, at_most: int | None = None
    ) -> int:
        """Labels all that is handed out now by a function; answers how many labels it gave."""
        given = 0
        while at_most is None or given < at_most:
            wanted = 10 if at_most is None else min(10, at_most - given)
            assignments = self.next(project, wanted)["assignments"]
            if not assignments:
                break
            for assignment in assignments[:wanted]:
                self.label(project, assignment["id"], oracle(assignment))
                given += 1
        return given

    def ledger(self, project: str) -> Iterator[LedgerEntry]:
        """All entries, oldest first."""
        pages = self._pages(f"{_path(project)}/labels", "entries", {"limit": 1000})
        return cast("Iterator[LedgerEntry]", pages)

    def arms(self, project: str) -> list[Arm]:
        """Strategies under trial, with their learning curves."""
        return cast("list[Arm]", self._transport.json("GET", f"{_path(project)}/arms")["arms"])

    def curve(self, project: str) -> list[CurvePoint]:
        """The learning curve of the champion."""
        for arm in self.arms(project):
            if arm["status"] == "champion":
                return arm["points"]
        return []

    def forecasts(self, project: str) -> dict[str, Any]:
        """What is expected of further labels, and what came true."""
        answer = self._transport.json("GET", f"{_path(project)}/forecasts")
        return cast("dict[str, Any]", answer)

    def decisions(self, project: str) -> list[Decision]:
        """What the agent decided, each with its evidence."""
        answer = self._transport.json("GET", f"{_path(project)}/decisions")
        return cast("list[Decision]", answer["decisions"])

    def decide(self, project: str, decision: int, wish: str) -> list[Decision]:
        """Says ``approve`` or ``veto`` to a decision that waits for a person."""
        path = f"{_path(project)}/decisions/{decision}/{quote(wish, safe='')}"
        return cast("list[Decision]", self._write(path, None)["decisions"])

    def _write(self, path: str, body: object) -> Any:
        headers = {"idempotency-key": str(uuid.uuid4())}
        return self._transport.json("POST", path, body=body, headers=headers)

    def _pages(self, path: str, rows: str, query: Mapping[str, object]) -> Iterator[dict[str, Any]]:
        cursor: str | None = None
        while True:
            page = self._transport.json("GET", path, query={**query, "cursor": cursor})
            yield from page[rows]
            cursor = page["nextCursor"]
            if cursor is None:
                return


def _path(project: str) -> str:
    return f"{_PROJECTS}/{quote(project, safe='')}"
