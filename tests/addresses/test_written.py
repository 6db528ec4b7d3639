"""Addresses that authors write are kept to the letter, or are refused with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.addresses.written import UnservableError, is_kept, output_path, request_path


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "index.html"),
        ("/a/b/", "a/b/index.html"),
        ("/a/b", "a/b.html"),
        ("/a/b.html", "a/b.html"),
        ("a//b/./c.htm", "a/b/c.htm"),
        ("/n/a.shtml", "n/a.shtml"),
        ("/n/A.HTM", "n/A.HTM"),
        ("/x.html/", "x.html/index.html"),
        ("/x.html/y.html", "x.html/y.html"),
        ("/a.php/", "a.php/index.html"),
        ("/release/v1.2", "release/v1.2.html"),
        ("/%E6%B1%9F/x.html", "江/x.html"),
        ("/a b(c)/d.html", "a b(c)/d.html"),
        ("/x.html?#", "x.html"),
    ],
)
def test_output_path(address: str, path: str) -> None:
    assert output_path(address) == path
    assert is_kept(address, path)


@pytest.mark.parametrize(("address", "path"), [("/con/x.html", "con-/x.html"), ("/a:b/x.html", "a-b/x.html")])
def test_a_name_that_not_every_system_has_is_changed(address: str, path: str) -> None:
    assert output_path(address) == path
    assert not is_kept(address, path)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://x.example/a", "names no host"),
        ("//x.example/a", "names no host"),
        ("/../../etc/passwd", "climb out"),
        ("/%2e%2e/x", "climb out"),
        ("/a\x00b", "control characters"),
        ("/a\\b", "backslashes"),
        ("/.well-known/a", "start with a dot"),
    ],
)
def test_output_path_refuses(address: str, reason: str) -> None:
    for read in (output_path, request_path):
        with pytest.raises(ValueError, match=reason) as caught:
            read(address)
        assert not isinstance(caught.value, UnservableError)


@pytest.mark.parametrize(
    ("address", "reason", "asked"),
    [
        ("/show.php?id=3", "from \\? on", "show.php?id=3"),
        ("/?p=12", "from \\? on", "?p=12"),
        ("/a/?q=江 b", "from \\? on", "a/?q=%E6%B1%9F%20b"),
        ("/go?to=http://x.example/", "from \\? on", "go?to=http://x.example/"),
        ("/n/a.asp", "programs, such as those behind .asp", "n/a.asp.html"),
        ("/n/a.JSP", "programs", "n/a.JSP.html"),
        ("/cgi-bin/a.cgi", "programs", "cgi-bin/a.cgi.html"),
        ("/a.xml", "no pages at addresses with .xml", "a.xml.html"),
        ("/a.xhtml", "no pages", "a.xhtml.html"),
    ],
)
def test_what_no_static_host_answers(address: str, reason: str, asked: str) -> None:
    with pytest.raises(UnservableError, match=reason):
        output_path(address)
    assert request_path(address) == asked


def test_no_server_sees_a_fragment() -> None:
    for read in (output_path, request_path):
        with pytest.raises(UnservableError, match="from # on"):
            read("/a.html#b")


@given(st.text(max_size=80))
def test_output_paths_never_leave_the_output(address: str) -> None:
    for read in (output_path, request_path):
        try:
            path = read(address)
        except ValueError:
            continue
        assert not path.startswith("/")
        if "?" not in path:
            parts = path.split("/")
            assert not {"", ".", ".."} & set(parts)
            assert parts[-1].lower().endswith((".html", ".htm", ".shtml"))
