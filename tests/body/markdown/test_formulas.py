from __future__ import annotations

import subprocess
import sys
import time

import pytest

from generator.body.html.mathml import unreadable_formulas
from generator.body.html.pipeline import finish
from generator.body.markdown.convert import to_html
from generator.body.options import BodyRules, Place

ENGINES = ("comrak", "python-markdown")
RULES = BodyRules(math=True)
PAGE = Place("", "content/posts/a.md")


def html(text: str, engine: str = "comrak", rules: BodyRules = RULES) -> str:
    return to_html(text, engine, rules).strip()


def shown(text: str, engine: str = "comrak", place: Place = PAGE) -> str:
    return finish(html(text, engine), place, RULES)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲 $a*b*c_1_$ 乙", r'甲 <span class="math inline">\(a*b*c_1_\)</span> 乙'),
        ("甲$x$乙", r'甲<span class="math inline">\(x\)</span>乙'),
        (r"\(a<b\)", r'<span class="math inline">\(a&lt;b\)</span>'),
        ("甲 $$x_1*2*3~4~5$$", r'甲 <span class="math display">\[x_1*2*3~4~5\]</span>'),
        ("$$\nx\n$$", r'<span class="math display">\[x\]</span>'),
        (r"\[x\]", r'<span class="math display">\[x\]</span>'),
    ],
)
def test_formulas_are_marked_and_unharmed(engine: str, text: str, expected: str) -> None:
    assert expected in html(text, engine)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "text",
    [
        "$5 和 $6",
        "价格 $5,约 $6。",
        "$5，$6",
        "甲 $ x$ 乙",
        "甲 $x $ 乙",
        "$x$2",
        "`$x$`",
        "~~~\n$x$\n~~~",
        r"\$x\$",
    ],
)
def test_prices_and_code_are_text(engine: str, text: str) -> None:
    assert "math" not in html(text, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_without_the_setting_a_dollar_is_a_dollar(engine: str) -> None:
    assert html("$x$ $$y$$", engine, BodyRules()) == "<p>$x$ $$y$$</p>"


@pytest.mark.parametrize("engine", ENGINES)
def test_pages_have_mathml(engine: str) -> None:
    assert shown("$x^2$", engine) == (
        '<p><span class="post-math post-inline"><math display="inline"><semantics>'
        "<mrow><msup><mi>x</mi><mn>2</mn></msup></mrow>"
        '<annotation encoding="application/x-tex">x^2</annotation></semantics></math></span></p>'
    )
    assert '<math display="block">' in shown("$$x^2$$", engine)


def test_feeds_have_the_source() -> None:
    place = Place("https://a.example/", "content/posts/a.md", {}, "a.html")
    assert shown("$x^2$", place=place) == r'<p><span class="post-math post-inline">\(x^2\)</span></p>'


def test_a_finished_body_can_be_finished_again() -> None:
    once = shown(r"$a<b$ 与 $$\frac{x}{y}$$ 与 $\foo$")
    assert finish(once, PAGE, RULES) == once


@pytest.mark.parametrize(
    ("source", "absent"),
    [
        (r"\href{javascript:alert(1)}{x}", "href"),
        (r"\class{a}{x}", "class=a"),
        (r"\style{color:red}{x}", "style"),
        (r"\text{<img src=x onerror=alert(1)>}", "<img"),
        (r"</annotation><script>x</script>", "<script"),
        (r"\color{red\" onclick=\"x}{y}", 'onclick="'),
    ],
)
def test_formulas_can_do_no_harm(source: str, absent: str) -> None:
    written = shown(f"$$ {source} $$").partition("<annotation")
    assert absent not in written[0]
    assert "<script" not in written[2]
    assert "<img" not in written[2]


@pytest.mark.parametrize("source", [r"\foo{x}", "x_{", r"\frac{a", "{" * 300, "x" * 5_000])
def test_a_formula_that_cannot_be_read_stays(source: str) -> None:
    raw = f'<span class="math inline">\\({source}\\)</span>'
    assert list(unreadable_formulas(raw)) == [source]
    assert source in finish(raw, PAGE, RULES)


def test_the_library_is_imported_late() -> None:
    code = "import sys, generator.body.html.pipeline; print('latex2mathml' in sys.modules)"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output == "False\n"


@pytest.mark.slow
@pytest.mark.parametrize("text", ["$a" * 50_000, "\\(" * 70_000, "$$x" * 30_000, "$x$ " * 20_000])
def test_many_marks_take_little_time(text: str) -> None:
    started = time.process_time()
    finish(html(text), PAGE, RULES)
    assert time.process_time() - started < 2
