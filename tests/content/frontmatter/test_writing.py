"""Front matter that reads back as it was meant."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.content.frontmatter.fields import read_fields
from generator.content.frontmatter.record import clean
from generator.content.frontmatter.split import split
from generator.content.frontmatter.writing import front_matter, scalar

TEXTS = st.text(min_size=1, max_size=40).map(clean).filter(bool)
#: Texts of what YAML means something by.
TRICKY = (
    st.text("a1 :#-?,[]{}&*!|>'\"%@`\\~=<.甲：，“”\u200d👨\u2028\ue000", min_size=1, max_size=12)
    .map(clean)
    .filter(bool)
)


@given(title=TEXTS | TRICKY, tags=st.lists(TEXTS | TRICKY, min_size=1, max_size=3))
@example(title="null", tags=["~"])
@example(title="2021-12-28", tags=["0x1F", "1e3", "12:30"])
@example(title="- a", tags=["a, b", "[c]"])
@example(title="---", tags=["..."])
@example(title="a #b", tags=["a #b"])
@example(title="👨\u200d👩\u200d👧: 家庭", tags=["\U000e0041, 👨", 'a: "\\👨\u200d'])
def test_what_is_written_reads_back(title: str, tags: list[str]) -> None:
    text = front_matter({"title": title, "date": "2021-12-28 07:35:22 +0800", "tags": tags, "author": title})
    parts = split(f"{text}\nbody\n")
    assert (parts.closed, parts.body) == (True, "\nbody\n")
    fields, problems = read_fields(parts.front or "", parts.first_line, "a.md")
    assert problems == []
    assert {key: field.value for key, field in fields.items()} == {
        "title": title, "date": "2021-12-28 07:35:22 +0800", "tags": tuple(tags), "author": title,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("渡口新开夜航", "渡口新开夜航"), ("他说“好”", "他说“好”"), ("快讯: 今日", '"快讯: 今日"'),
        ("a: \"b\"", "'a: \"b\"'"),
        ("it's", "it's"), ("- a", '"- a"'), ("2021", '"2021"'), ("yes", '"yes"'), ("a, b", "a, b"),
        ("'quoted'", "\"'quoted'\""), ("a\\b: c", "'a\\b: c'"),
        ("👨\u200d👧: 家庭", '"👨\u200d👧: 家庭"'), ("a: \u2060b", '"a: \\U00002060b"'),
        ("[转载] 今日", '"[转载] 今日"'), ("大促 #618", '"大促 #618"'),
    ],
)  # fmt: skip
def test_as_an_editor_would_write_it(text: str, written: str) -> None:
    assert scalar(text) == written


def test_items_of_a_list() -> None:
    assert front_matter({"tags": ["甲", "a, b", "[c]"]}) == '---\ntags: [甲, "a, b", "[c]"]\n---\n'
