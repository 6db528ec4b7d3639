"""What templates refer to is kept beside them, and damage to it is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.theme import reference_cache as module
from generator.theme.reference_cache import keep_references, known_references
from generator.theme.template_references import References

ONE = {"a1": References(("base.html", None), ("style.css",))}
TWO = {"b2": References((), (None,))}


def test_references_come_back_as_they_were(tmp_path: Path) -> None:
    keep_references(tmp_path / "templates", ONE)
    assert known_references(tmp_path / "templates") == ONE


def test_nothing_is_known_at_first(tmp_path: Path) -> None:
    assert known_references(tmp_path) == {}


def test_earlier_texts_stay_known(tmp_path: Path) -> None:
    keep_references(tmp_path, ONE)
    keep_references(tmp_path, TWO)
    assert known_references(tmp_path) == ONE | TWO


def test_the_latest_texts_stay_when_they_are_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TEXTS", 1)
    keep_references(tmp_path, ONE)
    keep_references(tmp_path, TWO)
    assert known_references(tmp_path) == TWO


@pytest.mark.parametrize("place", [0, 20, -1])
def test_damage_is_noticed(tmp_path: Path, place: int) -> None:
    keep_references(tmp_path, ONE)
    (file,) = tmp_path.iterdir()
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)
    assert known_references(tmp_path) == {}


def test_another_jinja_parses_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_references(tmp_path, ONE)
    monkeypatch.setattr(module, "version", lambda _: "9.9")
    assert known_references(tmp_path) == {}


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    keep_references(tmp_path / "file" / "templates", ONE)
    assert known_references(tmp_path / "file" / "templates") == {}
