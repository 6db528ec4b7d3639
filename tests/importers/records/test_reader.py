"""Records to articles: names, shapes of values, and what identifies a record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.core.errors import BackfileError
from generator.importers.article import Article, RefusalError, key_of
from generator.importers.records.field_names import FieldNames, parse_mappings
from generator.importers.records.reader import RecordReader
from generator.importers.target import open_archive

BASE: dict[str, Any] = {"title": "T", "date": "2021-12-28", "body": "b"}


def article(tmp_path: Path, record: dict[str, Any], *mapping: str) -> Article:
    return RecordReader(open_archive(tmp_path / "site"), FieldNames(parse_mappings(mapping))).article(record)


@pytest.mark.parametrize(
    ("theirs", "value", "ours", "expected"),
    [
        ("headline", "H", "title", "H"),
        ("title", {"rendered": "Anna&#8217;s &amp; Co"}, "title", "Anna’s & Co"),
        ("title", "a&copy=1 &nosuch;", "title", "a&copy=1 &nosuch;"),
        ("tags", "R&amp;D, b", "tags", ("R&D", "b")),
        ("pubDate", "2020-01-02", "date", "2020-01-02 00:00:00 +0800"),
        ("Published At", "2020-01-02", "date", "2020-01-02 00:00:00 +0800"),
        ("published", "2020-01-02", "date", "2020-01-02 00:00:00 +0800"),
        ("发布时间", "2020年1月2日", "date", "2020-01-02 00:00:00 +0800"),
        ("category", "a b", "categories", ("a b",)),
        ("category", "a, b", "categories", ("a", "b")),
        ("categories", ["a, b"], "categories", ("a, b",)),
        ("keywords", "甲、乙;丙", "tags", ("甲", "乙", "丙")),
        ("tags", [{"name": "甲"}, "乙", None, 3], "tags", ("甲", "乙", "3")),
        ("authors", [{"name": "A"}, {"name": "B"}], "author", ("A", "B")),
        ("byline", "A", "author", "A"),
        ("link", "https://a.example/", "source_url", "https://a.example/"),
        ("source", "https://a.example/", "source_url", "https://a.example/"),
        ("source", "晚报", "source", "晚报"),
        ("excerpt", {"rendered": "E"}, "summary", "E"),
        ("draft", True, "draft", "true"),
        ("published", False, "published", "false"),
        ("language", "en", "lang", "en"),
    ],
)
def test_names_and_shapes(tmp_path: Path, theirs: str, value: Any, ours: str, expected: object) -> None:
    record = {name: given for name, given in BASE.items() if name != ours}
    assert article(tmp_path, record | {theirs: value}).fields[ours] == expected


def test_the_own_name_comes_first(tmp_path: Path) -> None:
    found = article(tmp_path, BASE | {"content": "other", "published": "2020-01-01", "created_at": 5})
    assert found.body == "b\n"
    assert str(found.fields["date"]).startswith("2021-12-28")
    assert "published" not in found.fields


def test_the_user_has_the_last_word(tmp_path: Path) -> None:
    found = article(tmp_path, BASE | {"newstext": "mine", "tags": "x"}, "newstext=body", "tags=")
    assert found.body == "mine\n"
    assert "tags" not in found.fields


@pytest.mark.parametrize(
    ("option", "reported"),
    [("x", "write it as"), ("=title", "write it as"), ("x=titel", "did you mean title?")],
)
def test_a_map_that_cannot_be_meant(option: str, reported: str) -> None:
    with pytest.raises(BackfileError, match=reported.replace("?", r"\?")):
        parse_mappings([option])


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ("<p>a</p>\n\n<div>b</div>", "html"),
        ("<p>a</p>\n\n**b**", None),
        ("<https://a.example/>", None),
        ("<p>a</p>\n\n<https://a.example/>", None),
        ("a", None),
    ],
)
def test_html_is_told_from_markdown(tmp_path: Path, body: str, markdown: str | None) -> None:
    assert article(tmp_path, BASE | {"body": body}).fields.get("markdown") == markdown


def test_a_name_can_promise_html(tmp_path: Path) -> None:
    record = {"title": "T", "date": "2021-12-28", "content_html": "a < b"}
    assert article(tmp_path, record).fields["markdown"] == "html"


def test_an_id_outlives_all_else(tmp_path: Path) -> None:
    one, other = BASE | {"id": 7}, BASE | {"guid": "7", "title": "U", "date": "2020-01-01"}
    assert article(tmp_path, one).key == article(tmp_path, other).key


@pytest.mark.parametrize("name", ["title", "date", "url", "slug", "permalink"])
def test_without_an_id_these_identify(tmp_path: Path, name: str) -> None:
    other = {"title": "U", "date": "2020-01-01", "url": "https://b.example/", "slug": "s", "permalink": "/p"}
    assert article(tmp_path, BASE | {name: other[name]}).key != article(tmp_path, BASE).key


def test_a_mended_body_is_the_same_record(tmp_path: Path) -> None:
    assert article(tmp_path, BASE | {"body": "c", "tags": "x"}).key == article(tmp_path, BASE).key


@pytest.mark.parametrize("nothing", ["0000-00-00 00:00:00", "0000-00-00", 0, "0", "0000-00-00T00:00:00Z"])
def test_zero_is_how_databases_say_never(tmp_path: Path, nothing: object) -> None:
    found = article(tmp_path, BASE | {"updated": nothing, "expires_at": nothing})
    assert not {"updated", "expires"} & found.fields.keys()
    with pytest.raises(RefusalError, match="which names no day"):
        article(tmp_path, BASE | {"date": nothing})


def test_no_date_is_bad_in_any_field(tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="expires is"):
        article(tmp_path, BASE | {"expires": "soon"})


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("%e4%b8%ad%e6%96%87-a", "中文-a"), ("100%", "100"), ("a%2Fb%00%0Ac", "a-b-c"), ("%ff-a", "ff-a"),
    ],
)  # fmt: skip
def test_slugs_of_addresses_are_decoded(tmp_path: Path, written: str, slug: str) -> None:
    assert article(tmp_path, BASE | {"slug": written}).slug == slug


def test_slugs(tmp_path: Path) -> None:
    assert article(tmp_path, BASE | {"title": "Hello, World!"}).slug == "hello-world"
    assert article(tmp_path, BASE | {"slug": "Keep_Case"}).slug == "Keep_Case"
    assert (
        article(tmp_path, BASE | {"title": "！！"}).slug
        == article(tmp_path, BASE | {"title": "！！"}).key.hex()
    )
    long = article(tmp_path, BASE | {"title": "长" * 100}).slug
    assert len(long.encode()) <= 120
    assert long != article(tmp_path, BASE | {"title": "长" * 101}).slug


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"status": "draft"}, {"status": "draft"}),
        ({"post_status": "private"}, {"status": "private"}),
        ({"status": "publish"}, {}),
        ({"status": 200}, {}),
        ({"visibility": "members"}, {"visibility": "members"}),
        ({"private": True}, {"private": "true"}),
        ({"isHidden": 1}, {"private": "true"}),
        ({"private": False, "password": ""}, {}),
        ({"post_password": "geheim"}, {"private": "true"}),
    ],
)
def test_records_that_are_held_back(tmp_path: Path, given: dict[str, object], fields: dict[str, str]) -> None:
    found = article(tmp_path, BASE | given).fields
    assert {name: found[name] for name in ("status", "visibility", "private") if name in found} == fields
    assert "geheim" not in str(found)


def test_entities_in_a_title_do_not_change_the_identity(tmp_path: Path) -> None:
    one = article(tmp_path, {**BASE, "title": "Anna&#8217;s"})
    assert one.slug == "anna-s"
    assert one.key != article(tmp_path, {**BASE, "title": "Anna’s"}).key


@pytest.mark.parametrize(
    ("theirs", "value", "ours", "expected"),
    [
        ("title", "Nvidia&#8217;s &amp; AT&T", "title", "Nvidia’s & AT&T"),
        ("title", "&lt;b&gt; &copy=1 &nosuch;", "title", "<b> &copy=1 &nosuch;"),
        ("category", "甲 &amp; 乙", "categories", ("甲 & 乙",)),
        ("tags", "a&amp;b;c", "tags", ("a&b", "c")),
        ("tags", ["a&amp;b;c"], "tags", ("a&b;c",)),
        ("author", "D&#39;Arc", "author", "D'Arc"),
        ("summary", "&hellip;", "summary", "…"),
        ("source", "A&amp;B", "source", "A&B"),
        ("url", "https://a.example/?a=1&amp;b=2", "source_url", "https://a.example/?a=1&amp;b=2"),
    ],
)
def test_entities_in_texts_for_readers_are_characters(
    tmp_path: Path, theirs: str, value: Any, ours: str, expected: object
) -> None:
    assert article(tmp_path, BASE | {theirs: value}).fields[ours] == expected


def test_a_decoded_title_makes_no_new_record_of_an_old_one(tmp_path: Path) -> None:
    old = key_of("record", "", "", "", "2021-12-28 00:00:00 +0800", "a&amp;b")
    assert article(tmp_path, BASE | {"title": "a&amp;b"}).key == old
