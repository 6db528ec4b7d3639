"""Outputs whose time alone has changed are told from those with other bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from generator.core.digests import content_digest
from generator.ledger.damaged_outputs import Retimed
from generator.output import comparison
from generator.output.comparison import ComparisonJob


@pytest.mark.parametrize("small", [1, 1 << 20])
def test_files_with_the_bytes_they_had_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(comparison, "_SMALL", small)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "same.html").write_bytes(b"same")
    (tmp_path / "other.html").write_bytes(b"changed")
    digest = hashlib.sha256(b"same").digest()[:16]
    assert digest == content_digest(b"same")
    names = [("a/", "same.html"), ("", "other.html"), ("", "gone.html"), ("", "a")]
    batch = [Retimed(folder, name, digest, 7) for folder, name in names]
    assert ComparisonJob(str(tmp_path)).open()(batch) == batch[:1]
