"""Static files of themes are copied as they are; scripts that a theme names are minified."""

from __future__ import annotations

import pytest

from generator.core.errors import ThemeError
from tests.conftest import SiteMaker
from tests.sites import Site, post

SCRIPT = """\
/*! Licence of it */
// What it does.
const  pattern = /[/]{2,}/; /* inside */
alert("// no comment", pattern);
"""


def with_theme(site: SiteMaker, minify: str) -> Site:
    theme = {
        "../themes/own/theme.yaml": f"inherits: default\nminify: [{minify}]\n",
        "../themes/own/assets/own.js": SCRIPT,
        "../themes/own/assets/script.js": SCRIPT,
        "../themes/own/templates/home.html": '<script src="{{ root }}{{ asset("own.js") }}"></script>',
    }
    return site({"posts/a.md": post(), **theme}, "title: x\ntheme: own\n")


def scripts(one: Site) -> dict[str, str]:
    """Return the scripts of the site by the beginning of their names."""
    paths = [path for path in one.tree() if path.startswith("assets/") and path.endswith(".js")]
    return {path.split("/")[1].split(".")[0]: one.page(path) for path in paths}


def test_a_script_is_minified_if_its_theme_says_so(site: SiteMaker) -> None:
    one = with_theme(site, "own.js")
    one.build()
    found = scripts(one)
    assert found["own"] == ('/*! Licence of it */const pattern=/[/]{2,}/;alert("// no comment",pattern);')
    # The default theme minifies its own script of this name, not the one in its place.
    assert found["script"] == SCRIPT
    assert "//" not in found["search-page"]
    assert one.tree() == one.clean_tree()


def test_a_script_has_another_address_when_it_is_minified(site: SiteMaker) -> None:
    one = with_theme(site, "")
    one.build()
    before = set(one.tree())
    assert scripts(one)["own"] == SCRIPT
    one.write({"themes/own/theme.yaml": "inherits: default\nminify: [own.js]\n"}).build()
    assert len([path for path in before - set(one.tree()) if path.startswith("assets/own.")]) == 1
    assert one.tree() == one.clean_tree()


@pytest.mark.parametrize("name", ["none.js", "own.css", "../templates/home.html"])
def test_only_scripts_of_the_theme_can_be_minified(site: SiteMaker, name: str) -> None:
    with pytest.raises(ThemeError, match=rf"themes/own/theme.yaml: minify: there is no script '{name}'"):
        with_theme(site, name).build()
