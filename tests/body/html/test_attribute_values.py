from __future__ import annotations

import pytest

from generator.body.html.attribute_values import checked, has_name

KEPT = [
    ("img", "width", "640"),
    ("td", "colspan", "2"),
    ("td", "rowspan", "0"),
    ("ol", "start", "-3"),
    ("ol", "type", "A"),
    ("p", "dir", "rtl"),
    ("p", "lang", "zh-Hant-TW"),
    ("p", "lang", ""),
    ("time", "datetime", "2021-12-28"),
    ("time", "datetime", "2021-12"),
    ("time", "datetime", "2021-12-28T07:35+08:00"),
    ("time", "datetime", "PT2H30M"),
    ("time", "datetime", "07:35"),
    ("ins", "datetime", "2021-12-28 07:35:22Z"),
    ("source", "media", "screen and (min-width: 30em)"),
    ("source", "type", 'video/mp4; codecs="avc1.42E01E, mp4a.40.2"'),
    ("source", "sizes", "(min-width: 20em) calc(50vw - 2em), 100vw"),
    ("data", "value", "anything at all"),
]
GONE = [
    ("img", "width", "100%"),
    ("img", "height", "auto"),
    ("img", "height", "-3"),
    ("td", "colspan", "0"),
    ("td", "colspan", "x"),
    ("td", "rowspan", "-1"),
    ("th", "scope", "x"),
    ("ol", "type", "disc"),
    ("li", "value", "b"),
    ("p", "dir", "up"),
    ("p", "lang", "chinese"),
    ("p", "lang", "not a language"),
    ("p", "aria-hidden", "maybe"),
    ("time", "datetime", "昨天"),
    ("time", "datetime", "2021-02-30"),
    ("del", "datetime", "2021"),
    ("del", "datetime", "2021-12-28T07:35"),
    ("video", "preload", "always"),
    ("track", "kind", "x"),
    ("source", "media", "bad("),
    ("source", "type", "x"),
    ("source", "sizes", "50%"),
]
MENDED = [
    ("img", "width", "12.5", "12"),
    ("img", "width", " 640px ", "640"),
    ("td", "colspan", "1001", "1000"),
    ("td", "rowspan", "99999", "65534"),
    ("td", "align", "CENTER", "center"),
    ("ol", "start", " 5 ", "5"),
    ("ol", "reversed", "1", ""),
    ("details", "open", "open", ""),
    ("p", "lang", "zh_CN", "zh-CN"),
    ("p", "dir", "RTL", "rtl"),
]


@pytest.mark.parametrize(("element", "name", "value"), KEPT)
def test_values_that_stay(element: str, name: str, value: str) -> None:
    assert checked(element, name, value) == value


@pytest.mark.parametrize(("element", "name", "value"), GONE)
def test_values_that_go(element: str, name: str, value: str) -> None:
    assert checked(element, name, value) is None


@pytest.mark.parametrize(("element", "name", "value", "expected"), MENDED)
def test_values_that_are_mended(element: str, name: str, value: str, expected: str) -> None:
    assert checked(element, name, value) == expected
    assert checked(element, name, expected) == expected


@pytest.mark.parametrize("value", ["(" * 5_000, "and " * 5_000 + "x", "1px, " * 5_000 + "x", "a/b; " * 5_000])
def test_hostile_values_take_no_time(value: str) -> None:
    assert [checked("source", name, value) for name in ("media", "sizes", "type", "lang")] == [None] * 4


def test_what_a_voice_can_name() -> None:
    assert has_name("section")
    assert has_name("a")
    assert not has_name("div")
