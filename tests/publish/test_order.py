"""Each output is sent in the phase that its kind names."""

from __future__ import annotations

import sqlite3

import pytest

from generator.kinds.kind import Kind
from generator.kinds.registry import KINDS
from generator.publish.order import PHASE, PHASES


def phase_of(owner: str, key: str) -> str:
    row = sqlite3.connect(":memory:").execute(
        f"SELECT {PHASE} FROM (SELECT ? AS kind, ? AS key)", (owner, key)
    )
    (number,) = row.fetchone()
    return PHASES[int(number)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_output_is_sent_in_the_phase_of_its_kind(kind: type[Kind]) -> None:
    assert phase_of(kind.owner, kind.key or "key") == kind.phase


def test_outputs_of_unknown_kinds_are_sent_with_the_lists() -> None:
    assert phase_of("gone", "key") == "lists"


def test_phases_begin_with_what_pages_use_and_end_with_what_announces_them() -> None:
    assert PHASES == ("assets", "pages", "lists", "feeds")


def test_the_manifest_of_the_search_index_is_sent_after_the_files_that_it_names() -> None:
    assert phase_of("search", "2021-12") == "pages"
    assert phase_of("search", "manifest") == "lists"
