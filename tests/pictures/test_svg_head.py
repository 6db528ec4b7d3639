"""The size of an SVG is that of its first tag, as browsers lay it out."""

from __future__ import annotations

import pytest

from generator.pictures.svg_head import HEAD, svg_size


@pytest.mark.parametrize(
    ("tag", "size"),
    [
        ('<svg width="480" height="160"/>', (480, 160)),
        ("<svg height='160.4px' width='480' viewBox='0 0 9 9'>", (480, 160)),
        ('<svg viewBox="0 0 480 160">', (720, 240)),
        ('<svg width="100%" height="100%" viewBox="-1,-1,480,160">', (720, 240)),
        ('<svg width="480" viewBox="0 0 96.0 32.0">', (480, 160)),
        ('<svg height="160" viewBox="0 0 96 32">', (480, 160)),
        ('<svg stroke-width="3" data-height="4" viewBox="0 0 3 1">', (720, 240)),
        ('<svg aria-label="a > b" width="480" height="160">', (480, 160)),
    ],
)
def test_sizes(tag: str, size: tuple[int, int]) -> None:
    assert svg_size(tag.encode()) == size


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "<svg>",
        '<svg width="12cm" height="8cm">',
        '<svg width="12" height="-8">',
        '<svg viewBox="0 0 0 10">',
        '<svg viewBox="0 0 nan 10">',
        '<svg viewBox="0 0 10">',
        '<svg viewBox="0 0 1 999999999">',
        '<svg width="9999999" height="1">',
        '<html><svg width="1" height="1">',
        '<svgx width="1" height="1">',
        '<!-- <svg width="1" height="1"> -->',
        '<svg width="1" height="1"',
    ],
)
def test_what_has_no_size(tag: str) -> None:
    assert svg_size(tag.encode()) == (0, 0)


def test_what_may_stand_before_the_tag() -> None:
    start = (
        "\ufeff<?xml version='1.0'?>\n<!-- <svg width='1' height='1'> -->"
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd" [<!ENTITY a "b">]>\n'
    )
    assert svg_size(f"{start}<svg width='30' height='20'>".encode()) == (30, 20)


@pytest.mark.parametrize(
    "part", ["<!--", "<?", "<!DOCTYPE", "<!-- -->", " ", "<svg a='", '<svg "', "[", "<svg x "]
)
def test_a_hostile_head_takes_no_time(part: str) -> None:
    assert svg_size((part * HEAD)[:HEAD].encode()) == (0, 0)
