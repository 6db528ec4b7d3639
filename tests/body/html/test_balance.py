from __future__ import annotations

import re

import pytest
from hypothesis import given

from generator.body.html import balance as module
from generator.body.html.balance import balance
from generator.body.html.elements import VOID, names
from generator.body.limits import BodyError
from tests.body.soup import soups

NAMES = names("a b blockquote br div i iframe img li option p pre select span svg table tbody td tr ul")
_TAG = re.compile(r"<(/?)([a-zA-Z]+)(?:=\s*\"[^\"]*\"|=\s*'[^']*'|[^>])*?>")
#: Nothing to look at, but enough of it that HTML is written anew.
MANY = "<br>" * 300


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a</p>", "<p>a</p>"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        (
            "<table><tr><td>a<td><b>b<tr><td>c</table>",
            "<table><tr><td>a</td><td><b>b</b></td></tr><tr><td>c</td></tr></table>",
        ),
        ("<td>a</td>", "a"),
        ("<div><b>a</div>b", "<div><b>a</b></div>b"),
        ("<b><i>a</b>b</i>", "<b><i>a</i></b>b"),
        ("</div>a</p>", "a"),
        ("<div><table><tr><td></div>a</table></div>", "<div><table><tr><td>a</td></tr></table></div>"),
        ("<P CLASS=x>a</P >", "<P CLASS=x>a</p>"),
        ("<x>a</x><o:p>b</o:p><c-d>c", "abc"),
        ("a<!-- <p> -->b<!-->c<!--->d<!--x--!>e", "abcde"),
        ("a<!doctype html>b<?php x ?>c</ p>d</>e", "abcde"),
        ("<![CDATA[<b>]]>a", "]]>a"),
        ("<script><p></script>a<style></p></style>b<title><b></title>", "ab"),
        ("<iframe src=x><p></iframe>a", "<iframe src=x></iframe>a"),
        ("<svg><path/><title><p></title></svg>a", "<svg></svg>a"),
        ("<p title='</p>' lang=\"<b>\">a</p>", "<p title='</p>' lang=\"<b>\">a</p>"),
        ("<p a'b=c>d</p>", "<p a'b=c>d</p>"),
        ('<p ="x>y">z</p>', '<p ="x>y">z</p>'),
        ("<p a = 'x>'>y</p>", "<p a = 'x>'>y</p>"),
        ("<p a=x'>'>y</p>", "<p a=x'>'>y</p>"),
        ("<br/><img src=a/>b", "<br/><img src=a/>b"),
        ("a < b <3 <", "a &lt; b &lt;3 &lt;"),
        ("a<p title='", "a"),
        ("a<p", "a"),
        ("a<script>b", "a"),
        ("<select><option>a<option>b</select>", "<select><option>a</option><option>b</option></select>"),
    ],
)
def test_large_html_is_written_anew(html: str, expected: str) -> None:
    assert balance(MANY + html, NAMES) == MANY + expected


@pytest.mark.parametrize("html", ["<p>a<p>b", "<div><b>a</div>", "<!-- a -->b", "a < b", "<SPAN>", ""])
def test_small_html_of_known_elements_stays_as_it_is(html: str) -> None:
    assert balance(html, NAMES) == html


@pytest.mark.parametrize("html", ["<p>a<x>b</p>", "<p>a<X-Y z>b</p>"])
def test_small_html_with_unknown_elements_does_not(html: str) -> None:
    assert balance(html, NAMES) == "<p>ab</p>"


def test_long_plain_html_stays_as_it_is() -> None:
    html = "<p>a</p>" * 40_000
    assert balance(html, NAMES) == html


@given(soups)
def test_every_element_is_closed_in_order(soup: str) -> None:
    open_elements: list[str] = []
    for closing, name in _TAG.findall(_balanced(soup)):
        if closing:
            assert open_elements.pop() == name.lower()
        elif name.lower() not in VOID:
            open_elements.append(name.lower())
    assert open_elements == []


@given(soups)
def test_what_is_balanced_stays_as_it_is(soup: str) -> None:
    once = _balanced(soup)
    assert _balanced(once) == once


def _balanced(html: str) -> str:
    return module._Balancer(html, NAMES).run()


@pytest.mark.parametrize("depth", [256, 257])
def test_the_depth_that_is_allowed(depth: int) -> None:
    html = "<div>" * depth + "a" + "</div>" * depth
    if depth == 256:
        assert balance(html, NAMES) == html
    else:
        with pytest.raises(BodyError, match="nested more than 256 deep"):
            balance(html, NAMES)
