"""Long work on live projects."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import quote

from .answers import Job, JobOutcome
from .errors import AlaasError
from .transport import Transport
from .uploads import Uploads

_PROJECTS = "/api/v1/projects"
_FIRST_LOOK_S = 0.1
_LONGEST_PAUSE_S = 2.0

OnProgress = Callable[[Job], None]


class Jobs:
    """What :attr:`Client.jobs` can do: every call begins a job and waits for its end.

    ``on_progress`` is called with the job each time that it was looked at. All raise
    :class:`AlaasError` with the code for which the job failed, or ``CANCELLED``.
    """

    def __init__(self, transport: Transport, uploads: Uploads) -> None:
        self._transport = transport
        self._uploads = uploads

    def export_labels(
        self,
        project: str,
        to: str | PathLike[str],
        *,
        format: Literal["csv", "jsonl", "parquet"] = "csv",
        on_progress: OnProgress | None = None,
    ) -> Path:
        """Writes every settled item with its label into a file here."""
        return self._export(project, to, {"kind": "labels", "format": format}, on_progress)

    def export_model(
        self, project: str, to: str | PathLike[str], *, on_progress: OnProgress | None = None
    ) -> Path:
        """Writes the present model, a tar archive with ``model.onnx`` and its card."""
        return self._export(project, to, {"kind": "model"}, on_progress)

    def export_project(
        self,
        project: str,
        to: str | PathLike[str],
        *,
        contents: bool = True,
        on_progress: OnProgress | None = None,
    ) -> Path:
        """Writes the whole project as one archive that another installation can import.

        :param contents: whether the content of files goes along, or only where it lies.
        """
        return self._export(project, to, {"kind": "project", "contents": contents}, on_progress)

    def import_project(
        self, archive: str | PathLike[str], *, on_progress: OnProgress | None = None
    ) -> str:
        """Makes a project from an archive that lies here; answers its id."""
        with self._sent(Path(archive)) as file:
            job = self._carry_out(f"{_PROJECTS}/import", {"file": file}, on_progress)
        return str(job["project"])

    def add_items(
        self,
        project: str,
        data: str | Mapping[str, Any],
        *,
        name_prefix: str = "",
        on_progress: OnProgress | None = None,
    ) -> JobOutcome:
        """Adds items to the pool of a project.

        :param data: as the key ``data`` of a project, or what :meth:`Client.upload` answered.
        :param name_prefix: put before the name of each item.
        """
        body = {
            "data": data if isinstance(data, str) else dict(data),
            "namePrefix": name_prefix,
        }
        return _outcome(self._carry_out(f"{_path(project)}/items", body, on_progress))

    def import_labels(
        self, project: str, file: str | PathLike[str], *, on_progress: OnProgress | None = None
    ) -> JobOutcome:
        """Takes the labels of a CSV, JSON lines or Parquet file that lies here, all or none.

        :raises AlaasError: ``details["problems"]`` says line by line what is wrong with the file.
        """
        with self._sent(Path(file)) as sent:
            path = f"{_path(project)}/labels/import"
            return _outcome(self._carry_out(path, {"file": sent}, on_progress))

    def all(self, project: str) -> Iterator[Job]:
        """Jobs of a project, newest first."""
        cursor: str | None = None
        while True:
            page = self._transport.json("GET", f"{_path(project)}/jobs", query={"cursor": cursor})
            yield from cast("list[Job]", page["jobs"])
            cursor = page["nextCursor"]
            if cursor is None:
                return

    def get(self, job: str) -> Job:
        """Its status, progress and outcome."""
        return cast(Job, self._transport.json("GET", f"/api/v1/jobs/{quote(job, safe='')}"))

    def cancel(self, job: str) -> Job:
        """Cancels it; one that has ended stays as it is."""
        return cast(Job, self._transport.json("DELETE", f"/api/v1/jobs/{quote(job, safe='')}"))

    def wait(self, job: str, *, on_progress: OnProgress | None = None) -> Job:
        """Waits until a job has finished."""
        pause_s = _FIRST_LOOK_S
        while True:
            present = self.get(job)
            if on_progress is not None:
                on_progress(present)
            if present["error"] is not None:
                raise AlaasError.from_problem(present["error"])
            if present["status"] == "cancelled":
                raise AlaasError("CANCELLED", f"The job {job} was cancelled.")
            if present["status"] == "finished":
                return present
            time.sleep(pause_s)
            pause_s = min(_LONGEST_PAUSE_S, 1.5 * pause_s)

    def _export(
        self,
        project: str,
        to: str | PathLike[str],
        request: Mapping[str, object],
        on_progress: OnProgress | None,
    ) -> Path:
        job = self._carry_out(f"{_path(project)}/exports", request, on_progress)
        target = Path(to)
        self._transport.download(f"/api/v1/jobs/{job['id']}/file", target)
        return target

    def _carry_out(
        self, path: str, body: Mapping[str, object], on_progress: OnProgress | None
    ) -> Job:
        headers = {"idempotency-key": str(uuid.uuid4())}
        begun = self._transport.json("POST", path, body=dict(body), headers=headers)
        return self.wait(begun["id"], on_progress=on_progress)

    @contextmanager
    def _sent(self, file: Path) -> Iterator[str]:
        """Sends a file for the time of a job; gives what the server names it by."""
        upload = self._uploads.begin()
        try:
            self._uploads.put(upload["id"], file, name=file.name)
            yield f"{upload['data']}/{file.name}"
        finally:
            self._uploads.remove(upload["id"])


def _path(project: str) -> str:
    return f"{_PROJECTS}/{quote(project, safe='')}"


def _outcome(job: Job) -> JobOutcome:
    outcome = job["outcome"]
    assert outcome is not None
    return outcome
