"""Makes the bytes of one output from its task."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from generator.addresses.links import href, to_root
from generator.body.accessibility import Labels
from generator.body.options import Place
from generator.core.errors import ThemeError
from generator.formats.csp import page_policy
from generator.kinds.shared import Folders, Shared
from generator.kinds.structured import Structured
from generator.plan.task import Task
from generator.render import bodies, calendar, lists, posts
from generator.render.documents import document_makers
from generator.theme.assets import assets
from generator.theme.bytecode import Compiled
from generator.theme.environment import environment, render
from generator.theme.options import complete
from generator.theme.view_models import Link, Page, Publisher, Site

#: Texts of a theme's catalogue that the program itself uses: for titles, navigation, parts of bodies.
_WORDS = (
    "home", "categories", "tags", "archive", "all_categories", "all_tags", "all_days", "not_found",
    "page_number", "separator", "date", "month", "year", *Labels._fields,
)  # fmt: skip


class Renderer:
    """Renders tasks of all pages but files; a worker opens one and keeps it."""

    def __init__(self, shared: Shared, folders: Folders) -> None:
        self._shared = shared
        self._folders = folders
        files = assets(shared.theme, shared.options)
        self.env = environment(shared.theme, shared.language, files, Compiled(Path(folders.templates)))
        self._words: SimpleNamespace = self.env.globals["text"]  # type: ignore[assignment]
        missing = [word for word in _WORDS if not hasattr(self._words, word)]
        if missing:
            name = shared.theme.layers[0].name
            raise ThemeError(
                f"themes/{name}/strings: no text for {', '.join(missing)}; inherit: default has all"
            )
        self.env.globals.update(site=_site(shared), nav=_navigation(self._words, shared))
        words = self._words
        self._labels = Labels(*(getattr(words, name) for name in Labels._fields))
        self._contexts = self._context_makers()
        self._structured = Structured(shared, self._words)
        self._documents = document_makers(shared, folders, self._words, self._labels, files)

    def _context_makers(self) -> dict[str, Callable[[Task], dict[str, Any]]]:
        language, words = self._shared.language, self._words
        return {
            "home": lists.home_context,
            "post": lambda task: posts.post_context(task, language, self._shared.rules, self.body),
            "page": lambda task: posts.page_context(task, language, self.body),
            "term": lambda task: lists.term_context(task, words),
            "day": lambda task: lists.term_context(task, words),
            "terms": lists.terms_context,
            "archive": calendar.archive_context,
            "year": lambda task: calendar.year_context(task, words),
            "month": lambda task: calendar.month_context(task, words),
            "404": lambda _: {},
            "redirect": lambda task: {"target": Link(task.payload[1], task.payload[0])},
        }

    def render(self, task: Task) -> bytes:
        """Return the bytes of an output. Raises ThemeError, or SourceChangedError for a source that moved."""
        if task.page in self._contexts:
            return self._templated(task)
        return self._documents[task.page](task)

    def _templated(self, task: Task) -> bytes:
        context = self._contexts[task.page](task)
        context["root"] = self._base_path() if task.page == "404" else to_root(task.path)
        context["page"] = self._page(task, context)
        subject = task.payload[0] if task.page in ("post", "page") else task.path
        return render(self.env, f"{task.page}.html", context, subject).encode()

    def _page(self, task: Task, context: dict[str, Any]) -> Page:
        url = task.payload[1] if task.page in ("post", "page") else href(task.path)
        canonical = self._shared.base + url if self._shared.base and task.page != "404" else ""
        title, description, feed = self._head(task, context)
        shown = context.get("post") or context.get("content")
        language = shown.language if shown else self._shared.language
        image = self._image(context)
        others = posts.translations(task, language, self._shared) if shown and canonical else ()
        page = Page(task.page, title, url, canonical, description, feed, language, image, others)
        return page._replace(data=self._structured.describe(page, context))

    def _image(self, context: dict[str, Any]) -> str:
        image = context["post"].image if "post" in context else ""
        return f"{self._shared.base or context['root']}{image}" if image and "://" not in image else image

    def _head(self, task: Task, context: dict[str, Any]) -> tuple[str, str, Link | None]:
        """Return title, description and feed of a page."""
        words = self._words
        if task.page in ("post", "page"):
            shown = context["post" if task.page == "post" else "content"]
            return shown.title, shown.summary, None
        if task.page in ("term", "day"):
            return self._list_head(context)
        if task.page in ("year", "month"):
            return calendar.period_title(task.payload[0], getattr(words, task.page)), "", None
        if task.page == "terms":
            title = words.all_tags if task.payload[0] == "tag" else words.all_categories
            return title, "", None
        titles = {"archive": "all_days", "404": "not_found"}
        if task.page in titles:
            return getattr(words, titles[task.page]), "", None
        return self._shared.title, self._shared.description, None

    def _list_head(self, context: dict[str, Any]) -> tuple[str, str, Link | None]:
        term, number = context.get("term"), context["pager"].number
        title = term.label if term else calendar.period_title(context["day"].iso[:10], self._words.date)
        feed = Link(title, term.feed) if term and term.feed else None
        if number:
            title = f"{title} {self._words.page_number.format(number=number)}"
        return title, term.description if term else "", feed

    def body(self, task: Task, stand_in: bool, engine: str, place: Place) -> str:
        """Return the body of a post or page as HTML. Raises SourceChangedError."""
        source, _, title = task.payload[:3]
        rules = self._shared.rules
        if stand_in:
            data = bodies.read_source(f"{self._folders.last_good}/{source}.json", None)
            html = bodies.stand_in_html(data, place, rules, self._labels)
        else:
            data = bodies.read_source(f"{self._folders.root}/{source}", task.guard)
            html = bodies.body_html(data, title, engine, place, rules, self._labels)
        return bodies.on_page(html)

    def _base_path(self) -> str:
        """Return the absolute way to the root, which the 404 page needs: it is shown at any address."""
        return urlsplit(self._shared.base).path or "/"


def _site(shared: Shared) -> Site:
    publisher = Publisher(*shared.publisher)
    policy = page_policy(shared.rules) if shared.machines.policy else ""
    return Site(
        shared.title,
        shared.description,
        shared.language,
        shared.base,
        publisher,
        _options(shared),
        shared.feeds.formats,
        shared.machines.robots.indexed,
        policy,
    )


def _options(shared: Shared) -> dict[str, Any]:
    """Return all options of the theme; HTML is the site's own, so it goes out as it is."""
    kinds = {name: option.kind for name, option in shared.theme.options.items()}
    return {
        name: Markup(value) if kinds.get(name) == "html" else value  # noqa: S704
        for name, value in complete(shared.theme, shared.options).items()
    }


def _navigation(words: SimpleNamespace, shared: Shared) -> tuple[Link, ...]:
    """Return the main navigation: that of the theme's options, or the archive's own pages."""
    chosen = shared.options.get("navigation")
    if chosen is not None:
        return tuple(Link(str(item["title"]), str(item["url"])) for item in chosen)
    fixed = (
        Link(words.home, ""),
        Link(words.categories, "categories.html"),
        Link(words.tags, "tags.html"),
        Link(words.archive, "archive.html"),
    )
    return (*fixed, *(Link(title, url) for title, url in shared.pages))
