"""Create a post from a title and options: choose its folder and name, and write its front matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from generator.addresses.segments import fold
from generator.config.schema import SiteConfig
from generator.content.dates import FORMS, parse_date, problem_of, zone_of
from generator.content.frontmatter.record import clean
from generator.content.frontmatter.writing import front_matter
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.drafting import location, terms
from generator.drafting.post_files import categories_of, record_of
from generator.kinds.site_config import load_config
from generator.pipeline import slices
from generator.taxonomy.definitions import CATEGORY, TAG
from generator.taxonomy.registry import read_registry


class PostRequest(NamedTuple):
    """The title and options of a post; "" for none. `as_is`: don't complete categories and tags."""

    title: str
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    date: str = ""
    slug: str = ""
    author: str = ""
    draft: bool = False
    as_is: bool = False


def create_post(paths: SitePaths, request: PostRequest, now: int, note: Callable[[str], None]) -> Path:
    """Write a new post and return its file. `now` is in microseconds since the epoch.

    Raises BackfileError if an option is invalid or ambiguous; then nothing is written. Never overwrites a
    file. `note` is called with a message for each category or tag that was completed or is new.
    """
    config = load_config(paths.config)
    title = clean(request.title)
    if not title:
        raise BackfileError("a post needs a title; nothing was written")
    date = _date(request.date, config.time_zone, now)
    categories, tags = _terms(paths, config, request, note)
    day = f"{date.year:04}-{date:%m-%d}"
    posts = location.existing_posts(paths.root, day)
    taken = posts.taken | {fold(slug) for slug in terms.slugs_of_day(paths, day)}
    slug = location.slug_for(title, request.slug, taken)
    newest = categories_of(record_of(paths.root, posts.newest))
    folder = location.folder_for(posts.newest, newest, date, categories)
    file = paths.root / folder / f"{day}-{slug}.md"
    if terms.is_packed(paths, f"{folder}{file.name}"):
        raise BackfileError(f"{file}: a packed post has this path; nothing was written")
    text = front_matter(_fields(request, title, date, categories, tags))
    _write(file, f"{text}\n")
    return file


def _date(written: str, zone: str, now: int) -> datetime:
    """Return the date of a post in the site's time zone, to the second."""
    if not written:
        return datetime.fromtimestamp(now // 1_000_000, UTC).astimezone(zone_of(zone))
    date = parse_date(written, zone_of(zone))
    if date is None:
        raise BackfileError(f"--date {written}: this {problem_of(written)[1]}; write it like one of: {FORMS}")
    return date.replace(microsecond=0)


def _terms(
    paths: SitePaths, config: SiteConfig, request: PostRequest, note: Callable[[str], None]
) -> tuple[list[str], list[str]]:
    """Return the categories and tags to write into the post."""
    registry, taxonomies = read_registry(paths.registry), slices.taxonomies(config)
    found: list[list[str]] = []
    for kind, given in ((CATEGORY, request.categories), (TAG, request.tags)):
        texts = [text for text in map(clean, given) if text]
        if texts and not request.as_is:
            known = terms.known_terms(paths, taxonomies[kind], registry)
            matches = [terms.match_term(text, known, kind) for text in texts]
            for match in matches:
                if match.note:
                    note(match.note)
            texts = [match.name for match in matches]
        found.append(list(dict.fromkeys(texts)))
    return found[0], found[1]


def _fields(
    request: PostRequest, title: str, date: datetime, categories: list[str], tags: list[str]
) -> dict[str, str | list[str]]:
    """Return the front matter. A single name is written without a list if it is read back as one name."""
    offset = f"{date:%z}"
    fields: dict[str, str | list[str]] = {"title": title}
    fields["date"] = f"{date.year:04}-{date:%m-%d %H:%M:%S} {offset}"
    if categories:
        fields["categories"] = _one_or_list(categories, lambda name: " " in name)
    if tags:
        fields["tags"] = _one_or_list(tags, lambda name: any(mark in name for mark in ",，、"))
    if author := clean(request.author):
        fields["author"] = author
    if request.draft:
        fields["draft"] = "true"
    return fields


def _one_or_list(found: list[str], is_parted: Callable[[str], bool]) -> str | list[str]:
    return found[0] if len(found) == 1 and not is_parted(found[0]) else found


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise BackfileError(f"{file}: this file exists already; nothing was written") from None
