"""Bodies that only Python-Markdown reads are known, and code with its language becomes a fence."""

from __future__ import annotations

import pytest

from generator.importers.sites.engines import needs_extra, with_fences


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("词\n: 意思\n", True),
        ("词\n\n:   意思\n", True),
        ("HTML 甲。\n\n*[HTML]: HyperText\n", True),
        ('<div markdown="1">\n*甲*\n</div>\n', True),
        ("<p markdown=block>甲</p>\n", True),
        ("时间：三点\n地点: 桥\n", False),
        ("```\n词\n: 意思\n```\n", False),
        ('`markdown="1"`\n', False),
        ("::: tip\n甲\n:::\n", False),
    ],
)
def test_bodies_that_need_the_other_engine(body: str, expected: bool) -> None:
    assert needs_extra(body) is expected


def test_code_with_its_language() -> None:
    body = "甲\n\n    :::python\n    if 1:\n        print()\n\n乙\n\n    #!sh\n    ls\n"
    assert with_fences(body) == "甲\n\n```python\nif 1:\n    print()\n```\n\n乙\n\n```sh\nls\n```\n\n"
