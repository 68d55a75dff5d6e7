"""The client."""

from __future__ import annotations

import base64
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, cast

from .answers import PriorForecast, Selection
from .errors import AlaasError
from .jobs import Jobs
from .projects import Projects
from .transport import Transport
from .uploads import Uploads
from .vectors import wire_rows

_SELECTIONS = "/api/v1/selections"
_POLL_S = 0.2


class Client:
    """Speaks to one ALaaS server; safe to use from several threads.

    :param base_url: as ``http://127.0.0.1:8080``.
    :param api_key: a key that the server gave; needed once an owner has joined.
    :param annotator: name under which labels are given while the server knows no people yet.
    :param retries: further tries after a failure that may pass; none of them makes a write twice.
    :param timeout_s: seconds that one request may take.
    """

    def __init__(
        self,
        base_url: str = "http://127.0.0.1:8080",
        *,
        api_key: str | None = None,
        annotator: str | None = None,
        retries: int = 3,
        timeout_s: float = 60.0,
    ) -> None:
        headers: dict[str, str] = {}
        if api_key is not None:
            headers["authorization"] = f"Bearer {api_key}"
        if annotator is not None:
            headers["alaas-annotator"] = annotator
        self._transport = Transport(
            base_url, headers=headers, retries=retries, timeout_s=timeout_s
        )
        #: Live projects: people label, the agent decides.
        self.projects = Projects(self._transport)
        self._uploads = Uploads(self._transport)
        #: Long work on live projects: exports and imports.
        self.jobs = Jobs(self._transport, self._uploads)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._transport.close()

    def select(
        self,
        pool: Any,
        budget: int,
        *,
        ids: Sequence[str] | None = None,
        strategy: str = "auto",
        timeout_s: float = 3600.0,
        **more: Any,
    ) -> Selection:
        """Chooses ``budget`` items of a pool and waits for the answer.

        :param pool: embeddings (2-D NumPy array or rows of numbers), or the API's own ``pool``
            object, as ``{"kind": "source", "path": "images"}``.
        :param ids: names of the rows; their numbers when absent.
        :param more: further keys of the request, as ``seed``, ``options``, ``probabilities``.
        :raises AlaasError: the code for which the selection failed, ``CLIENT_TIMEOUT`` where it
            goes on for longer than ``timeout_s``.
        """
        if not isinstance(pool, Mapping):
            pool = {"kind": "vectors", "vectors": wire_rows(pool)}
            if ids is not None:
                pool["ids"] = list(ids)
        request = {"pool": pool, "budget": budget, "strategy": strategy, **more}
        return self.wait_for_selection(self.create_selection(request)["id"], timeout_s=timeout_s)

    def create_selection(self, request: Mapping[str, Any]) -> Selection:
        """Submits a pool; a try again never makes a second selection."""
        headers = {"idempotency-key": str(uuid.uuid4())}
        answer = self._transport.json("POST", _SELECTIONS, body=dict(request), headers=headers)
        return cast(Selection, answer)

    def selection(self, selection: str) -> Selection:
        """Its status, and its result or error when it has ended."""
        return cast(Selection, self._transport.json("GET", f"{_SELECTIONS}/{selection}"))

    def cancel_selection(self, selection: str) -> Selection:
        """Cancels it; one that has ended stays as it is."""
        return cast(Selection, self._transport.json("DELETE", f"{_SELECTIONS}/{selection}"))

    def wait_for_selection(self, selection: str, *, timeout_s: float = 3600.0) -> Selection:
        """Waits for the end; see :meth:`select` for what is raised."""
        end = time.monotonic() + timeout_s
        while True:
            found = self.selection(selection)
            if found["status"] == "finished":
                return found
            if found["error"] is not None:
                raise AlaasError.from_problem(found["error"])
            if found["status"] == "cancelled":
                raise AlaasError("CANCELLED", f"The selection {selection} was cancelled.")
            if time.monotonic() > end:
                raise AlaasError(
                    "CLIENT_TIMEOUT",
                    f"The selection {selection} is not ready after {timeout_s} s.",
                    remedy="It goes on: ask for it later, or cancel it.",
                )
            time.sleep(_POLL_S)

    def upload(self, files: Iterable[str | PathLike[str]], *, base: str | PathLike[str]) -> str:
        """Sends files to the server, to be the pool of a project.

        :param base: folder below which the files lie here; their names are relative to it.
        :returns: what ``data`` of a project names them by.
        """
        upload = self._uploads.begin()
        for file in files:
            path = Path(file)
            self._uploads.put(upload["id"], path, name=path.relative_to(base).as_posix())
        return upload["data"]

    def prior_forecast(
        self,
        class_count: int,
        budget: int,
        *,
        holdout: int | None = None,
        metric: Literal["accuracy", "macro-f1"] = "accuracy",
        target: float | None = None,
    ) -> PriorForecast:
        """What is expected of a budget before anything was measured; keeps nothing.

        :param budget: labels in all, a bought holdout included.
        :param holdout: labelled items that are there to measure on; bought when absent.
        :param target: value that is to be reached, in (0, 1].
        """
        body = {
            "classCount": class_count,
            "budget": budget,
            "metric": metric,
            **({} if holdout is None else {"holdout": holdout}),
            **({} if target is None else {"target": target}),
        }
        return cast(
            PriorForecast, self._transport.json("POST", "/api/v1/forecasts/prior", body=body)
        )

    def query_by_uri(self, uris: Iterable[str], budget: int) -> list[dict[str, Any]]:
        """The call of the original ALaaS: ``budget`` of the items at these addresses."""
        return self._post([{"uri": uri} for uri in uris], budget)

    def query_by_text(self, texts: Iterable[str], budget: int) -> list[dict[str, Any]]:
        """The call of the original ALaaS: ``budget`` of these texts."""
        return self._post([{"text": text} for text in texts], budget)

    def query_by_images(
        self, images: Iterable[bytes | str | PathLike[str]], budget: int
    ) -> list[dict[str, Any]]:
        """The call of the original ALaaS: ``budget`` of these images (paths here, or bytes)."""
        data = []
        for image in images:
            content = image if isinstance(image, bytes) else Path(fspath(image)).read_bytes()
            data.append({"blob": base64.b64encode(content).decode()})
        return self._post(data, budget)

    def _post(self, data: list[dict[str, str]], budget: int) -> list[dict[str, Any]]:
        body = {"data": data, "parameters": {"budget": budget}, "execEndpoint": "/query"}
        answer = self._transport.json("POST", "/post", body=body)
        return cast("list[dict[str, Any]]", answer["data"])
