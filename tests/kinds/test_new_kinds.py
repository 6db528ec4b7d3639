"""A kind of output is one module and one line in the list: two kinds from outside do all that kinds do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.core.paths import SitePaths
from generator.explain.explain import explain
from generator.kinds import registry
from generator.kinds.kind import Kind
from generator.kinds.reference import addresses
from tests.checks.checking import found
from tests.conftest import SiteMaker
from tests.kinds.extra.table import TableKind
from tests.kinds.extra.weekday import WeekdayKind
from tests.preview.previews import preview_of
from tests.sites import NOW, Site, post
from tests.test_edits import CONFIG, EDITS, archive

_TEMPLATE = """{% extends "base.html" %}
{% block main %}{% for one in posts %}<p><a href="{{ root }}{{ one.url }}">{{ one.title }}</a>
{{ one.category.title if one.category }}</p>{% endfor %}{% endblock %}
"""
_THEME = {
    "themes/weekly/theme.yaml": "name: weekly\ninherits: default\n",
    "themes/weekly/templates/weekday.html": _TEMPLATE,
}
_CONFIG = CONFIG + "theme: weekly\n"
EXTRA: tuple[type[Kind], ...] = (WeekdayKind, TableKind)


@pytest.fixture
def more_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the two kinds to the list: one line."""
    monkeypatch.setattr(registry, "KINDS", (*registry.KINDS, *EXTRA))


def larger(site: SiteMaker) -> Site:
    return site(archive(), _CONFIG).write(_THEME)


@pytest.mark.slow
@pytest.mark.usefixtures("more_kinds")
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_incremental_equals_clean(site: SiteMaker, edit: Callable[[Site], object]) -> None:
    one = larger(site)
    one.build()
    assert {"weekday/monday.html", "posts.tsv"} <= set(one.tree())
    edit(one)
    one.build()
    assert one.tree() == one.clean_tree()


@pytest.mark.slow
@pytest.mark.usefixtures("more_kinds")
def test_nothing_changed_and_one_more_post(site: SiteMaker) -> None:
    one = larger(site)
    one.build()
    assert one.build().written == 0
    one.write({"content/posts/2021-12-27-more.md": post("又一篇", "2021-12-27 08:00:00 +0800")})
    before = one.tree()
    one.build()
    after = one.tree()
    changed = {path for path in after if after[path] != before.get(path)}
    assert {"weekday/monday.html", "posts.tsv"} <= changed
    assert "weekday/tuesday.html" not in changed


@pytest.mark.slow
def test_kinds_come_and_go(site: SiteMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    one = larger(site)
    one.build()
    plain = one.tree()
    with monkeypatch.context() as patch:
        patch.setattr(registry, "KINDS", (*registry.KINDS, *EXTRA))
        one.build()
        assert {"weekday/monday.html", "posts.tsv"} <= set(one.tree())
    one.build()
    assert one.tree() == plain


@pytest.mark.usefixtures("more_kinds")
def test_explain(site: SiteMaker) -> None:
    one = larger(site)
    one.build()
    paths = SitePaths.of(one.root)
    page = "\n".join(explain(paths, "/weekday/monday.html", one.root, NOW))
    assert "It is the posts of weekday 1." in page
    assert "It shows 5 posts." in page
    assert "made with the template" in page
    table = "\n".join(explain(paths, "/posts.tsv", one.root, NOW))
    assert "It is the table of all posts." in table


@pytest.mark.usefixtures("more_kinds")
def test_check_knows_their_addresses(site: SiteMaker) -> None:
    links = "[甲](/weekday/monday.html) [乙](/posts.tsv) [丙](/weekday/noday.html)"
    one = larger(site).write({"content/posts/2021-12-20-links.md": post(body=links)})
    dead = found(one, "link")
    assert ["noday" in problem.message for problem in dead] == [True]


@pytest.mark.slow
@pytest.mark.usefixtures("more_kinds")
def test_the_preview_makes_them(site: SiteMaker) -> None:
    one = larger(site)
    one.build()
    with preview_of(one) as preview:
        preview.update()
        for path in ("weekday/monday.html", "posts.tsv"):
            assert preview.bytes_of(path) == one.tree()[path]


@pytest.mark.usefixtures("more_kinds")
def test_their_addresses_are_reserved(site: SiteMaker) -> None:
    reserved = registry.reserved()
    assert reserved.has("weekday/monday.html")
    assert reserved.has("posts.tsv", for_file=True)
    assert reserved.has("weekday", for_file=True)
    one = larger(site).write({"content/static/posts.tsv": "mine"})
    report = one.build()
    assert one.page("posts.tsv") != "mine"
    assert any("reserved" in problem.message for problem in report.problems)


@pytest.mark.usefixtures("more_kinds")
def test_the_table_of_addresses_names_them() -> None:
    assert "`/weekday/{weekday}.html`" in addresses()
    assert "`/posts.tsv`" in addresses()
