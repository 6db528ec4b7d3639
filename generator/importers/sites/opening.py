"""Open an archive for the site that is imported into it, with the site's settings, terms and menu."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from generator.importers.article import Fields, Value
from generator.importers.records.run import ImportOptions, open_writer
from generator.importers.report import ImportReport
from generator.importers.sites.former_feeds import OldFeeds, with_feeds
from generator.importers.sites.outcomes import Outcomes
from generator.importers.sites.parts import Parts
from generator.importers.sites.static_files import StaticFiles
from generator.importers.sites.term_slugs import TermSlugs
from generator.importers.target import Archive, open_archive


class Opened(NamedTuple):
    """An archive, the slugs of the site's terms there, and where its lists moved to, by output paths."""

    archive: Archive
    slugs: TermSlugs
    moved: dict[str, str]

    @contextmanager
    def parts(self, source: Path, options: ImportOptions, report: ImportReport) -> Iterator[Parts]:
        """Yield what writes the parts of the site, whose files lie below `source`. Raises BackfileError."""
        with open_writer(self.archive, options, report) as writer:
            if not options.dry:
                self.slugs.save()
            files = StaticFiles(self.archive, writer.register, update=options.update, dry=options.dry)
            yield Parts(self.archive, writer, files, self.slugs, Outcomes(source, report))
        report.memory.sample()


def open_for_site(
    root: Path,
    settings: Mapping[str, Value],
    move: Callable[[TermSlugs], dict[str, str]],
    menu: Callable[[Mapping[str, str]], list[Value]],
    feeds: OldFeeds,
    report: ImportReport,
) -> Opened:
    """Open the archive at `root`, or make one with the settings of the site. Raises BackfileError.

    `move` gives the site's terms their slugs and returns where its lists moved to; from that, `menu` makes
    the navigation of a new archive. `feeds` are those of the site's terms.
    """
    archive = open_archive(root, settings)
    slugs = TermSlugs(archive)
    moved = move(slugs)
    if not archive.new:
        report.notes.append("site.yaml existed already; nothing of the site's settings was added to it")
        return Opened(archive, slugs, moved)
    kept = with_feeds(dict(settings), feeds, slugs)
    report.notes += kept.notes
    links = menu(moved)
    theme: Fields = {"theme": {"options": {"navigation": links}}} if links else {}
    return Opened(open_archive(root, {**kept.settings, **theme}), slugs, moved)
