"""What all outputs of a kind share, besides what each is made from on its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from generator import __version__
from generator.body.options import BodyRules
from generator.core.digests import digest_values
from generator.formats.robots import Robots
from generator.formats.web_manifest import Manifest
from generator.kinds.feeds import FeedExtent
from generator.system.versions import version
from generator.theme.inputs import Inputs, Look
from generator.theme.lookup import Theme


class Machines(NamedTuple):
    """What robots, phones and browsers are told; `policy`: pages themselves say what they may load."""

    robots: Robots
    manifest: Manifest
    news: bool
    policy: bool


class Shared(NamedTuple):
    """The settings that reach output files. `pages` are (title, url) of static pages, for navigation.

    `theme_digest` is of all files of the theme: a worker that has it open need not open it again.
    """

    title: str
    description: str
    language: str
    base: str
    publisher: tuple[str, str, str]
    options: Mapping[str, Any]
    pages: tuple[tuple[str, str], ...]
    rules: BodyRules
    theme: Theme
    theme_digest: str
    feeds: FeedExtent
    machines: Machines


class Folders(NamedTuple):
    """Where a worker finds sources and puts what it makes; no output depends on it."""

    root: str
    last_good: str
    templates: str
    staging: str
    output: str


#: Pages rendered by the theme, each by the template of its name.
TEMPLATED = ("home", "post", "page", "term", "day", "terms", "archive", "year", "month", "404", "redirect")
_BODIES = ("post", "page")

#: Fields of BodyRules that follow from `url`, which all pages depend on.
_OF_URL = ("site_host", "base_path")
#: What the options of site.yaml are called that its other fields are, where the names differ.
_OPTIONS = {
    "engine": "markdown.engine",
    "extensions": "markdown.extensions",
    "extra_tags": "sanitizer.tags",
    "iframe_hosts": "sanitizer.iframe_hosts",
    "source_link": "tail.source_link",
    "back_links": "tail.back_links",
    "credit": "tail.credit",
}


def page_inputs(shared: Shared, look: Look) -> dict[str, Inputs]:
    """Return, by page, what all outputs of that page are made from: theme, settings, program, libraries."""
    program = {"program:backfile": __version__}
    site = {"title": shared.title, "language": shared.language, "url": shared.base}
    site = settings_inputs(site) | _publisher(shared)
    themed = {
        **program,
        **_libraries("jinja2", "markupsafe"),
        **site,
        **settings_inputs({"description": shared.description}),
        **settings_inputs({f"theme.options.{key}": value for key, value in shared.options.items()}),
        **settings_inputs(
            {"robots.index": shared.machines.robots.indexed, "feed.formats": shared.feeds.formats}
        ),
        **_policy(shared),
        "pages:": _digest(shared.pages),
        **look.words,
    }
    address = {**program, **settings_inputs({"url": shared.base})}
    found: dict[str, Inputs] = {page: {**themed, **look.pages[page]} for page in TEMPLATED}
    for page in _BODIES:
        found[page] = {**found[page], **_bodies(shared.rules)}
    # A feed's author is the publisher, and its title is put together by the theme's words.
    feed = {**program, **_libraries("lxml"), **site, **look.words}
    found |= {"feed": feed | _feed_bodies(shared), "feed-archive": feed}
    found |= {page: {**address, **_libraries("lxml")} for page in ("sitemap", "sitemap-index")}
    found |= _for_machines(shared, look, program, site)
    return {**found, "file": {}, "asset": {}}


def _for_machines(shared: Shared, look: Look, program: Inputs, site: Inputs) -> dict[str, Inputs]:
    """Return what single files that only machines read are made from."""
    told = shared.machines
    described = {**program, **site, **settings_inputs({"description": shared.description})}
    listed = {**program, **site, **_libraries("lxml")}
    robots = {
        "robots.index": told.robots.indexed,
        "robots.disallow": told.robots.disallow,
        "robots.lines": told.robots.lines,
    }
    hosts = {"sanitizer.iframe_hosts": shared.rules.iframe_hosts, "robots.index": told.robots.indexed}
    manifest = {f"manifest.{name}": value for name, value in told.manifest._asdict().items()}
    return {
        "opml": listed,
        "sitemap-news": listed,
        "robots": {**program, **settings_inputs({"url": shared.base, "sitemaps.news": told.news, **robots})},
        "llms": {**described, **look.words, "pages:": _digest(shared.pages)},
        "manifest": {**described, **settings_inputs(manifest), **look.icons},
        "headers": {**program, **settings_inputs(hosts)},
    }


def _feed_bodies(shared: Shared) -> dict[str, str]:
    """Return what only some feeds are made from: bodies, and in other formats than Atom a description."""
    bodies = _bodies(shared.rules) if shared.feeds.whole else {}
    described = settings_inputs({"description": shared.description}) if shared.feeds.formats else {}
    return bodies | described


def digests(inputs: Mapping[str, Inputs]) -> dict[str, bytes]:
    """Return what stands for the inputs of each page in the fingerprints of its outputs."""
    return {page: digest_values(one) for page, one in inputs.items()}


def _publisher(shared: Shared) -> dict[str, str]:
    """Return the publisher as a setting; where the title stands for its name, that is an input already."""
    name, url, logo = shared.publisher
    return settings_inputs({"publisher": ("" if name == shared.title else name, url, logo)})


def _policy(shared: Shared) -> dict[str, str]:
    """Return the options that a policy in pages follows from."""
    told: dict[str, object] = {"security.meta": shared.machines.policy}
    if shared.machines.policy:
        told["sanitizer.iframe_hosts"] = shared.rules.iframe_hosts
    return settings_inputs(told)


def _bodies(rules: BodyRules) -> dict[str, str]:
    named = {
        _OPTIONS.get(name, name): value for name, value in rules._asdict().items() if name not in _OF_URL
    }
    return {**_libraries("comrak", "markdown", "nh3"), **settings_inputs(named)}


def settings_inputs(values: Mapping[str, object]) -> dict[str, str]:
    """Return options of site.yaml as inputs."""
    return {f"setting:{name}": _digest(value) for name, value in values.items()}


def _libraries(*names: str) -> dict[str, str]:
    return {f"library:{name}": version(name) for name in names}


def _digest(value: object) -> str:
    return digest_values(value).hex()[:16]
