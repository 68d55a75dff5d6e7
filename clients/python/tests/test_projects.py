from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from alaas_client import AlaasError, Client
from alaas_client.answers import Assignment
from conftest import Server, until_labels_are_wanted

TEXTS = [
    ("card", "My card number {} is lost"),
    ("account", "Please close account {} today"),
    ("transfer", "I want to transfer {} euro"),
]


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Client]:
    rows = [TEXTS[n % 3][1].format(n) for n in range(90)]
    (server.root / "pool.csv").write_text("text\n" + "\n".join(rows) + "\n")
    with Client(server.url, annotator="ann") as client:
        yield client


def truth(assignment: Assignment) -> str:
    return TEXTS[assignment["position"] % 3][0]


def test_create_label_and_look_at_the_curve(client: Client) -> None:
    config = {
        "project": "calls",
        "task": "text",
        "data": "pool.csv",
        "classes": [name for name, _ in TEXTS],
        "budget": 30,
    }
    created = client.projects.create(config, {"guidelines": "One word each."})
    assert created["labelling"]["guidelines"] == "One word each."
    project = created["id"]
    assert project in {found["id"] for found in client.projects.all()}

    until_labels_are_wanted(client, project)
    wait = None
    while wait is None or wait["retryAfterSeconds"] is not None:
        client.projects.label_with(project, truth)
        wait = client.projects.next(project)["wait"]
        time.sleep(0.1)
    assert wait["reason"] == "stopped"

    ended = client.projects.get(project)
    assert ended["labels"]["paid"] == 30
    entries = list(client.projects.ledger(project))
    assert len(entries) == 30
    assert {entry["client"] for entry in entries} == {"alaas-client-python 0.1.0"}
    assert client.projects.curve(project)[-1]["labels"] > 0
    assert client.projects.forecasts(project) is not None
    assert isinstance(client.projects.decisions(project), list)


def test_files_are_sent_to_be_the_pool(client: Client, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    file = tmp_path / "texts" / "pool.csv"
    file.write_text("text\n" + "\n".join(f"number {n}" for n in range(40)) + "\n")
    data = client.upload([file], base=tmp_path)
    project = client.projects.create(
        {
            "project": "sent",
            "task": "text",
            "data": f"{data}/texts/pool.csv",
            "classes": ["odd", "even"],
            "budget": 20,
        }
    )
    assert until_labels_are_wanted(client, project["id"])["pool"] == {"items": 40, "quarantined": 0}


def test_undo_correct_and_give_back(client: Client) -> None:
    config = {
        "project": "calls again",
        "task": "text",
        "data": "pool.csv",
        "classes": [name for name, _ in TEXTS],
        "budget": 30,
    }
    project = client.projects.create(config)["id"]
    until_labels_are_wanted(client, project)
    first = client.projects.next(project)["assignments"][0]
    entry = client.projects.label(project, first["id"], "card", active_seconds=1.5)
    assert entry["activeSeconds"] == 1.5
    better = client.projects.correct(project, entry["id"], "account")
    assert better["replaces"] == entry["id"]
    assert client.projects.undo(project, better["id"])["kind"] == "undo"
    client.projects.next(project, count=3)
    assert client.projects.give_back(project) == 3
    with pytest.raises(AlaasError) as unknown:
        client.projects.label(project, "none", "card")
    assert unknown.value.code == "ASSIGNMENT_UNKNOWN"
    assert client.projects.pause(project)["status"] == "paused"
    assert client.projects.resume(project)["status"] != "paused"
    assert client.projects.stop(project)["status"] == "stopped"
    assert client.projects.archive(project)["status"] == "archived"
    with pytest.raises(AlaasError) as nobody:
        client.projects.decide(project, 0, "veto")
    assert nobody.value.status in (404, 409)
