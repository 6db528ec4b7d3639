from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest

from generator.config.schema import SiteConfig, Term
from generator.config.yaml.types import (
    describe,
    empty_value,
    is_list,
    is_mapping,
    is_section,
    option_fields,
    option_kinds,
    required_options,
)


@dataclass(frozen=True)
class Inner:
    size: int = 3


@dataclass(frozen=True)
class Outer:
    name: str
    inner: Inner = field(default_factory=Inner)
    entries: Mapping[str, Inner] = field(default_factory=dict)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (str, "text"),
        (int, "a whole number"),
        (float, "a number"),
        (bool, "true or false"),
        (Any, "anything"),
        (Literal["a", "b"], '"a" or "b"'),
        (tuple[str, ...], "a list of texts"),
        (Mapping[str, Any], "a group of names"),
        (Term, "a group of options"),
    ],
)
def test_kinds_are_described_in_plain_words(kind: Any, words: str) -> None:
    assert describe(kind) == words


def test_kinds_are_told_apart() -> None:
    kinds = [str, tuple[str, ...], Mapping[str, Any], Term]
    assert [is_list(kind) for kind in kinds] == [False, True, False, False]
    assert [is_mapping(kind) for kind in kinds] == [False, False, True, False]
    assert [is_section(kind) for kind in kinds] == [False, False, False, True]


def test_a_name_without_a_value_has_the_empty_value_of_its_kind() -> None:
    kinds = [Any, str, tuple[str, ...], Mapping[str, str]]
    assert [empty_value(kind) for kind in kinds] == [None, "", (), {}]


def test_fields_are_listed_with_their_resolved_types() -> None:
    assert option_kinds(Outer) == {"name": str, "inner": Inner, "entries": Mapping[str, Inner]}
    assert [(option.name, option.section) for option in option_fields(Outer)] == [
        ("name", ""),
        ("inner", ""),
        ("inner.size", "inner"),
        ("entries", ""),
        ("entries.<name>.size", "entries.<name>"),
    ]


def test_only_the_title_is_required() -> None:
    assert required_options(Outer) == {"name"}
    assert {option.owner for option in option_fields(SiteConfig) if required_options(option.owner)} == {
        SiteConfig
    }
    assert required_options(SiteConfig) == {"title"}
