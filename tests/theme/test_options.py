"""The options of a theme: declared in theme.yaml, checked in site.yaml, and what becomes of them."""

from __future__ import annotations

import pytest

from generator.core.errors import ConfigError, ThemeError
from generator.theme.options import contrast
from tests.conftest import SiteMaker
from tests.sites import Site, post

PAGE = "2021/12/28/p.html"
OWN = {
    "../themes/own/theme.yaml": """\
inherits: default
options:
  motto: text
  shade: {kind: colour, property: --shade}
  size: {kind: choice, choices: [small, large]}
  further: links
  free: any
""",
    "../themes/own/templates/post.html": "{{ site.options | tojson }}",
}
DECLARED = (
    "accent", "accent_dark", "text_font", "headline_font", "logo", "favicon", "navigation", "home_layout",
    "list_pictures", "footer", "head",
)  # fmt: skip
LINK = "write {title: 关于, url: about.html}"


def with_options(site: SiteMaker, lines: str, theme: str = "default") -> Site:
    config = f"title: x\ntheme:\n  name: {theme}\n  options:\n    {lines}\n"
    return site({"posts/p.md": post(), **(OWN if theme == "own" else {})}, config)


@pytest.mark.parametrize(
    ("lines", "place", "option", "message", "hint"),
    [
        ("acent: '#123'", (5, 5), "acent", 'is not an option of the theme "default"',
         'did you mean "accent"?'),
        ("footer: f\n    size: 3", (6, 5), "size", 'is not an option of the theme "default"',
         f"known: {', '.join(DECLARED)}"),
        ("accent: red", (5, 5), "accent", 'must be a colour, not "red"',
         'write for example "#1d4f8f", in quotes'),
        ("accent: '#d8a'", (5, 5), "accent", "#d8a has a contrast of 2.5 to 1 on #fdfcf9, and text needs 4.5",
         "make it darker"),
        ("accent_dark: '#345'", (5, 5), "accent_dark",
         "#345 has a contrast of 1.8 to 1 on #171614, and text needs 4.5", "make it lighter"),
        ("home_layout: colums", (5, 5), "home_layout",
         'must be "columns" or "headlines" or "days", not "colums"', 'did you mean "columns"?'),
        ("text_font: 'x; } body { color: red'", (5, 5), "text_font",
         'must be names of fonts, not "x; } body { color: red"',
         """write for example '"Noto Serif SC", serif'"""),
        ("logo: /a.png", (5, 5), "logo", '"/a.png" begins with a slash',
         "leave it out, then it is from the root"),
        ("logo: 'javascript:x'", (5, 5), "logo", 'must be an http or https address, not "javascript:x"',
         "write it as https://example.org/"),
        ("footer: [a]", (5, 5), "footer", "must be text", "write it after the colon, in quotes if need be"),
        ("navigation: foo", (5, 5), "navigation", "must be a list of links", f"{LINK} after a hyphen"),
        ("navigation:\n      - {title: a, url: a.html}\n      - {title: b}", (7, 9), "navigation",
         "has an item that is not a title and a url", LINK),
        ("navigation:\n      - {title: b, url: /b.html}", (6, 20), "navigation.url",
         '"/b.html" begins with a slash', "leave it out, then it is from the root"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_places(
    site: SiteMaker, lines: str, place: tuple[int, int], option: str, message: str, hint: str
) -> None:
    with pytest.raises(ConfigError) as error:
        with_options(site, lines).build()
    (problem,) = error.value.problems
    assert (problem.path, problem.line, problem.column) == ("site.yaml", *place)
    assert (problem.message, problem.hint) == (f"theme.options.{option}: {message}", hint)


def test_all_mistakes_are_told_at_once(site: SiteMaker) -> None:
    with pytest.raises(ConfigError) as error:
        with_options(site, "accent: red\n    logo: /x\n    nonsense: 1").build()
    assert [problem.line for problem in error.value.problems] == [5, 6, 7]


def test_a_theme_declares_its_own_and_has_those_it_inherits(site: SiteMaker) -> None:
    one = with_options(site, "motto: 2021\n    footer: f\n    free: {a: [1]}", "own")
    one.build()
    shown = one.page(PAGE)
    for text in ('"motto": 2021', '"footer": "f"', '"free": {"a": [1]}', '"size": "small"',
                 '"shade": ""', '"further": null', '"home_layout": "columns"'):  # fmt: skip
        assert text in shown
    with pytest.raises(ConfigError, match=r'site.yaml:5:5: theme.options.size: must be "small" or "large"'):
        one.write({"site.yaml": one.page("../site.yaml").replace("motto: 2021", "size: huge")}).build()


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("txet", r"theme.yaml:3:3: options.a.kind: must be .* not \"txet\" \(did you mean \"text\"\?\)"),
        ("{kind: choice}", "theme.yaml: options.a: a choice needs its `choices`"),
        (
            "{kind: text, property: --a}",
            "theme.yaml: options.a: only colours and fonts can have a `property`",
        ),
        ("{kind: colour, property: a}", "theme.yaml:3:21: options.a.property: must be the name of a custom"),
        ("{kind: colour, on: [white]}", "theme.yaml:3:26: options.a.on: must be a colour"),
        ("{knid: text}", 'theme.yaml:3:7: options.a.knid: is not an option .did you mean "kind"'),
    ],
)
def test_a_declaration_that_makes_no_sense_is_told(site: SiteMaker, option: str, message: str) -> None:
    manifest = f"inherits: default\noptions:\n  a: {option}\n"
    one = site({"posts/p.md": post(), "../themes/own/theme.yaml": manifest}, "title: x\ntheme: own\n")
    with pytest.raises((ConfigError, ThemeError), match=message):
        one.build()


def style(one: Site) -> str:
    (path,) = [path for path in one.tree() if path.startswith("assets/style.")]
    assert f'href="../../../{path}"' in one.page(PAGE)
    return one.page(path)


def test_colours_and_fonts_become_custom_properties_of_the_one_style_sheet(site: SiteMaker) -> None:
    one = with_options(site, "footer: f")
    one.build()
    plain = style(one)
    font = """'"Noto Serif SC", serif'"""
    one.write({"site.yaml": one.page("../site.yaml") + f"    accent: '#1d4f8f'\n    text_font: {font}\n"})
    one.build()
    assert style(one) == (
        f'{plain}\n:root {{\n  --site-accent: #1d4f8f;\n  --site-sans: "Noto Serif SC", serif;\n}}\n'
    )
    assert one.tree() == one.clean_tree()
    for name in ("--site-accent", "--site-accent-dark", "--site-sans", "--site-serif"):
        assert f"var({name}" in plain


def test_what_options_show(site: SiteMaker) -> None:
    one = with_options(
        site, 'head: \'<meta name="a" content="b">\'\n    logo: mark.svg\n    footer: <b>f</b>'
    )
    one.build()
    page = one.page(PAGE)
    assert '<meta name="a" content="b">\n</head>' in page
    assert '<img class="logo" src="../../../mark.svg" alt="" width="64" height="64">' in page
    assert "&lt;b&gt;f&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("layout", "parts"),
    [
        ("columns", {"leads", "latest", "day", "sections"}),
        ("headlines", {"leads", "latest", "lines", "sections"}),
        ("days", {"latest", "day"}),
    ],
)
def test_layouts_of_the_home_page(site: SiteMaker, layout: str, parts: set[str]) -> None:
    files = {f"posts/{n}.md": post(slug=f"p{n}", categories="c") for n in range(4)}
    one = site(files, f"title: x\ntheme: {{name: default, options: {{home_layout: {layout}}}}}\n")
    one.build()
    main = one.page("index.html").partition("<main")[2]
    assert f'class="front front-{layout}"' in main
    found = {part for part in ("leads", "latest", "day", "lines", "sections") if f'class="{part}"' in main}
    assert found - {"lines"} == parts - {"lines"}
    assert ('<section class="latest">\n<h2>最新</h2>\n<ol class="lines">' in main) == ("lines" in parts)


def test_contrast() -> None:
    assert contrast("#000", "#ffffff") == 21
    assert round(contrast("#777777", "#fff"), 2) == 4.48
