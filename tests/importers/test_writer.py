"""What an import that is stopped in the middle of an article leaves."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from generator.importers import writer
from generator.importers.register import Register
from generator.system.signals import SIGNALS, Interruption, listen
from tests.importers.imports import jsonl, posts, run

ONE: dict[str, Any] = {"id": 1, "slug": "a", "title": "题目", "date": "2021-12-28", "body": "正文。"}


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    listen()
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(("owner", "name"), [(writer, "write_file"), (Register, "claim"), (Register, "note")])
@pytest.mark.parametrize("after", [False, True])
def test_an_article_is_imported_once_if_a_signal_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, after: bool
) -> None:
    file = jsonl(tmp_path / "a.jsonl", [ONE])
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, _with_signal(getattr(owner, name), after=after))
        with pytest.raises(Interruption):
            run(file, tmp_path / "site")
    there = len(posts(tmp_path / "site"))
    report = run(file, tmp_path / "site")
    assert report.counts == {"present" if there else "added": 1}
    assert [path.name for path in posts(tmp_path / "site")] == ["2021-12-28-a.md"]


def test_one_that_a_killed_import_left_is_known_if_a_signal_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = jsonl(tmp_path / "a.jsonl", [ONE])
    run(file, tmp_path / "site")
    with closing(sqlite3.connect(tmp_path / "site/.backfile/imports.sqlite")) as register, register:
        register.executescript("DELETE FROM articles; DELETE FROM claims;")
    with monkeypatch.context() as patch:
        patch.setattr(Register, "claim", _with_signal(Register.claim, after=True))
        with pytest.raises(Interruption):
            run(file, tmp_path / "site")
    assert run(file, tmp_path / "site").counts == {"present": 1}


def _with_signal(function: Callable[..., object], *, after: bool) -> Callable[..., None]:
    def wrapped(*arguments: object) -> None:
        if not after:
            signal.raise_signal(signal.SIGINT)
        function(*arguments)
        if after:
            signal.raise_signal(signal.SIGINT)

    return wrapped
