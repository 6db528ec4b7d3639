"""The registry is read by what was said last, and a bad line stops nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.model import Problem
from generator.pictures.entry import Entry, as_line, from_line
from generator.pictures.registry import RegistryWriter, read_registry, registry_files
from generator.pictures.store import PictureStore
from tests.conftest import SiteMaker
from tests.pictures.samples import known

KEPT = Entry(
    "https://a.example/a.png", "kept", "2022-01-05T08:00:00Z", "ab" * 32, 9, "image/png", 4, 3, still=True
)


def test_an_entry_is_a_line_and_back() -> None:
    assert from_line(as_line(KEPT)) == KEPT
    assert "licence" not in as_line(KEPT)


def test_the_later_line_counts_whatever_file_it_is_in(tmp_path: Path) -> None:
    lost = KEPT._replace(status="lost", when="2021-12-31T08:00:00Z")
    known(tmp_path, KEPT, lost)
    assert [file.path for file in registry_files(tmp_path)] == [
        "content/pictures/2021-12.jsonl",
        "content/pictures/2022-01.jsonl",
    ]
    assert read_registry(tmp_path) == {KEPT.address: KEPT}
    known(tmp_path, lost._replace(when=KEPT.when))
    assert read_registry(tmp_path)[KEPT.address].status == "lost"


BAD = {
    "nonsense": "not JSON",
    "[]": "not a JSON object",
    '{"address": 5}': "wrong type",
    '{"address": "a.png", "status": "lost", "when": "2022-01-05T08:00:00Z"}': "not an address",
    as_line(KEPT).replace('"kept"', '"eaten"'): "none of kept, failed",
    as_line(KEPT).replace("T08", " 08"): "not a time",
    as_line(KEPT).replace('"width":4', '"width":-4'): "number of pixels",
    as_line(KEPT).replace("ab" * 32, "../../etc"): "not a SHA-256",
    as_line(KEPT).replace("image/png", "text/html"): "type",
}


@pytest.mark.parametrize(("line", "why"), BAD.items(), ids=BAD.values())
def test_a_bad_line_is_reported_and_left_out(site: SiteMaker, line: str, why: str) -> None:
    archive = site(
        {"pictures/2022-01.jsonl": f"{as_line(KEPT._replace(address='https://b.example/'))}\n{line}\n"}
    )
    problems: list[Problem] = []
    assert list(read_registry(archive.root, problems)) == ["https://b.example/"]
    (problem,) = problems
    assert (problem.place, problem.code) == ("content/pictures/2022-01.jsonl:2:1", "picture.registry")
    assert why in problem.message
    assert archive.build().problems == (problem,)
    assert archive.build().problems == (problem,)


def test_a_line_that_lacks_only_its_end_is_kept(tmp_path: Path) -> None:
    known(tmp_path, KEPT)
    (file,) = (tmp_path / "content/pictures").iterdir()
    file.write_bytes(file.read_bytes().rstrip(b"\n"))
    known(tmp_path, KEPT._replace(address="https://b.example/b.png"))
    assert len(read_registry(tmp_path)) == 2
    file.write_bytes(file.read_bytes() + b'{"addr')
    RegistryWriter(tmp_path).close()
    assert file.read_bytes().endswith(b"}\n")


def test_the_store_has_the_same_bytes_once_and_finds_damage(tmp_path: Path) -> None:
    store = PictureStore(tmp_path)
    digest = store.add(b"abc")
    assert store.add(b"abc") == digest
    assert list(store.digests()) == [digest]
    assert store.read(digest) == b"abc"
    store.file(digest).write_bytes(b"abd")
    with pytest.raises(OSError, match="is damaged"):
        store.read(digest)
    assert store.remove(digest)
    assert not store.remove(digest)
    assert list(PictureStore(tmp_path / "none").digests()) == []
