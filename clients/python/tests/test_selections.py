from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path

import pytest
from alaas_client import AlaasError, Client
from alaas_client.vectors import wire_rows
from conftest import Server

ROWS = [[0.0, 1.0], [5.0, 5.0], [9.0, 1.0]]


def gray_png(level: int) -> bytes:
    """An 8 × 8 image of one gray."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + bytes([level] * 8)) * 8)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def test_vectors_with_names(server: Server) -> None:
    with Client(server.url) as client:
        selection = client.select(ROWS, 2, ids=["a", "b", "c"], strategy="k-center", seed=1)
    result = selection["result"]
    assert result is not None
    assert result["strategy"] == "k-center"
    names = [item["id"] for item in result["selected"]]
    assert len(set(names)) == 2
    assert set(names) <= {"a", "b", "c"}


def test_calls_of_the_original(server: Server, tmp_path: Path) -> None:
    images = []
    for level in (0, 120, 250):
        path = tmp_path / f"{level}.png"
        path.write_bytes(gray_png(level))
        images.append(path)
    with Client(server.url) as client:
        texts = ["Where is my card?", "My card is gone.", "Close my account."]
        assert {item["text"] for item in client.query_by_text(texts, budget=2)} <= set(texts)
        by_path = client.query_by_images(images, budget=2)
        by_bytes = client.query_by_images([path.read_bytes() for path in images], budget=2)
        assert [item["blob"] for item in by_path] == [item["blob"] for item in by_bytes]
        uris = [
            f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode()}"
            for path in images
        ]
        assert {item["uri"] for item in client.query_by_uri(uris, budget=2)} <= set(uris)


def test_errors_are_those_of_the_server(server: Server) -> None:
    with Client(server.url) as client:
        with pytest.raises(AlaasError) as unknown:
            client.selection("none")
        assert (unknown.value.code, unknown.value.status) == ("SELECTION_UNKNOWN", 404)
        assert unknown.value.remedy
        with pytest.raises(AlaasError) as failed:
            client.select(ROWS, 5, strategy="k-center")
        assert failed.value.code == "BATCH_EXCEEDS_POOL"


def test_an_address_where_nobody_listens() -> None:
    with Client("http://127.0.0.1:9", retries=0) as client:
        with pytest.raises(AlaasError) as error:
            client.selection("any")
    assert error.value.code == "HTTP_UNREACHABLE"
    assert error.value.details["field"] == "base_url"


def test_rows_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="Row 1 has 1 columns"):
        wire_rows([[1.0, 2.0], [3.0]])
    with pytest.raises(ValueError, match="at least one"):
        wire_rows([])
    assert wire_rows([[1.0, -2.0]]) == {"columns": 2, "float32": "AACAPwAAAMA="}
