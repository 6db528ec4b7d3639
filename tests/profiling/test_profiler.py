"""A build that is measured makes the same output, and its workers' figures come together."""

from __future__ import annotations

import pytest

from generator.core.errors import ThemeError
from generator.core.paths import SitePaths
from generator.pipeline.build import Options, build
from generator.profiling.profile import Part, Profile
from generator.profiling.profiler import Profiler
from generator.reporting.report import Report, Reporter
from tests.conftest import SiteMaker
from tests.sites import NOW, Site, post

pytestmark = pytest.mark.slow

POSTS = {f"posts/{number}.md": post(slug=f"p{number}", categories="[a]") for number in range(150)}
GAZETTE = {
    "../themes/gazette/theme.yaml": "inherits: default\n",
    "../themes/gazette/templates/post.html": (
        '{% extends "default/post.html" %}\n{% block meta %}{{ super() }}<p>{{ post.slug }}{% endblock %}'
    ),
}


def profiled(site: Site, jobs: int = 1) -> Profile:
    report = Report()
    profiler = Profiler(report)
    build(SitePaths.of(site.root), Options(NOW, jobs, executors=profiler.executor), Reporter(), report)
    assert profiler.profile is not None
    return profiler.profile


@pytest.mark.parametrize("jobs", [1, 2])
def test_output_is_the_same(site: SiteMaker, jobs: int) -> None:
    one = site(POSTS)
    profiled(one, jobs)
    assert one.tree() == one.clean_tree()


@pytest.mark.parametrize("jobs", [1, 2])
def test_everything_is_counted(site: SiteMaker, jobs: int) -> None:
    found = profiled(site(POSTS), jobs)
    posts = found.outputs["post"]
    assert posts.count == 150
    assert 0 < posts.bodies < posts.seconds
    assert 0 < posts.templates < posts.seconds
    assert posts.size > 150_000
    assert {"home", "term", "day", "feed", "404", "robots"} <= set(found.outputs)
    assert found.parts[Part("post.html", "block", "body")].calls == 150
    assert {"read", "render"} <= set(found.workers)
    assert found.workers["render"].cpu >= sum(one.seconds for one in found.outputs.values())


def test_nothing_is_measured_unasked(site: SiteMaker) -> None:
    assert "profile" not in site(POSTS).build().as_json()
    assert "profile" not in Profiler(Report()).as_json()


@pytest.mark.parametrize("measured", [False, True])
def test_mistakes_of_a_theme_are_told_as_ever(site: SiteMaker, measured: bool) -> None:
    one = site(GAZETTE | {"posts/a.md": post()}, config="title: t\ntheme: gazette\n")
    with pytest.raises(ThemeError) as error:
        profiled(one) if measured else one.build()
    assert str(error.value) == (
        "gazette/templates/post.html:2: 'generator.theme.view_models.Post object' has no attribute 'slug' "
        "(while rendering content/posts/a.md)"
    )
