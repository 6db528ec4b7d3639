"""Make the bytes of one output from its task."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar
from urllib.parse import urlsplit

from markupsafe import Markup

from generator.addresses.calendar import YEARS
from generator.addresses.links import href, to_root
from generator.body.accessibility import Labels
from generator.core.errors import ThemeError
from generator.formats.headers import page_policy, shows_others
from generator.kinds.kind import Copy, Kind, Maker, Resources, View
from generator.kinds.parts.bodies import BodyMaker
from generator.kinds.parts.indexes import index_url
from generator.kinds.parts.settings import Folders, SiteSettings
from generator.kinds.parts.source_files import FilesOnDisk, SourceFiles
from generator.plan.task import Task
from generator.render.json_ld import JsonLd
from generator.taxonomy.definitions import CATEGORY, TAG
from generator.theme.assets import assets
from generator.theme.bytecode import CompiledTemplates
from generator.theme.environment import environment, render
from generator.theme.options import complete
from generator.theme.view_models import Link, Page, Publisher, Site

#: Texts of a theme's catalogue that the program itself uses: for titles, navigation, parts of bodies.
_WORDS = (
    "home", "categories", "tags", "archive", "all_categories", "all_tags", "all_days", "not_found",
    "page_number", "separator", "date", "month", "year",
    *(name for name in Labels._fields if name not in Labels._field_defaults),
)  # fmt: skip


class Renderer:
    """Renders tasks of all kinds; a worker opens one and keeps it. By default `sources` are on the disk."""

    body_maker: ClassVar[type[BodyMaker]] = BodyMaker

    def __init__(
        self,
        settings: SiteSettings,
        folders: Folders,
        kinds: Iterable[Kind],
        sources: SourceFiles | None = None,
    ) -> None:
        self._settings = settings
        files = assets(settings.theme, settings.options)
        self.env = environment(
            settings.theme, settings.language, files, CompiledTemplates(Path(folders.templates))
        )
        words: SimpleNamespace = self.env.globals["text"]  # type: ignore[assignment]
        _check_words(words, settings)
        site = _site(settings)
        narrow = page_policy(settings.rules, own_pictures=True)
        self._own_site = site._replace(policy=narrow) if settings.policy else None
        self.env.globals.update(site=site, nav=_navigation(words, settings))
        labels = Labels(**{name: text for name, text in vars(words).items() if name in Labels._fields})
        self.bodies = self.body_maker(settings, sources or FilesOnDisk(folders), labels)
        resources = Resources(settings, folders, words, labels, files, self.bodies)
        self._makers: dict[str, Maker] = {}
        for kind in kinds:
            self._makers.update(kind.makers(resources))
        self._json_ld = JsonLd(settings)

    def render(self, task: Task[Any]) -> bytes | Copy:
        """Return the bytes of an output, or the file that it is a copy of.

        Raises ThemeError, and SourceChangedError, which names a source that is not as it was indexed.
        """
        made = self._makers[task.page](task)
        return self._page(task, made) if isinstance(made, View) else made

    def _page(self, task: Task[Any], view: View) -> bytes:
        settings = self._settings
        root = urlsplit(settings.base).path or "/" if view.at_any_address else to_root(task.path)
        url = href(task.path)
        page = Page(
            kind=task.page,
            title=view.title,
            url=url,
            canonical=settings.base + url if settings.base and not view.at_any_address else "",
            description=view.description,
            feed=view.feed,
            language=view.language or settings.language,
            image=f"{settings.base or root}{view.image}"
            if view.image and "://" not in view.image
            else view.image,
            translations=view.translations,
        )
        page = page._replace(data=self._json_ld.describe(view, page, root))
        context = {**view.context, "root": root, "page": page}
        return self._html(f"{task.page}.html", context, view.source or task.path).encode()

    def _html(self, template: str, context: dict[str, Any], name: str) -> str:
        """Return a page. One that holds its policy allows no pictures of other hosts unless it shows some."""
        own_site = self._own_site
        if own_site is None:
            return render(self.env, template, context, name)
        html = render(self.env, template, {**context, "site": own_site}, name)
        own = (self._settings.rules.picture_url, self._settings.base)
        return render(self.env, template, context, name) if shows_others(html, own) else html


def _check_words(words: SimpleNamespace, settings: SiteSettings) -> None:
    missing = [word for word in _WORDS if not hasattr(words, word)]
    if missing:
        name = settings.theme.layers[0].name
        raise ThemeError(f"themes/{name}/strings: no text for {', '.join(missing)}; inherit: default has all")


def _site(settings: SiteSettings) -> Site:
    return Site(
        settings.title,
        settings.description,
        settings.language,
        settings.base,
        Publisher(*settings.publisher),
        _options(settings),
        settings.feed_formats,
        settings.indexed,
        page_policy(settings.rules) if settings.policy else "",
        settings.search,
        index_url(settings.permalink, CATEGORY),
        index_url(settings.permalink, TAG),
    )


def _options(settings: SiteSettings) -> dict[str, Any]:
    """Return all options of the theme; HTML is the site's own, so it goes out as it is."""
    kinds = {name: option.kind for name, option in settings.theme.options.items()}
    return {
        name: Markup(value) if kinds.get(name) == "html" else value  # noqa: S704
        for name, value in complete(settings.theme, settings.options).items()
    }


def _navigation(words: SimpleNamespace, settings: SiteSettings) -> tuple[Link, ...]:
    """Return the main navigation: that of the theme's options, or the archive's own pages."""
    chosen = settings.options.get("navigation")
    if chosen is not None:
        return tuple(Link(str(item["title"]), str(item["url"])) for item in chosen)
    fixed = (
        Link(words.home, ""),
        Link(words.categories, index_url(settings.permalink, CATEGORY)),
        Link(words.tags, index_url(settings.permalink, TAG)),
        Link(words.archive, YEARS.path()),
    )
    return (*fixed, *(Link(title, url) for title, url in settings.pages))
