"""Name the inputs that outputs of a kind share: settings, program, libraries, and parts of the theme.

An *input* has a name that people can look up (`setting:title`, `library:jinja2`) and a value that changes
with it. Outputs of one kind with equal inputs and equal tasks have equal bytes.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator import __version__
from generator.body.options import BodyRules
from generator.config.schema import Permalink
from generator.core.digests import digest_values
from generator.kinds.parts.settings import SiteSettings
from generator.system.versions import version
from generator.theme.inputs import Inputs, ThemeInputs

#: Fields of BodyRules that follow from `url`, which all pages depend on.
_OF_URL = ("site_host", "base_path")
#: Options of site.yaml for the other fields of BodyRules, where the names differ.
_OPTIONS = {
    "engine": "markdown.engine",
    "extensions": "markdown.extensions",
    "prefix_ids": "markdown.prefix_ids",
    "math": "markdown.math",
    "extra_tags": "sanitizer.tags",
    "iframe_hosts": "sanitizer.iframe_hosts",
    "source_link": "tail.source_link",
    "back_links": "tail.back_links",
    "credit": "tail.credit",
    "encoding": "posts.encoding",
    "smaller": "pictures.widths",
    "picture_url": "pictures.url",
}


def themed(settings: SiteSettings, theme: ThemeInputs, page: str) -> dict[str, str]:
    """Return the inputs of all pages of one template."""
    return {
        **program(),
        **libraries("jinja2", "markupsafe"),
        **site(settings),
        **options({"description": settings.description}),
        **options({f"theme.options.{key}": value for key, value in settings.options.items()}),
        **options({"robots.index": settings.indexed, "feed.formats": settings.feed_formats}),
        **options({"search.mode": settings.search}),
        **_policy(settings),
        **static_pages(settings),
        **theme.words,
        **theme.pages[page],
    }


def program() -> dict[str, str]:
    """Return the version of the program as an input."""
    return {"program:backfile": __version__}


def libraries(*names: str) -> dict[str, str]:
    """Return the versions of libraries as inputs."""
    return {f"library:{name}": version(name) for name in names}


def options(values: Mapping[str, object]) -> dict[str, str]:
    """Return options of site.yaml, by their dotted names, as inputs."""
    return {f"setting:{name}": _digest(value) for name, value in values.items()}


def site(settings: SiteSettings) -> dict[str, str]:
    """Return title, language, URL, publisher, and the patterns of lists.

    A title that is also the publisher's name counts once.
    """
    name, url, logo = settings.publisher
    publisher = ("" if name == settings.title else name, url, logo)
    values = {
        "title": settings.title,
        "language": settings.language,
        "url": settings.base,
        "publisher": publisher,
    }
    return options({**values, **patterns(settings.permalink)})


def patterns(permalink: Permalink) -> dict[str, object]:
    """Return the patterns by which pages link to lists, by their names in site.yaml."""
    names = ("category", "tag", "categories", "tags")
    return {f"permalink.{name}": getattr(permalink, name) for name in names}


def static_pages(settings: SiteSettings) -> dict[str, str]:
    """Return titles and addresses of the static pages in the navigation as an input."""
    return {"pages:": _digest(settings.pages)}


def bodies(rules: BodyRules) -> dict[str, str]:
    """Return the inputs of bodies: libraries and settings."""
    named = {
        _OPTIONS.get(name, name): value for name, value in rules._asdict().items() if name not in _OF_URL
    }
    formulas = ("latex2mathml",) if rules.math else ()
    return {**libraries("comrak", "markdown", "nh3", *formulas), **options(named)}


def digests(inputs: Mapping[str, Inputs]) -> dict[str, bytes]:
    """Return the digest of the inputs of each page, which is part of the fingerprints of its outputs."""
    return {page: digest_values(one) for page, one in inputs.items()}


def _policy(settings: SiteSettings) -> dict[str, str]:
    """Return the options from which the policy in pages follows."""
    found: dict[str, object] = {"security.meta": settings.policy}
    if settings.policy:
        found["sanitizer.iframe_hosts"] = settings.rules.iframe_hosts
        found["pictures.url"] = settings.rules.picture_url
    return options(found)


def _digest(value: object) -> str:
    return digest_values(value).hex()[:16]
