"""Files that are sent to the server."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from .answers import Upload
from .transport import Transport

_UPLOADS = "/api/v1/uploads"


class Uploads:
    """Places for files on the server; ``data`` of one is what projects and jobs name it by."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def begin(self) -> Upload:
        """An empty one."""
        return cast(Upload, self._transport.json("POST", _UPLOADS))

    def put(self, upload: str, file: Path, *, name: str) -> None:
        """Sends a file; it is on the disk of the server when this returns."""
        path = f"{_UPLOADS}/{upload}/files"
        self._transport.send("PUT", path, content=file, query={"name": name})

    def remove(self, upload: str) -> None:
        """Removes it with its files."""
        self._transport.json("DELETE", f"{_UPLOADS}/{upload}")
