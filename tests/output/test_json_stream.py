"""JSON that is written as it is found says what JSON that is held does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.output.json_stream import write_json


@pytest.mark.parametrize("items", [[], [1], ["a\nb", "字", {"x": [1, {}]}, None]])
def test_iterators_become_arrays(tmp_path: Path, items: list[Any]) -> None:
    file = tmp_path / "new folder" / "a.json"
    write_json(file, {"a": iter(items), "b": {"c": iter(items), "d": {}}, "e": items})
    expected = {"a": items, "b": {"c": items, "d": {}}, "e": items}
    assert json.loads(file.read_text("utf-8")) == expected


def test_every_entry_stands_on_a_line(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    write_json(file, {"list": iter(["a", {"b": 1}]), "none": iter([])})
    assert file.read_text("utf-8") == '{\n"list": [\n"a",\n{"b": 1}\n],\n"none": []\n}\n'


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    def broken() -> Any:
        yield 1
        raise KeyboardInterrupt

    file = tmp_path / "a.json"
    write_json(file, {"a": 1})
    with pytest.raises(KeyboardInterrupt):
        write_json(file, {"a": broken()})
    assert file.read_text("utf-8") == '{\n"a": 1\n}\n'
