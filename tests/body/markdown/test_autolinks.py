from __future__ import annotations

import pytest

from generator.body.markdown.autolinks import drop_marks, mark_link_ends
from generator.body.markdown.convert import to_html
from generator.body.options import BodyRules


def html(text: str) -> str:
    return to_html(text, "comrak", BodyRules()).strip()


URL = '<a href="https://a.example/b">https://a.example/b</a>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.example/b。然后", f"{URL}。然后"),
        ("https://a.example/b，见", f"{URL}，见"),
        ("见https://a.example/b。再见https://a.example/b、然后", f"见{URL}。再见{URL}、然后"),
        ("（https://a.example/b）", f"（{URL}）"),
        ("“https://a.example/b”", f"“{URL}”"),
        ("https://a.example/b——来源", f"{URL}——来源"),
        ("https://a.example/b然后", f"{URL}然后"),
        ("https://a.example/b,然后", f"{URL},然后"),
        ("https://a.example/b😀", f"{URL}😀"),
        ("https://a.example/b\n然后", f"{URL}\n然后"),
        ("**https://a.example/b**。", f"<strong>{URL}</strong>。"),
        ("https://a.example/b**重点**", f"{URL}<strong>重点</strong>"),
        (
            "https://a.example/b?x=1&y=2，见",
            '<a href="https://a.example/b?x=1&amp;y=2">https://a.example/b?x=1&amp;y=2</a>，见',
        ),
        (
            "https://a.example/Élysée，见",
            '<a href="https://a.example/%C3%89lys%C3%A9e">https://a.example/Élysée</a>，见',
        ),
        ("www.a.example/b。见", '<a href="http://www.a.example/b">www.a.example/b</a>。见'),
        ("a@b.example。见", '<a href="mailto:a@b.example">a@b.example</a>。见'),
        ("链接=https://a.example/b。", f"链接={URL}。"),
        ("[x](/y)见https://a.example/b。", f'<a href="/y">x</a>见{URL}。'),
        ("https://a.example/b", URL),
    ],
)
def test_addresses_end_before_chinese(text: str, expected: str) -> None:
    assert html(text) == f"<p>{expected}</p>"


HAN = "https://a.example/%E8%B7%AF"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<https://a.example/路>。见", f'<p><a href="{HAN}">https://a.example/路</a>。见</p>'),
        ("[x](https://a.example/路)。见", f'<p><a href="{HAN}">x</a>。见</p>'),
        ("[x](<https://a.example/路>)见", f'<p><a href="{HAN}">x</a>见</p>'),
        ("![x](https://a.example/路.png)见", f'<p><img src="{HAN}.png" alt="x" />见</p>'),
        ("[x]\n\n[x]: https://a.example/路", f'<p><a href="{HAN}">x</a></p>'),
        ("<a href='https://a.example/路'>x</a>", "<p><a href='https://a.example/路'>x</a></p>"),
        ('<p><a href = "https://a.example/路">x</a>', '<p><a href = "https://a.example/路">x</a>'),
        ("[https://a.example/b。](/y)", '<p><a href="/y">https://a.example/b。</a></p>'),
        ("`https://a.example/b。`", "<p><code>https://a.example/b。</code></p>"),
        ("    https://a.example/b。", "<pre><code>https://a.example/b。\n</code></pre>"),
        ("|a|\n|-|\n|https://a.example/b|", None),
    ],
)
def test_addresses_that_are_marked_stay_whole(text: str, expected: str | None) -> None:
    result = html(text)
    assert result == expected if expected else f"<td>{URL}</td>" in result
    assert "\x1f" not in result


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("https://a.example/b. Then", "https://a.example/b. Then"),
        ("字 https://a.example/b 字", "字 https://a.example/b 字"),
        ("https://a.example/b。", "https://a.example/b\t\x1f。"),
        ("https://www.a.example/b**。", "https://www.a.example/b\t\x1f**。"),
        ("[https://a.example/b](https://a.example/路)", "[https://a.example/b](https://a.example/路)"),
        ("字\x1f字", "字字"),
    ],
)
def test_marks(text: str, expected: str) -> None:
    assert mark_link_ends(text) == expected
    assert drop_marks(expected) == text.replace("\x1f", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["http://", "://", "www.", "http://a](", "http://a。", '="http://', "http://*"]
)
def test_hostile_text_takes_no_time(unit: str) -> None:
    text = "字" + unit * (2_000_000 // len(unit))
    assert drop_marks(mark_link_ends(text)) == text
