"""Finds regular expressions that may take time without end (ReDoS).

A backtracking matcher tries every way to read a text. The number of ways grows
exponentially with the text exactly if some state of the expression's automaton
can be left and met again in two ways that read the same (Weber and Seidl, "On
the degree of ambiguity of finite automata", 1991, criterion EDA). The automaton
here is Glushkov's: a state for each character or class of the expression.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

#: Most states, and steps of two walks side by side, that are looked at.
MAX_STATES = 200
MAX_STEPS = 200_000
#: A repeat of exactly so many, or fewer, is written out; others count as open.
_WRITTEN_OUT = 20

_Steps = dict[tuple[int, int], list[tuple[int, int]]]

_ESCAPES = re.compile(r"\\[xuU]([0-9a-fA-F]{2,8})")
_CATEGORIES = {
    "CATEGORY_DIGIT": re.compile(r"\d"),
    "CATEGORY_NOT_DIGIT": re.compile(r"\D"),
    "CATEGORY_SPACE": re.compile(r"\s"),
    "CATEGORY_NOT_SPACE": re.compile(r"\S"),
    "CATEGORY_WORD": re.compile(r"\w"),
    "CATEGORY_NOT_WORD": re.compile(r"\W"),
}
#: One character of each kind that the categories of `re` tell apart.
_SAMPLES = "aZ_5٣ \n\u3000é江-！"


def is_explosive(pattern: str) -> bool:
    """Tell whether an expression that compiles can take exponential time, or is too large to be judged."""
    # `re` has no public parser; this one has kept its shape since Python 2.0, and a test watches it.
    parser = importlib.import_module("re._parser")
    try:
        tree = parser.parse(pattern)
        automaton = _Automaton(_alphabet(pattern), ignore_case=bool(tree.state.flags & re.IGNORECASE))
        automaton.add(tree)
        return automaton.doubled or _has_two_ways(automaton)
    except (OverflowError, RecursionError):
        return True


class _Part(NamedTuple):
    """A part of an expression: whether it matches nothing, and the states it may begin and end with."""

    nullable: bool
    first: frozenset[int]
    last: frozenset[int]


_EMPTY = _Part(True, frozenset(), frozenset())


class _Automaton:
    """Glushkov's automaton of an expression.

    `doubled` says that one and the same step can be made in two ways, which the
    automaton itself doesn't show: by two repeats, as in `(a+)+`, or, within a
    repeat, by two ways to match nothing, as in `(?:x(?:a?|b?))*`.
    """

    def __init__(self, alphabet: frozenset[str], ignore_case: bool) -> None:
        self._alphabet = alphabet
        self._ignore_case = ignore_case
        self.symbols: list[frozenset[str]] = []
        self.follow: list[set[int]] = []
        self.doubled = False
        self._loops = 0

    def add(self, items: Iterable[tuple[Any, Any]]) -> _Part:
        """Add a sequence of parsed items. Raises OverflowError beyond MAX_STATES."""
        whole = _EMPTY
        for operator, value in items:
            whole = self._concatenate(whole, self._item(str(operator), value))
        return whole

    def _item(self, operator: str, value: Any) -> _Part:
        if operator in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            return self._symbol(operator, value)
        if operator in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            return self._repeat(*value)
        if operator == "BRANCH":
            return self._either(value[1])
        if operator == "GROUPREF_EXISTS":
            return self._either(part or () for part in value[1:])
        if operator in ("SUBPATTERN", "ATOMIC_GROUP"):
            return self.add(value[-1] if operator == "SUBPATTERN" else value)
        if operator in ("ASSERT", "ASSERT_NOT"):
            self.add(value[1])  # reads nothing itself, but may explode on its own
        return _EMPTY

    def _symbol(self, operator: str, value: Any) -> _Part:
        if len(self.symbols) >= MAX_STATES:
            raise OverflowError
        member = _membership(operator, value)
        cases = (str.swapcase, str) if self._ignore_case else (str,)
        self.symbols.append(frozenset(c for c in self._alphabet if any(member(case(c)[0]) for case in cases)))
        self.follow.append(set())
        state = frozenset({len(self.symbols) - 1})
        return _Part(False, state, state)

    def _concatenate(self, left: _Part, right: _Part) -> _Part:
        self._link(left.last, right.first)
        return _Part(
            left.nullable and right.nullable,
            left.first | right.first if left.nullable else left.first,
            left.last | right.last if right.nullable else right.last,
        )

    def _either(self, branches: Iterable[Any]) -> _Part:
        parts = [self.add(branch) for branch in branches]
        self._meet_nothing(sum(part.nullable for part in parts))
        return _Part(
            any(part.nullable for part in parts),
            frozenset().union(*(part.first for part in parts)),
            frozenset().union(*(part.last for part in parts)),
        )

    def _repeat(self, least: int, most: int, items: Any) -> _Part:
        if least == most <= _WRITTEN_OUT:
            whole = _EMPTY
            for _ in range(least):
                whole = self._concatenate(whole, self.add(items))
            return whole
        self._loops += most > 1
        part = self.add(items)
        self._loops -= most > 1
        if most > 1:
            self._link(part.last, part.first)
        self._meet_nothing(part.nullable + (least == 0))
        return part._replace(nullable=part.nullable or least == 0)

    def _meet_nothing(self, ways: int) -> None:
        if ways > 1 and self._loops:
            self.doubled = True

    def _link(self, sources: Iterable[int], targets: frozenset[int]) -> None:
        for source in sources:
            self.doubled = self.doubled or not targets.isdisjoint(self.follow[source])
            self.follow[source] |= targets


def _has_two_ways(automaton: _Automaton) -> bool:
    """Tell whether two walks that read the same can leave one state, part, and meet in that state again."""
    ahead = _double_steps(automaton)
    back: _Steps = {pair: [] for pair in ahead}
    for pair, targets in ahead.items():
        for target in targets:
            back[target].append(pair)
    for state in range(len(automaton.symbols)):
        start = (state, state)
        cycles = _reached(start, ahead) & _reached(start, back)
        if any(left != right for left, right in cycles):
            return True
    return False


def _double_steps(automaton: _Automaton) -> _Steps:
    """Return the steps of two walks side by side, from any common state; OverflowError beyond MAX_STEPS."""
    symbols, follow = automaton.symbols, automaton.follow
    pending = [(state, state) for state in range(len(symbols))]
    steps: _Steps = {}
    total = 0
    while pending:
        left, right = pair = pending.pop()
        if pair in steps:
            continue
        total += len(follow[left]) * len(follow[right])
        if total > MAX_STEPS:
            raise OverflowError
        steps[pair] = [(a, b) for a in follow[left] for b in follow[right] if symbols[a] & symbols[b]]
        pending += steps[pair]
    return steps


def _reached(start: tuple[int, int], steps: _Steps) -> set[tuple[int, int]]:
    """Return all that can be reached in one step or more."""
    reached: set[tuple[int, int]] = set()
    pending = [start]
    while pending:
        fresh = set(steps[pending.pop()]) - reached
        reached |= fresh
        pending += fresh
    return reached


def _membership(operator: str, value: Any) -> Callable[[str], bool]:
    """Return the test that one parsed character or class stands for."""
    if operator == "LITERAL":
        return lambda char: ord(char) == value
    if operator == "NOT_LITERAL":
        return lambda char: ord(char) != value
    if operator == "RANGE":
        return lambda char: value[0] <= ord(char) <= value[1]
    if operator == "CATEGORY":
        return lambda char: _CATEGORIES[str(value)].match(char) is not None
    if operator == "IN":
        negated = str(value[0][0]) == "NEGATE"
        tests = [_membership(str(name), item) for name, item in value[negated:]]
        return lambda char: any(test(char) for test in tests) != negated
    return lambda _: True


def _alphabet(pattern: str) -> frozenset[str]:
    """Return characters that show any overlap between the classes of an expression.

    They are those that it names, which are the ends of its ranges too, their
    neighbours, and one of each kind that the categories tell apart.
    """
    named = {ord(char) for char in pattern} | {int(code, 16) for code in _ESCAPES.findall(pattern)}
    around = {code + offset for code in named for offset in (-1, 0, 1)}
    return frozenset(_SAMPLES) | {chr(code) for code in around if 0 <= code <= 0x10FFFF}
