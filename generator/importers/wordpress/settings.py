"""Make site.yaml of what an export shows of its site."""

from __future__ import annotations

from collections.abc import Iterator

from generator.importers.article import Fields
from generator.importers.sites.settings import accepted, language_of, patterns
from generator.importers.wordpress.dates import zone_of_offsets
from generator.importers.wordpress.export import Head, Term
from generator.importers.wordpress.survey import Survey
from generator.importers.wordpress.terms import FOLDERS, described

#: The form of a new archive's addresses, if posts of the site had numbers only.
_NUMBERED = "/{year}/{month}/{slug}.html"


def settings_of(head: Head, survey: Survey, zone: str, name: str) -> tuple[Fields, list[str]]:
    """Return the options of site.yaml, and messages about values that are invalid there.

    `zone` is the time zone that the user names, "" for none; `name` is that of the export's file.
    """
    title = head.title or name
    wanted: Fields = {
        "description": head.description,
        "url": f"{head.url}/" if head.url else "",
        "language": language_of(head.language, title, head.description),
        "time_zone": zone or zone_of_offsets(survey.offsets),
        "permalink": patterns(survey.patterns.best() or _NUMBERED, **_list_patterns(survey)),
    }
    if survey.numbered:
        wanted["redirects"] = ("html", "netlify", "nginx")
    return accepted(title, wanted | described(used_terms(head, survey)), "the export")


def _list_patterns(survey: Survey) -> dict[str, str]:
    """Return the patterns of lists and pages, by the options of site.yaml."""
    front = survey.patterns.front()
    return {
        "category": f"/{front}{FOLDERS['category']}/{{slug}}/",
        "tag": f"/{front}{FOLDERS['post_tag']}/{{slug}}/",
        "page": "/{path}/" if survey.patterns.best().endswith("/") else "",
    }


def used_terms(head: Head, survey: Survey) -> list[Term]:
    """Return the categories and tags that readers see, with what the head says of them."""
    known = {(term.kind, term.slug): term for term in head.terms}
    return [
        known.get((term.kind, term.slug), term)._replace(name=term.name) for term in survey.terms.values()
    ]


def zone_notes(survey: Survey, zone: str, chosen: str) -> Iterator[str]:
    """Yield a note if the zone of the site had to be guessed; `chosen` is that of the archive."""
    if not zone and not zone_of_offsets(survey.offsets):
        found = sorted({f"{offset.total_seconds() / 3600:+g} h" for offset in survey.offsets})
        seen = f"the offsets from UTC are {', '.join(found)}" if found else "no post has an offset from UTC"
        yield f"an export does not name its time zone, and {seen}; taken: {chosen} (see --time-zone)"
