"""Articles as files: what is written is what is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.config.yaml.tree import Mapping, Scalar, Sequence, Value
from generator.content.decode import decode
from generator.content.frontmatter.fields import read_fields
from generator.content.frontmatter.record import clean
from generator.content.frontmatter.split import split
from generator.content.frontmatter.yaml_tree import read_tree
from generator.importers import article
from generator.importers.article import RefusalError, tidy_body
from generator.importers.post_file import compose, front_matter, read_mark

KEY = bytes(range(8))
#: Texts with what YAML has a meaning for.
NASTY = st.lists(
    st.one_of(
        st.text(max_size=5),
        st.sampled_from([": ", " #", "'", '"', "- ", "---", "~", "null", "yes", "2021-12-28", "0x1F"]),
        st.sampled_from(["[", "{", "\\n", "&a", "*a", "!b", "|", ">", "%", "@", "`", "？："]),
    ),
    max_size=6,
).map("".join)  # fmt: skip
VALUES: st.SearchStrategy[article.Value] = st.recursive(
    NASTY, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NASTY, inner, max_size=3), max_leaves=8
)


def plain(value: Value) -> article.Value:
    """Return what was read as what was written."""
    if isinstance(value, Scalar):
        return value.text
    if isinstance(value, Sequence):
        return [plain(item) for item in value.items]
    assert isinstance(value, Mapping)
    return {key.text: plain(item) for key, item in value.pairs if isinstance(key, Scalar)}


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["title", "source", "image_alt", "x y", "author"]), NASTY.map(clean)))
def test_texts_are_read_back_without_a_warning(fields: dict[str, str]) -> None:
    read, problems = read_fields(front_matter(fields), 2, "a.md")
    assert problems == []
    assert {name: field.value for name, field in read.items()} == fields


@settings(deadline=None)
@given(st.dictionaries(NASTY.map(clean), VALUES, max_size=4))
def test_nested_values_are_read_back(fields: dict[str, article.Value]) -> None:
    tree = read_tree(front_matter(fields))
    assert not tree.lossy
    assert plain(Mapping(tree.pairs, 0, 0)) == fields


@settings(deadline=None)
@given(st.text(max_size=200))
def test_bodies_are_read_back(text: str) -> None:
    body = tidy_body(text)
    document = compose({"title": "题"}, body, KEY)
    read, encoding = decode(document.data)
    assert encoding == "utf-8"
    assert split(read).body == body


def test_a_body_keeps_the_indent_of_its_first_line() -> None:
    assert tidy_body("\n \n    code\n\ntext\r\n\x00\ud800") == "    code\n\ntext\n\ufffd\n"


def test_the_mark_tells_whether_a_file_was_edited() -> None:
    document = compose({"title": "题"}, "正文。\n", KEY)
    mark = read_mark(document.data)
    assert mark is not None
    assert (mark.key, mark.written, mark.edited) == (KEY, document.digest, False)
    edited = read_mark(document.data.replace("正文".encode(), "全文".encode()))
    assert edited is not None
    assert edited.edited
    assert edited.written == document.digest


def test_other_line_ends_are_no_edit() -> None:
    """Git may check a file out with those of Windows."""
    document = compose({"title": "题"}, "正文。\n\n二。\n", KEY)
    mark = read_mark(document.data.replace(b"\n", b"\r\n"))
    assert mark is not None
    assert not mark.edited


def test_a_file_without_a_mark_has_none() -> None:
    assert read_mark(b"---\ntitle: a\n---\nimported: 00 00\n") is None


def test_front_matter_that_could_not_be_read_again_is_refused() -> None:
    with pytest.raises(RefusalError, match="without the body have"):
        compose({"title": "长" * 70_000}, "x\n", KEY)


def test_what_yaml_would_guess_at_is_quoted(tmp_path: Path) -> None:
    text = front_matter({"title": "2021", "draft": "true", "date": "2021-12-28", "tags": ("yes", "a")})
    assert text == "title: '2021'\ndraft: true\ndate: 2021-12-28\ntags: ['yes', a]\n"


def test_the_digest_is_that_of_the_text_alone() -> None:
    one = compose({"title": "题"}, "一\n", KEY)
    assert compose({"title": "题"}, "二\n", KEY).digest != one.digest
    assert compose({"title": "题"}, "一\n", bytes(8)).digest == one.digest
