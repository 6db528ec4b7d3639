"""The list of rules."""

from __future__ import annotations

from pathlib import Path

from generator.checks.rules import table

FOLDER = Path(table.__file__).parent


def test_every_module_is_a_rule_in_the_list() -> None:
    modules = {file.stem for file in FOLDER.glob("*.py")} - {"__init__", "table"}
    listed = [rule.__module__.rpartition(".")[2] for rule in table.RULES]
    assert sorted(listed) == sorted(modules)
