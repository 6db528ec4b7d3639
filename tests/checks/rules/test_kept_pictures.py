"""What is told of kept pictures: size, type, substitutes, alternative texts by category, bytes by month."""

from __future__ import annotations

import pytest

from generator.pictures.entry import Entry
from generator.pictures.store import is_stored_name, stored_name
from generator.pictures.suspects import LEAST, suspects
from generator.publish.noted_pictures import Noted, note_file
from tests.checks.checking import found
from tests.conftest import SiteMaker
from tests.pictures.samples import WHEN, keep, known, picture
from tests.sites import post

HOST = "https://img.example"


def kept(name: str, size: int = 9, *, digest: str = "", when: str = WHEN, said: str = "") -> Entry:
    whole = (digest or name.encode().hex()).ljust(64, "0")
    return Entry(f"{HOST}/{name}", "kept", when, whole, size, "image/png", 4, 3, said=said)


def message(site: SiteMaker, code: str, *entries: Entry, config: str = "title: 旧闻馆\n") -> list[str]:
    archive = site({"posts/a.md": post()}, config)
    known(archive.root, *entries)
    return [one.message for one in found(archive, "picture") if one.code == code]


def test_large_pictures(site: SiteMaker) -> None:
    entries = [kept("a.png", 3_000_000), kept("b.png", 5_000_000), kept("c.png", 900)]
    (text,) = message(site, "picture.large", *entries)
    assert text == (
        f"2 kept pictures with more than 2,000,000 bytes, 8.0 MB in all; the largest is {HOST}/b.png (5.0 MB)"
    )


def test_the_limit_for_large_pictures_is_a_setting(site: SiteMaker) -> None:
    config = "title: 旧闻馆\npictures: {large_bytes: 1000}\n"
    assert len(message(site, "picture.large", kept("a.png", 1_001), config=config)) == 1


def test_types_that_differ_from_the_address_or_from_what_the_host_said(site: SiteMaker) -> None:
    entries = [kept("a.jpg"), kept("b.JPG?x=.png"), kept("c.png", said="image/gif"), kept("d.png"), kept("e")]
    (text,) = message(site, "picture.type", *entries)
    assert text == (
        "3 kept pictures of another type than it seems: 2 × image/png named .jpg, "
        f"1 × image/png sent as image/gif; {HOST}/a.jpg"
    )


def test_the_same_bytes_for_many_addresses_of_a_host(site: SiteMaker) -> None:
    entries = [kept(f"{number}.png", digest="ab") for number in range(LEAST)]
    (text,) = message(site, "picture.substitute", *entries)
    assert text.startswith(f"img.example sent the same picture for {LEAST} addresses")
    assert "ab00" in text


@pytest.mark.parametrize("origin", ["https://web.archive.org/a", "boats.jpg"])
def test_copies_and_pictures_of_editors_are_no_suspects(origin: str) -> None:
    entries = [kept(f"{number}.png", digest="ab") for number in range(LEAST)]
    assert suspects(entries[1:]) == []
    assert suspects([entries[0]._replace(origin=origin), *entries[1:]]) == []


def test_alternative_texts_are_counted_by_category(site: SiteMaker) -> None:
    archive = site({
        "posts/a.md": post(
            body='<img src="a.png" alt="船"><img src=b.png alt=""><IMG src=c.png>', categories="晚报"
        ),
        "posts/b.md": post(body="![](d.png)\n\n![船](e.png)", categories="日报"),
        "posts/c.md": post(body="![船](e.png)", categories="周报"),
        "posts/d.md": post(body="![](d.png)", categories="日报", draft="true"),
    })  # fmt: skip
    keep(archive.root, f"{HOST}/a.png", picture())
    texts = [one.message for one in found(archive, "picture") if one.code == "picture.alt"]
    assert sorted(texts) == [
        "日报: 1 of 2 pictures have no alternative text",
        "晚报: 2 of 3 pictures have no alternative text",
    ]


def test_the_bytes_of_the_last_months(site: SiteMaker) -> None:
    entries = [
        kept(f"{month}.png", 2_000_000, when=f"2022-0{month}-01T00:00:00Z", digest=f"a{month}")
        for month in range(1, 6)
    ]
    again = kept("again.png", 2_000_000, when="2022-05-02T00:00:00Z", digest="a1")
    (text,) = message(site, "picture.bytes", *entries, again)
    assert text == ("5 kept pictures, 10.0 MB; by month: 2022-05 2.0 MB, 2022-04 2.0 MB, 2022-03 2.0 MB")


def test_of_a_store_in_a_bucket_only_what_is_noted_is_told(site: SiteMaker) -> None:
    config = "title: 旧闻馆\npictures: {store: 's3://archive'}\n"
    archive = site({"posts/a.md": post()}, config)
    known(archive.root, kept("a.png"))
    assert "picture.unstored" not in {one.code for one in found(archive, "picture")}
    noted = Noted(note_file(archive.root / ".backfile", "s3://archive"), is_stored_name)
    noted.replace({stored_name("b" * 64)})
    assert {"picture.unstored", "picture.orphan"} <= {one.code for one in found(archive, "picture")}
