"""Pages that list: home, categories, tags, the calendar."""

from __future__ import annotations

import calendar
from itertools import groupby
from typing import Any

from generator.plan.lists import term_path
from generator.plan.task import Task
from generator.render.cards import card, cards, day_url, section
from generator.theme.views import Count, Link, Moment, Month, Pager, Term
from generator.urls import href


def home_context(task: Task) -> dict[str, Any]:
    """Return what home.html sees."""
    posts, sections = task.payload
    return {
        "posts": cards(posts),
        "sections": tuple(section(row) for row in sections),
        "categories_url": "categories.html",
        "archive_url": "archive.html",
    }


def term_context(task: Task, words: Any) -> dict[str, Any]:
    """Return what term.html and day.html see, with neighbouring days in `words`.

    Payload: see `generator.plan.lists.list_tasks`.
    """
    taxonomy, name, slug, label, description, posts, number, older, newer, beside, rows = task.payload
    pager = Pager(
        number=number,
        older=href(term_path(taxonomy, slug, older)) if older else "",
        newer="" if newer is None else href(term_path(taxonomy, slug, newer)),
        front=href(term_path(taxonomy, slug)),
    )
    shown = {"posts": tuple(card(row) for row in reversed(rows)), "pager": pager, "taxonomy": taxonomy}
    if taxonomy == "day":
        return shown | _day(name, beside, words)
    feed = href(f"category/{slug}.xml") if taxonomy == "category" else ""
    return shown | {"term": Term(label, pager.front, posts, "", description, feed)}


def _day(name: str, beside: tuple[str | None, str | None], words: Any) -> dict[str, Any]:
    urls = {"month_url": day_url(name[:7]), "year_url": day_url(name[:4])}
    return {"day": Moment(f"{name}T00:00:00")} | urls | _beside(beside, words.date)


def terms_context(task: Task) -> dict[str, Any]:
    """Return what terms.html sees."""
    taxonomy, rows = task.payload
    terms = tuple(
        Term(label, href(term_path(taxonomy, slug)), posts, letter) for label, slug, posts, letter in rows
    )
    return {
        "terms": terms,
        "letters": tuple(dict.fromkeys(term.letter for term in terms)),
        "taxonomy": taxonomy,
    }


def archive_context(task: Task) -> dict[str, Any]:
    """Return what archive.html sees: years and their months, newest first."""
    years = []
    for year, group in groupby(task.payload[0], key=lambda row: row[0][:4]):
        months = tuple(Count(str(int(month[5:])), day_url(month), posts) for month, posts in group)
        years.append((Count(year, day_url(year), sum(month.count for month in months)), months))
    return {"years": tuple(years)}


def year_context(task: Task, words: Any) -> dict[str, Any]:
    """Return what year.html sees, with neighbouring years in `words`."""
    year, days, beside = task.payload
    counts = dict(days)
    months = tuple(_month(int(year), month, counts) for month in range(1, 13))
    total = Count(year, day_url(year), sum(counts.values()))
    return {"year": total, "months": months} | _beside(beside, words.year)


def month_context(task: Task, words: Any) -> dict[str, Any]:
    """Return what month.html sees, with neighbouring months in `words`."""
    name, days, beside = task.payload
    newest = tuple(Count(str(int(day[8:])), day_url(day), posts) for day, posts in reversed(days))
    month = _month(int(name[:4]), int(name[5:]), dict(days))
    return {"month": month, "days": newest, "year_url": day_url(name[:4])} | _beside(beside, words.month)


def _month(year: int, month: int, counts: dict[str, int]) -> Month:
    weeks = tuple(
        tuple(_day_count(f"{year:04}-{month:02}", day, counts) for day in week)
        for week in calendar.Calendar().monthdayscalendar(year, month)
    )
    name = f"{year:04}-{month:02}"
    total = sum(day.count for week in weeks for day in week if day)
    return Month(year, month, day_url(name) if total else "", total, weeks)


def _day_count(month: str, day: int, counts: dict[str, int]) -> Count | None:
    if not day:
        return None
    name = f"{month}-{day:02}"
    posts = counts.get(name, 0)
    return Count(str(day), day_url(name) if posts else "", posts)


def _beside(names: tuple[str | None, str | None], pattern: str) -> dict[str, Link | None]:
    """Return links to the periods before and after, named by a pattern of the catalogue."""
    before, after = (Link(period_title(name, pattern), day_url(name)) if name else None for name in names)
    return {"previous": before, "next": after}


def period_title(name: str, pattern: str) -> str:
    """Return the name of a day, month or year (`2021-12-28` or a beginning of it) for readers."""
    year, month, day = (int(part) for part in (name + "-01-01").split("-")[:3])
    return pattern.format(year=year, month=month, day=day)
