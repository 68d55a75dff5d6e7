"""Rows of numbers as the server takes them: base64 of little-endian float32."""

from __future__ import annotations

import base64
import sys
from array import array
from collections.abc import Sequence
from typing import Any, TypedDict


class WireRows(TypedDict):
    columns: int
    float32: str


def wire_rows(rows: Any) -> WireRows:
    """A 2-D NumPy array, or a sequence of rows of equal length, of which the server gets float32.

    :raises ValueError: rows of unequal length, no rows, or no columns.
    """
    if hasattr(rows, "astype"):
        return _wire_array(rows)
    return _wire_sequences(rows)


def _wire_array(rows: Any) -> WireRows:
    if rows.ndim != 2 or 0 in rows.shape:
        raise ValueError(f"Vectors must be rows × columns, at least one each, not {rows.shape}.")
    data = rows.astype("<f4").tobytes()
    return {"columns": int(rows.shape[1]), "float32": base64.b64encode(data).decode()}


def _wire_sequences(rows: Sequence[Sequence[float]]) -> WireRows:
    columns = len(rows[0]) if len(rows) > 0 else 0
    if columns == 0:
        raise ValueError("Vectors must be rows × columns, at least one each.")
    values = array("f")
    for number, row in enumerate(rows):
        if len(row) != columns:
            raise ValueError(f"Row {number} has {len(row)} columns where row 0 has {columns}.")
        values.extend(row)
    if sys.byteorder == "big":
        values.byteswap()
    return {"columns": columns, "float32": base64.b64encode(values.tobytes()).decode()}
