"""Profiles add up, and say what could be remembered."""

from __future__ import annotations

import pickle

from generator.profiling.profile import Finding, Part, PartCost, Profile, Result

BLOCK = Part("post.html", "block", "meta")


def results(count: int, *, root: str = "../", page: str = "post") -> set[Result]:
    return {Result(bytes([number // 256, number % 256]), root, page) for number in range(count)}


def profile(**parts: PartCost) -> Profile:
    """Return a profile of blocks by name, where remembering takes 1 ms."""
    found = Profile(once=0.001)
    for name, tally in parts.items():
        found.parts[Part("post.html", "block", name)].add(tally)
    return found


def cost(calls: int, distinct: int, seconds: float = 1.0, **more: object) -> PartCost:
    made = PartCost(calls, seconds, seconds, 10 * calls, 0, results(distinct), callers={None})
    for name, value in more.items():
        setattr(made, name, value)
    return made


def test_profiles_of_workers_add_up() -> None:
    total = Profile()
    for _ in range(2):
        one = profile(meta=cost(100, 2))
        one.workers["render"].cpu = 1.5
        one.outputs["post"].count = 3
        total.add(pickle.loads(pickle.dumps(one)))
    assert total.parts[BLOCK] == cost(200, 2, 2.0)
    assert total.workers["render"].cpu == 3
    assert total.outputs["post"].count == 6
    assert total.templates == 2
    assert total.once == 0.001


def test_too_many_results_are_not_told_apart() -> None:
    many = PartCost()
    many.add(cost(6000, 5000))
    assert many.distinct == 5000
    many.add(cost(1, 5001))
    assert many.distinct is None
    assert not many.results
    many.add(cost(10, 1))
    assert many.distinct is None


def test_the_same_work_is_found() -> None:
    found = profile(meta=cost(100, 10)).findings()
    assert found == [Finding(BLOCK, 100, 10, 90 * (0.01 - 0.001), None)]


def test_what_is_not_worth_a_word() -> None:
    assert not profile(meta=cost(99, 1)).findings(), "few calls"
    assert not profile(meta=cost(109, 11)).findings(), "as many results as calls, nearly"
    assert not profile(meta=cost(100, 1, 0.29)).findings(), "remembering would take as long"
    assert not profile(meta=cost(100, 1, 1.0), main=cost(100, 100, 200.0)).findings()[1:]
    assert not profile(meta=cost(100, 1, 0.9), main=cost(100, 100, 200.0)).findings(), "a small share"
    compiling = Profile()
    compiling.parts[Part("post.html", "compiling")].add(cost(100, 1))
    assert not compiling.findings()


def test_what_is_remembered_already_is_no_finding() -> None:
    assert profile(meta=cost(100, 1, 0.5)).findings()
    assert not profile(meta=cost(100, 1, 0.5, cache_hits=100)).findings()


def test_of_parts_in_each_other_the_outermost_is_told() -> None:
    inner = cost(100, 1, 0.5, callers={Part("post.html", "block", "outer")})
    assert [one.part.name for one in profile(outer=cost(100, 1), inner=inner).findings()] == ["outer"]
    elsewhere = cost(100, 1, 0.5, callers={Part("post.html", "block", "outer"), None})
    assert [one.part.name for one in profile(outer=cost(100, 1), inner=elsewhere).findings()] == [
        "outer",
        "inner",
    ]


def test_what_results_follow_from() -> None:
    def key(*found: tuple[bytes, str, str]) -> str | None:
        block = cost(100, 0, results={Result(*one) for one in found})
        return profile(meta=block).findings()[0].key

    assert key((b"a", "./", "home"), (b"a", "../", "post")) == ""
    assert key((b"a", "./", "home"), (b"b", "../", "post"), (b"b", "../", "term")) == "root"
    assert key((b"a", "../", "post"), (b"b", "../", "term")) == "root, page.kind"
    assert key((b"a", "../", "post"), (b"b", "../", "post")) is None


def test_as_json() -> None:
    told = profile(meta=cost(100, 1)).as_json()
    assert told["parts"] == [
        {"template": "post.html", "kind": "block", "name": "meta", "calls": 100, "distinct": 1,
         "seconds": 1.0, "own": 1.0, "bytes": 1000}
    ]  # fmt: skip
    assert told["findings"] == [
        {"template": "post.html", "kind": "block", "name": "meta", "calls": 100, "distinct": 1,
         "seconds": 0.891, "key": ""}
    ]  # fmt: skip
