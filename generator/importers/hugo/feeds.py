"""Find the feeds of a Hugo site: of the home page, of sections and of terms (gohugo.io/templates/rss)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.importers.hugo.config import HugoConfig
from generator.importers.hugo.documents import SLUG_NAME, DocumentReader
from generator.importers.hugo.site_index import HugoIndex, group_of, main_section
from generator.importers.sites.config_files import group, lowered
from generator.importers.sites.former_feeds import OldFeed, OldFeeds
from generator.importers.sites.front_matter import text, texts
from generator.importers.sites.placing import output_file
from generator.kinds.registry import reserved


def feed_files(config: HugoConfig, index: HugoIndex) -> tuple[str, ...]:
    """Return the paths of the feeds that show all posts: those of the home page, and of the main section."""
    if not _has_feeds(config, "home"):
        return ()
    urls = [f"{language.prefix}/" for language in config.languages]
    section = main_section(index)
    if _is_whole(index, section):
        in_languages = [
            language for language in config.languages if (language.code, section) in index.sections
        ]
        urls += [
            index.refs.get((language.code, section)) or f"{language.prefix}/{section}/"
            for language in in_languages
        ]
    found = dict.fromkeys(_in_folder(config, url) for url in urls)
    return tuple(path for path in found if not reserved().has(path))


def old_feeds(config: HugoConfig, reader: DocumentReader, index: HugoIndex) -> OldFeeds:
    """Return the feeds of terms, and of sections whose posts have the category of their section alone."""
    terms: list[OldFeed] = []
    lost: dict[str, tuple[str, ...]] = {}
    if _has_feeds(config, "term"):
        terms += _of_terms(config, reader, index)
    if _has_feeds(config, "section"):
        lost["sections that are no category"] = tuple(_of_other_sections(config, reader, index))
        terms += _of_sections(config, reader, index)
    if _has_feeds(config, "taxonomy"):
        lost["lists of all terms"] = tuple(_of_lists(config, reader))
    return OldFeeds(tuple(terms), lost)


def _has_feeds(config: HugoConfig, kind: str) -> bool:
    """Return whether pages of a kind have feeds, as they have unless settings say something else."""
    disabled = {one.lower() for one in texts(config.values.get("disablekinds"), words=True)}
    formats = texts(lowered(group(config.values, "outputs")).get(kind), words=False)
    return disabled.isdisjoint({"rss", kind}) and (not formats or "rss" in map(str.lower, formats))


def _name(config: HugoConfig) -> str:
    formats = lowered(group(lowered(group(config.values, "outputformats")), "rss"))
    return f"{text(formats.get('basename')) or 'index'}.xml"


def _in_folder(config: HugoConfig, url: str) -> str:
    """Return the output path of the feed beside the page at an address, which is in a folder of its own."""
    page = output_file(url).removesuffix("index.html").removesuffix(".html")
    return f"{page.strip('/')}/{_name(config)}".lstrip("/")


def _of_terms(config: HugoConfig, reader: DocumentReader, index: HugoIndex) -> Iterator[OldFeed]:
    for (language, taxonomy), names in index.terms.items():
        form = _in_folder(config, reader.term_url(language, taxonomy, SLUG_NAME)).replace(SLUG_NAME, "{slug}")
        for name in names:
            path = _in_folder(config, reader.term_url(language, taxonomy, name))
            yield OldFeed(group_of(taxonomy), name, path, form)


def _of_lists(config: HugoConfig, reader: DocumentReader) -> Iterator[str]:
    for language in config.languages:
        for taxonomy in config.taxonomies.values():
            yield _in_folder(config, reader.term_url(language.code, taxonomy, ""))


def _of_sections(config: HugoConfig, reader: DocumentReader, index: HugoIndex) -> Iterator[OldFeed]:
    for (language, section), categories in index.sections.items():
        if set(categories) == {section} and not _is_whole(index, section):
            path = _in_folder(config, _section_url(reader, index, language, section))
            yield OldFeed("categories", section, path)


def _of_other_sections(config: HugoConfig, reader: DocumentReader, index: HugoIndex) -> Iterator[str]:
    for (language, section), categories in index.sections.items():
        if set(categories) != {section} and not _is_whole(index, section):
            yield _in_folder(config, _section_url(reader, index, language, section))


def _section_url(reader: DocumentReader, index: HugoIndex, language: str, section: str) -> str:
    return index.refs.get((language, section)) or reader.section_url(language, (section,))


def _is_whole(index: HugoIndex, section: str) -> bool:
    """Return whether all posts are in a section, whose feed is then one of the site."""
    return bool(section) and index.posts[section] == index.posts.total()
