"""Slugs of terms: safe, distinct, stable, whatever the names are and in whatever order they come."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.addresses.segments import fold, safe_segment
from generator.core.errors import ConfigError
from generator.taxonomy.registry import Registry, preferred_slug, read_registry, write_registry

AWKWARD = [
    "anxin(xianggang)", "21shiji 21caijing", "A/B", "..", "CON", "x" * 300, "ABC", "abc", "财经", "财精",
    "a股", "A股", "caijing", "", " ", "…", "🙂", "nanfangribao", "重庆", "银行",
]  # fmt: skip


def assigned(*names: str, registry: Registry | None = None) -> dict[str, str]:
    one = registry or Registry()
    one.assign("category", names, {})
    return {name: one.slug("category", name) or "" for name in names}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("nanfangribao", "nanfangribao"),
        ("anxin(xianggang)", "anxin-xianggang"),
        ("21shiji 21caijing", "21shiji-21caijing"),
        ("A/B", "a-b"),
        ("CON", "CON-"),
        ("银行", "yinhang"),
        ("重庆", "chongqing"),
        ("A股", "a-gu"),
        ("Café Été", "cafe-ete"),
    ],
)
def test_preferred_slug(name: str, slug: str) -> None:
    assert preferred_slug(name) == slug


def test_awkward_names_get_distinct_safe_slugs() -> None:
    slugs = list(assigned(*AWKWARD).values())
    assert len({fold(slug) for slug in slugs}) == len(AWKWARD)
    for slug in slugs:
        assert slug
        assert safe_segment(slug) == slug
        assert slug.isascii()
        assert len(slug) <= 100
        assert not set(slug) & set('/\\:*?"<>| ()')


def test_order_of_arrival_does_not_show() -> None:
    shuffled = random.Random(1).sample(AWKWARD, len(AWKWARD))
    assert assigned(*AWKWARD) == assigned(*shuffled)


@given(st.lists(st.text(max_size=30), unique=True, max_size=12))
def test_any_names_get_distinct_slugs(names: list[str]) -> None:
    slugs = assigned(*names)
    assert len({fold(slug) for slug in slugs.values()}) == len(names)
    assert all(safe_segment(slug) == slug and "/" not in slug for slug in slugs.values())


def test_a_slug_that_was_given_stays(tmp_path: Path) -> None:
    path = tmp_path / "slugs.yaml"
    first = Registry()
    first.assign("category", ["财经", "财精"], {})
    write_registry(path, first)
    later = read_registry(path)
    later.assign("category", ["财精"], {})
    assert later.slug("category", "财精") == first.slug("category", "财精")
    assert not later.changed


def test_the_file_is_sorted_and_readable(tmp_path: Path) -> None:
    path = tmp_path / "slugs.yaml"
    registry = Registry()
    registry.assign("tag", ["银行", "abc", "财经"], {})
    write_registry(path, registry)
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert lines == ["tag:", "  abc: abc", "  财经: caijing", "  银行: yinhang"]


def test_a_fixed_slug_is_not_kept_and_nobody_else_gets_it() -> None:
    registry = Registry({"tag": {"银行": "yinhang"}})
    registry.assign("tag", ["Bank", "银行"], {"Bank": "yinhang"})
    assert registry.slug("tag", "Bank") is None
    assert registry.slug("tag", "银行") == "yinhang-2"


def test_former_slugs_stay_where_they_can(tmp_path: Path) -> None:
    registry = Registry({"tag": {"银行": "yinhang"}})
    former = {"银行": "银行", "C++": "c++", "C": "c", "河流": "c", "坏": "a/b", "页": "x.html", "con": "con"}
    registry.assign("tag", former, {}, former)
    assert registry.rows()["tag"] == {
        "C": "c", "C++": "c++", "con": "con-", "坏": "huai", "河流": "c-2", "银行": "yinhang", "页": "ye",
    }  # fmt: skip
    long = "长" * 60
    registry.assign("tag", ["a", "b", long], {}, dict.fromkeys("ab", "x" * 160))
    assert registry.slug("tag", "b") == f"{'x' * 160}-2"
    write_registry(tmp_path / "slugs.yaml", registry)
    assert read_registry(tmp_path / "slugs.yaml").rows() == registry.rows()


def test_a_name_that_comes_later_takes_nobodys_slug() -> None:
    registry = Registry({"tag": {"foo": "foo", "caijing": "caijing"}})
    registry.assign("tag", ["Foo", "财经"], {})
    assert registry.slug("tag", "Foo") == "Foo-2"
    assert registry.slug("tag", "财经") == "caijing-2"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "it is not a mapping"),
        ("tag: x\n", "`tag` is not a mapping"),
        ("tag: {x: ../../etc}\n", "is not safe in an address"),
        ("tag: {x: [\n", "content/slugs.yaml:2"),
        ("tag: {x: con}\n", "is not safe in an address"),
        ("tag: {x: a, y: A}\n", "'x' and 'y' have the same slug"),
    ],
)
def test_a_broken_registry_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "slugs.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        read_registry(path)
    assert message in str(error.value)
