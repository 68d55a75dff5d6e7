"""Requests that are tried again when what failed may pass."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import httpx

from .errors import AlaasError

_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 5.0


class Transport:
    """One server, one pool of connections."""

    def __init__(
        self, base_url: str, *, headers: Mapping[str, str], retries: int, timeout_s: float
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._retries = retries
        self._http = httpx.Client(
            base_url=self.base_url, headers=dict(headers), timeout=httpx.Timeout(timeout_s)
        )

    def close(self) -> None:
        self._http.close()

    def json(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The answer's JSON.

        :raises AlaasError: the server's own code, ``HTTP_UNREACHABLE`` or ``HTTP_ANSWER_INVALID``.
        """
        response = self.send(method, path, body=body, query=query, headers=headers)
        try:
            return response.json()
        except ValueError:
            raise self._not_ours(response) from None

    def send(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        content: Path | None = None,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """A successful answer; what may pass is tried again with growing pauses.

        :param content: file that is sent as it is, piece by piece.
        """
        words = {name: str(value) for name, value in (query or {}).items() if value is not None}
        sent = dict(headers or {})
        if content is not None:
            sent["content-type"] = "application/octet-stream"
            sent["content-length"] = str(content.stat().st_size)
        attempt = 0
        while True:
            try:
                with _opened(content) as stream:
                    return self._send_once(
                        self._http.build_request(
                            method,
                            path,
                            params=words or None,
                            headers=sent,
                            json=body,
                            content=stream,
                        )
                    )
            except AlaasError as error:
                if not error.retryable or attempt >= self._retries:
                    raise
                time.sleep(_pause_s(error, attempt))
                attempt += 1

    def download(self, path: str, to: Path) -> None:
        """Writes an answer into a file, piece by piece; one that breaks off leaves none behind."""
        part = to.with_name(f"{to.name}.part")
        try:
            with self._sent(self._http.build_request("GET", path)) as response:
                with part.open("wb") as file:
                    for piece in response.iter_bytes():
                        file.write(piece)
            part.replace(to)
        finally:
            part.unlink(missing_ok=True)

    def _send_once(self, request: httpx.Request) -> httpx.Response:
        with self._sent(request) as response:
            response.read()
            return response

    @contextmanager
    def _sent(self, request: httpx.Request) -> Iterator[httpx.Response]:
        """A successful answer of which only the head was read."""
        try:
            response = self._http.send(request, stream=True)
            try:
                if not response.is_success:
                    response.read()
                    raise self._refusal(response)
                yield response
            finally:
                response.close()
        except httpx.TransportError as cause:
            raise self._unreachable(cause) from cause

    def _refusal(self, response: httpx.Response) -> AlaasError:
        try:
            problem = response.json()
        except ValueError:
            return self._not_ours(response)
        if not isinstance(problem, dict) or "code" not in problem:
            return self._not_ours(response)
        error = AlaasError.from_problem(problem)
        wait = response.headers.get("retry-after", "")
        if wait.isdigit():
            error.details = {**error.details, "retry_after_s": int(wait)}
        return error

    def _unreachable(self, cause: httpx.TransportError) -> AlaasError:
        return AlaasError(
            "HTTP_UNREACHABLE",
            f"The server at {self.base_url} cannot be reached: {cause}.",
            remedy="Start it with `npx alaas serve`, and look at the address.",
            retryable=True,
            details={"field": "base_url", "value": self.base_url},
        )

    def _not_ours(self, response: httpx.Response) -> AlaasError:
        return AlaasError(
            "HTTP_ANSWER_INVALID",
            f"{response.request.method} {response.request.url} gave an answer that is not ours: "
            f"{response.status_code} {response.text[:200]}.",
            remedy="See whether the address is that of an ALaaS server.",
            details={"field": "base_url", "value": self.base_url},
        )


def _pause_s(error: AlaasError, attempt: int) -> float:
    """Doubles from try to try, half of it left to chance; the server may ask for more."""
    asked = float(error.details.get("retry_after_s", 0))
    back_off = _FIRST_PAUSE_S * float(2**attempt) * (0.5 + random.random() / 2)
    return min(_LONGEST_PAUSE_S, max(asked, back_off))


@contextmanager
def _opened(file: Path | None) -> Iterator[IO[bytes] | None]:
    """Opens a file anew for each try."""
    if file is None:
        yield None
        return
    with file.open("rb") as stream:
        yield stream
