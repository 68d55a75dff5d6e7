from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alaas_client import AlaasError, Client
from alaas_client.answers import Job
from conftest import Server, until_labels_are_wanted

CLASSES = ["even", "odd"]


def name_of(number: int) -> str:
    return f"The number {number}"


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Client]:
    with Client(server.url, annotator="ann") as client:
        yield client


@pytest.fixture(scope="module")
def project(client: Client, server: Server) -> str:
    rows = [f"{number},{name_of(number)}" for number in range(60)]
    (server.root / "numbers.csv").write_text("id,text\n" + "\n".join(rows) + "\n")
    config = {
        "project": "numbers",
        "task": "text",
        "data": "numbers.csv",
        "classes": CLASSES,
        "budget": 20,
    }
    created = client.projects.create(config)["id"]
    until_labels_are_wanted(client, created)
    return created


def test_items_that_are_sent_are_added(client: Client, project: str, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    rows = [f"{number},{name_of(number)}" for number in range(60, 70)]
    file.write_text("id,text\n" + "\n".join(rows) + "\n")
    data = client.upload([file], base=tmp_path)
    seen: list[Job] = []
    outcome = client.jobs.add_items(
        project, f"{data}/more.csv", name_prefix="more-", on_progress=seen.append
    )
    assert outcome == {"added": 10, "duplicates": 0, "quarantined": 0}
    assert (seen[-1]["kind"], seen[-1]["status"]) == ("add-items", "finished")
    assert client.projects.get(project)["pool"] == {"items": 70, "quarantined": 0}


def test_labels_go_in_and_out(client: Client, project: str, tmp_path: Path) -> None:
    file = tmp_path / "labels.csv"
    file.write_text("item,label\n" + "".join(f"{n},{CLASSES[n % 2]}\n" for n in range(30)))
    assert client.jobs.import_labels(project, file)["added"] == 30
    assert client.jobs.import_labels(project, file)["duplicates"] == 30
    written = client.jobs.export_labels(project, tmp_path / "out.jsonl", format="jsonl")
    assert len(written.read_text().splitlines()) == 30
    assert [job["kind"] for job in client.jobs.all(project)][:2] == [
        "export-labels",
        "import-labels",
    ]

    file.write_text("item,label\n1,odd\n2,prime\n")
    with pytest.raises(AlaasError) as wrong:
        client.jobs.import_labels(project, file)
    assert wrong.value.code == "LABEL_CLASS_UNKNOWN"
    with pytest.raises(FileNotFoundError):
        client.jobs.import_labels(project, tmp_path / "none.csv")


def test_a_project_goes_out_and_comes_in(client: Client, project: str, tmp_path: Path) -> None:
    archive = client.jobs.export_project(project, tmp_path / "numbers.tar")
    copy = client.jobs.import_project(archive)
    assert copy != project
    before, after = client.projects.get(project), client.projects.get(copy)
    assert (after["pool"], after["labels"]) == (before["pool"], before["labels"])
    assert [entry["label"] for entry in client.projects.ledger(copy)] == [
        entry["label"] for entry in client.projects.ledger(project)
    ]

    archive.write_bytes(b"no archive")
    with pytest.raises(AlaasError) as invalid:
        client.jobs.import_project(archive)
    assert invalid.value.code == "ARCHIVE_INVALID"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["numbers.tar"]


def test_jobs_of_nobody(client: Client, tmp_path: Path) -> None:
    with pytest.raises(AlaasError) as unknown:
        client.jobs.get("none")
    assert unknown.value.code == "JOB_UNKNOWN"
    with pytest.raises(AlaasError) as missing:
        client.jobs.export_model("none", tmp_path / "model.tar")
    assert missing.value.code == "PROJECT_UNKNOWN"
    assert list(tmp_path.iterdir()) == []


def test_what_a_budget_can_be_expected_to_buy(client: Client) -> None:
    prior = client.prior_forecast(10, 1_000, target=0.9)
    assert prior["basis"] == "experience"
    assert prior["forecasts"][-1]["labels"] == 1_000
    assert prior["target"] is not None
    with pytest.raises(AlaasError) as invalid:
        client.prior_forecast(1, 1_000)
    assert invalid.value.status == 400
