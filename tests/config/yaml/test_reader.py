from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest

from generator.config.yaml import tree
from generator.config.yaml.errors import Findings, OptionError
from generator.config.yaml.reader import Rules, TreeReader
from generator.config.yaml.scalars import Range
from generator.config.yaml.syntax import read_root
from generator.core.errors import ConfigError
from generator.core.model import Position


@dataclass(frozen=True)
class Paint:
    colour: str = "red"
    coats: int = 1
    gloss: bool = False


@dataclass(frozen=True)
class Door:
    label: str
    width: float = 0.9


@dataclass(frozen=True)
class House:
    name: str
    paint: Paint = field(default_factory=Paint)
    doors: Mapping[str, Door] = field(default_factory=dict)
    rooms: tuple[str, ...] = ("hall",)
    tools: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roof: Literal["flat", "steep"] = "flat"
    notes: Mapping[str, Any] = field(default_factory=dict)


def _lower(text: str) -> str:
    if text == "attic":
        raise OptionError("room", "may not be the attic", "choose another")
    return text.lower()


RULES = Rules(
    ranges={"paint.coats": Range(1, 9, "2")},
    values={"rooms.*": _lower, "paint.colour": _lower, "doors.*.label": _lower},
    names={"tools": _lower},
    shorthands={"paint": "colour", "doors.*": "label"},
)


def _read(text: str) -> tuple[dict[str, Any], TreeReader]:
    findings = Findings("house.yaml")
    reader = TreeReader(House, RULES, findings)
    root = read_root(text)
    assert isinstance(root, tree.Mapping)
    values = reader.read(root)
    findings.raise_any()
    return values, reader


def _mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        _read(text)
    return [str(problem).removeprefix("house.yaml:") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("name: 7", {"name": "7"}),
        ("name: x\npaint:\nrooms: ~", {"name": "x"}),
        (
            "name: x\npaint: {colour: Blue, coats: 2, gloss: true}",
            {"name": "x", "paint": Paint("blue", 2, True)},
        ),
        ("name: x\npaint: {colour: null}", {"name": "x", "paint": Paint()}),
        ("name: x\npaint: Blue", {"name": "x", "paint": Paint("blue")}),
        ("name: x\nrooms: Hall", {"name": "x", "rooms": ("hall",)}),
        ("name: x\nrooms: [Hall, 2]", {"name": "x", "rooms": ("hall", "2")}),
        ("name: x\nrooms: []", {"name": "x", "rooms": ()}),
        (
            "name: x\ndoors: {front: {label: F, width: 1}, back: B}",
            {"name": "x", "doors": {"front": Door("f", 1.0), "back": Door("b")}},
        ),
        (
            "name: x\ntools: {Saw: [a, b], File: c, Awl: }",
            {"name": "x", "tools": {"saw": ("a", "b"), "file": ("c",), "awl": ()}},
        ),
        ("name: x\nroof: steep", {"name": "x", "roof": "steep"}),
        (
            "name: x\nnotes: {a: 1, b: [true, 2.5, {c: }], d: {e: f}, 1: ~}",
            {"name": "x", "notes": {"a": 1, "b": (True, 2.5, {"c": None}), "d": {"e": "f"}, "1": None}},
        ),
        ("name: &n x\nrooms: [*n, *n]", {"name": "x", "rooms": ("x", "x")}),
    ],
)
def test_values_by_their_declared_types(text: str, values: dict[str, Any]) -> None:
    assert _read(text)[0] == values


def test_places_are_those_of_names_and_items() -> None:
    _, reader = _read("name: x\ndoors:\n  front: F\nrooms:\n  - a\n  - b\npaint: {coats: 3}")
    assert reader.positions == {
        ("name",): Position(1, 1),
        ("doors",): Position(2, 1),
        ("doors", "front"): Position(3, 3),
        ("doors", "front", "label"): Position(3, 3),
        ("rooms",): Position(4, 1),
        ("rooms", 0): Position(5, 5),
        ("rooms", 1): Position(6, 5),
        ("paint",): Position(7, 1),
        ("paint", "coats"): Position(7, 9),
    }


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("rooms: a", (0, 0), "name: is missing", "write name: and a value"),
        ("name:", (0, 0), "name: is missing", "write name: and a value"),
        (
            "name: [a]",
            (1, 1),
            "name: must be text, not a list",
            "write it after the colon, in quotes if it begins with [ or {",
        ),
        ("name: x\nroms: a", (2, 1), "roms: is not an option", 'did you mean "rooms"?'),
        (
            "name: x\nzzz: a",
            (2, 1),
            "zzz: is not an option",
            "known here: name, paint, doors, rooms, tools, roof, notes",
        ),
        ("name: x\ncoats: 3", (2, 1), "coats: is not an option here", "it belongs under `paint`"),
        ("name: x\nlabel: 3", (2, 1), "label: is not an option here", "it belongs under `doors.<name>`"),
        (
            "name: x\npaint:\n  rooms: a",
            (3, 3),
            "paint.rooms: is not an option here",
            "it belongs at the top level",
        ),
        ("name: x\npaint:\n  cots: 3", (3, 3), "paint.cots: is not an option", 'did you mean "coats"?'),
        ("name: x\nname: y", (2, 1), '"name" is given twice, first in line 1', "remove one of them"),
        (
            "name: x\ntools:\n  saw: a\n  SAW: b",
            (4, 3),
            'tools: "saw" is given twice, first in line 3',
            "remove one of them",
        ),
        (
            "name: x\npaint: {coats: many}",
            (2, 9),
            'paint.coats: must be a whole number, not "many"',
            "write for example 2",
        ),
        (
            "name: x\npaint: {coats: 10}",
            (2, 9),
            "paint.coats: must be from 1 to 9, not 10",
            "write for example 2",
        ),
        (
            "name: x\npaint: {gloss: yes}",
            (2, 9),
            'paint.gloss: must be true or false, not "yes"',
            "write true or false, without quotes",
        ),
        (
            "name: x\npaint: [a]",
            (2, 1),
            "paint: must be a group of options, not a list",
            "write its options below it, indented by two spaces",
        ),
        (
            "name: x\nrooms: {a: b}",
            (2, 1),
            "rooms: must be a list of texts, not a group of options",
            "write [one, two]",
        ),
        ("name: x\nrooms: [a, ~]", (2, 12), "rooms: has an empty item", "remove it"),
        (
            "name: x\nrooms: [a, [b]]",
            (2, 12),
            "rooms: must be text, not a list",
            "write it after the colon, in quotes if it begins with [ or {",
        ),
        ("name: x\nrooms: [a, attic]", (2, 12), "rooms: may not be the attic", "choose another"),
        ("name: x\nrooms: attic", (2, 1), "rooms: may not be the attic", "choose another"),
        ("name: x\npaint: attic", (2, 1), "paint.colour: may not be the attic", "choose another"),
        (
            "name: x\ntools: [saw]",
            (2, 1),
            "tools: must be a group of names, not a list",
            "write name: value, each on a line and indented by two spaces",
        ),
        ("name: x\ntools:\n  attic: a", (3, 3), "tools: may not be the attic", "choose another"),
        (
            "name: x\ndoors: {front: {width: 1}}",
            (2, 9),
            "doors.front.label: is missing",
            "write label: and a value",
        ),
        (
            "name: x\nroof: stepe",
            (2, 1),
            'roof: must be "flat" or "steep", not "stepe"',
            'did you mean "steep"?',
        ),
        (
            "name: x\nnotes:\n  a: {b: [no]}",
            (3, 11),
            'notes.a.b: "no" may be read as text or as a switch',
            "write true or false, or put it in quotes",
        ),
        (
            "name: x\nnotes:\n  a: {b: 1, b: 2}",
            (3, 13),
            'notes.a: "b" is given twice, first in line 3',
            "remove one of them",
        ),
        (
            "name: x\nnotes:\n  a: !!binary aGk=",
            (3, 3),
            'notes.a: has the tag "!!binary", which means nothing here',
            "remove it",
        ),
        ("name: !secret x", (1, 1), 'name: has the tag "!secret", which means nothing here', "remove it"),
        ("name: x\n<<: {roof: flat}", (2, 1), "merging with << is not supported", "write the options out"),
        ("name: x\n? \n: y", (2, 2), "a name is missing before a colon", "write it, or remove the line"),
        ("name: x\n? [a]\n: y", (2, 3), "must be a name, not a list", "put it in quotes"),
        ("name: x\n? {a: b}\n: y", (2, 3), "must be a name, not a group of options", "put it in quotes"),
        (
            'name: x\nnotes: {"a\\eb": c}',
            (2, 9),
            "notes: holds a control character, which no page can show",
            "remove it",
        ),
    ],
)
def test_mistakes(text: str, place: tuple[int, int], message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _read(text)
    (problem,) = caught.value.problems
    assert (problem.message, problem.hint) == (message, hint)
    assert (problem.line, problem.column) == place


def test_all_mistakes_are_told_in_the_order_of_the_file() -> None:
    text = "paint: {coats: 0, colr: x}\nrooms: [attic, [a], b]\ndoors: {a: [], b: {width: w}}\nx: y\n"
    assert [mistake.split(" ")[:2] for mistake in _mistakes(text)] == [
        ["", "name:"],
        ["1:9:", "paint.coats:"],
        ["1:19:", "paint.colr:"],
        ["2:9:", "rooms:"],
        ["2:16:", "rooms:"],
        ["3:9:", "doors.a:"],
        ["3:16:", "doors.b.label:"],
        ["3:20:", "doors.b.width:"],
        ["4:1:", "x:"],
    ]


def test_names_are_shortened_in_messages() -> None:
    assert _mistakes("name: x\ndoors: {%s: []}" % ("江" * 50))[0].startswith(
        f"2:9: doors.{'江' * 40}…: must be"
    )
