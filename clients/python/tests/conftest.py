"""A real server with a folder of data, once for all tests."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from alaas_client import Client
from alaas_client.answers import Project

_ALAAS = Path(__file__).parents[3] / "packages" / "cli" / "bin" / "alaas.js"


@dataclass(frozen=True)
class Server:
    """Where it listens, and the folder whose files it may read."""

    url: str
    root: Path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("data")
    home = tmp_path_factory.mktemp("home")
    process = subprocess.Popen(
        ["node", str(_ALAAS), "serve", "--port", "0", "--data-root", str(root)],
        cwd=home,
        env={**os.environ, "ALAAS_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        found = re.search(r"ALaaS listens on (http://[\w.:]+\d)", line)
        if found:
            yield Server(found[1], root)
            break
    else:
        pytest.fail(f"The server did not start: {said}")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)


def until_labels_are_wanted(client: Client, project: str) -> Project:
    while True:
        found = client.projects.get(project)
        assert found["problem"] is None
        if found["work"] in ("wait-for-labels", "none"):
            return found
        time.sleep(0.1)
