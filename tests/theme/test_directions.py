"""Sites, posts and titles that are written from right to left, and languages without texts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from generator.theme.lookup import SHIPPED
from tests.checks.checking import found
from tests.conftest import SiteMaker
from tests.sites import Site, post

#: Properties that name a side of the screen; those that name a side of the text are for both directions.
_PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|(?:text-align|float): (?:left|right)"
    r"|(?<![-\w])(?:left|right): "
)
_FOUR_SIDES = re.compile(
    r"(?:margin|padding|inset): ?(?:[^;() ]+|\w+\([^)]*\))(?: (?:[^;() ]+|\w+\([^)]*\))){3};"
)


def built(site: SiteMaker, language: str, **posts: str) -> Site:
    one = site(
        {f"posts/{name}.md": text for name, text in posts.items()}, f"title: x\nlanguage: {language}\n"
    )
    one.build()
    return one


def attributes(site: Site, path: str, selector: str) -> tuple[object, object]:
    tag = BeautifulSoup(site.page(path), "lxml").select_one(selector)
    assert tag is not None
    return tag.get("lang"), tag.get("dir")


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("he-IL", "rtl"), ("fa", "rtl"), ("zh-CN", None), ("de", None)]
)
def test_every_page_has_the_direction_of_the_site(
    site: SiteMaker, language: str, direction: str | None
) -> None:
    one = built(site, language, a=post("x", categories="c", tags="[t]", aliases="/old.html"))
    pages = [path for path in one.tree() if path.endswith(".html")]
    assert len(pages) > 10
    assert {attributes(one, path, "html") for path in pages} == {(language, direction)}
    assert json.loads(one.page("manifest.webmanifest"))["dir"] == (direction or "ltr")


def test_a_post_in_a_language_of_the_other_direction_says_so(site: SiteMaker) -> None:
    one = built(site, "zh-CN", a=post("שלום, נמל!", lang="he"), b=post("甲", lang="en"), c=post("乙"))
    for selector in (".article", "h1"):
        assert attributes(one, "2021/12/28/a.html", selector) == ("he", "rtl")
        assert attributes(one, "2021/12/28/b.html", selector) == ("en", None)
        assert attributes(one, "2021/12/28/c.html", selector) == (None, None)


def test_so_does_a_post_in_a_site_that_is_written_from_right_to_left(site: SiteMaker) -> None:
    other = built(site, "ar", a=post("甲", lang="zh-CN"), b=post("خبر", lang="fa"))
    assert attributes(other, "2021/12/28/a.html", ".article") == ("zh-CN", "ltr")
    assert attributes(other, "2021/12/28/b.html", ".article") == ("fa", None)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "title", "direction"),
    [
        ("zh-CN", "خبر من الميناء!", "rtl"), ("zh-CN", "2021: خبر", "rtl"), ("zh-CN", "港口 خبر", None),
        ("zh-CN", "甲", None), ("zh-CN", "123", None), ("he", "Ferry times (winter)!", "ltr"),
        ("he", "甲", "ltr"), ("he", "שלום", None), ("he", "123", None), ("ar", "خبر Ferry", None),
    ],
)  # fmt: skip
def test_a_title_in_lists_has_the_direction_of_its_first_letter(
    site: SiteMaker, language: str, title: str, direction: str | None
) -> None:
    one = built(site, language, a=post(title, categories="c"))
    for path in ("index.html", "category/c.html", "archive/2021/12.html"):
        links = BeautifulSoup(one.page(path), "lxml").select('a[href$="28/a.html"]')
        assert {link.get("dir") for link in links} == {direction}, path


@pytest.mark.parametrize(("language", "is_rtl"), [("en", False), ("ar", True)])
def test_time_in_the_heat_map_runs_as_the_text_does(site: SiteMaker, language: str, is_rtl: bool) -> None:
    one = built(site, language, a=post(date="2021-01-05"), b=post(date="2021-06-15"))
    paths = BeautifulSoup(one.page("archive/2021.html"), "lxml").select(".heatmap a path")
    january, june = (int(re.split("[Mh ]", str(path["d"]))[1]) for path in paths)
    assert (january > june) is is_rtl


@pytest.mark.parametrize(
    "sheet",
    [path for folder in SHIPPED for path in sorted(folder.glob("*/assets/*.css"))],
    ids=lambda path: path.name,
)
def test_style_sheets_name_no_side_of_the_screen(sheet: Path) -> None:
    text = sheet.read_text("utf-8")
    assert _PHYSICAL.findall(text) == []
    for sides in _FOUR_SIDES.findall(text):
        values = re.findall(r"[^;() ]+\([^)]*\)|[^;() ]+", sides.partition(":")[2].rstrip(";"))
        assert values[1] == values[3], sides


def test_a_language_without_texts_is_reported_once_with_line_and_cure(site: SiteMaker) -> None:
    one = site({f"posts/{n}.md": post(f"{n}") for n in range(3)}, "title: x\nlanguage: nl-BE\n")
    (problem,) = one.build().problems
    assert (problem.path, problem.line, problem.column, problem.code) == (
        "site.yaml",
        2,
        1,
        "language.texts",
    )
    assert problem.severity == "warning"
    assert "in the language nl-BE" in problem.message
    assert "English" in problem.message
    cure = "themes/NAME/strings/nl-BE.yaml, and inherits: default into themes/NAME/theme.yaml"
    assert problem.hint == f"write them into {cure}"
    assert ">Home<" in one.page("index.html")
    assert found(one, "language") == [problem]


def test_a_language_that_a_theme_completes_is_not_reported(site: SiteMaker) -> None:
    english = (SHIPPED[-1] / "default" / "strings" / "en.yaml").read_text("utf-8")
    one = site({"posts/a.md": post()}, "title: x\nlanguage: nl\ntheme: own\n")
    one.write({"themes/own/theme.yaml": "inherits: default\n", "themes/own/strings/nl.yaml": english})
    assert one.build().problems == ()
    one.write({"themes/own/strings/nl.yaml": english.replace("\nhome:", "\nhuis:")})
    (problem,) = one.build().problems
    assert "lacks 1 text in the language nl (home)" in problem.message
    assert problem.hint == "write them into themes/own/strings/nl.yaml"
