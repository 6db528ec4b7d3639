"""docs/posts.md describes every problem that reading a file can give."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import generator.content
import generator.pictures
from generator.content.decode import DAMAGED
from generator.content.frontmatter.keys import KEYS

DOCS = Path(__file__).parents[2] / "docs" / "posts.md"
PACKAGES = [Path(one.__path__[0]) for one in (generator.content, generator.pictures)]
_CODE = re.compile(
    r"(?:alias|body|date|draft|front-matter|image|lang|layout|markdown|navigation|permalink|picture|post|scan|slug|source|title"
    r"|translations)"
    r"\.[a-z-]+"
)


def used() -> set[str]:
    """Return the strings of the package that look like codes."""
    found = set()
    for file in (file for package in PACKAGES for file in package.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value):
                found.add(node.value)
    return found


def documented() -> set[str]:
    return set(re.findall(r"^\| `([a-z-]+\.[a-z-]+)` \|", DOCS.read_text("utf-8"), re.MULTILINE))


def test_every_code_is_documented_and_no_other() -> None:
    assert len(used()) > 25
    assert documented() == used()


def test_every_key_is_documented() -> None:
    text = DOCS.read_text("utf-8")
    assert {key for key in KEYS if f"`{key}`" not in text} == set()


def test_the_docs_tell_the_limits() -> None:
    text = DOCS.read_text("utf-8")
    assert "65,536" in text
    assert DAMAGED.split()[0].upper() in text
