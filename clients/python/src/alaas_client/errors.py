"""The one error of this package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class AlaasError(Exception):
    """What went wrong, under a code of the server's table, with what to do about it.

    ``HTTP_UNREACHABLE``, ``HTTP_ANSWER_INVALID``, ``CANCELLED`` and ``CLIENT_TIMEOUT`` are this
    client's own; ``status`` is 0 for them.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        remedy: str = "",
        status: int = 0,
        retryable: bool = False,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.code = code
        self.message = message
        self.remedy = remedy
        self.status = status
        self.retryable = retryable
        self.details: Mapping[str, Any] = details or {}

    @classmethod
    def from_problem(cls, problem: Mapping[str, Any]) -> AlaasError:
        """The error that a problem+json answer tells of."""
        return cls(
            str(problem.get("code", "HTTP_ANSWER_INVALID")),
            str(problem.get("detail", problem.get("title", "The server refused the request."))),
            remedy=str(problem.get("remedy", "")),
            status=int(problem.get("status", 0)),
            retryable=bool(problem.get("retryable", False)),
            details=problem.get("details"),
        )
