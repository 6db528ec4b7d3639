"""Publish an archive, step by step: lock, check, compare, plan, send."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.config.schema import After, Bucket, SiteConfig
from generator.core.digests import digest_text
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.hosts.fit import fit
from generator.hosts.limits import Host, chosen_host
from generator.hosts.measure import measure
from generator.hosts.report import verdict
from generator.publish.after.outcome import Told
from generator.publish.after.services import services
from generator.publish.after.tell import Teller
from generator.publish.bucket_target import BucketTarget
from generator.publish.destination import Destination, TargetState
from generator.publish.folder import FolderDestination
from generator.publish.git import GitDestination
from generator.publish.pictures import PictureTarget, SentPictures, send_pictures
from generator.publish.plan import Plan, make_plan
from generator.publish.releases import Releases
from generator.publish.repository import Repository, resolve_remote
from generator.publish.rsync import RsyncDestination
from generator.publish.source import Source, check_output, open_source
from generator.publish.target import FolderTarget, GitTarget, Target
from generator.reporting.report import Reporter
from generator.system.lock import hold

if TYPE_CHECKING:
    from generator.publish.bucket import Arrived, BucketDestination

#: Releases that a folder or a bucket keeps.
KEEP = 5
_BUSY = "another publication is at work on this folder"


class Request(NamedTuple):
    """The target of a publication. `keep` is how many releases a folder or a bucket keeps.

    `host` serves the target: a site that is too large for it is not published; None for any size. `bucket`
    says how object stores are reached. With `force` a publication that seems to be at work there is ignored.
    `after` says who is told of changed addresses below `base`, the URL of the site. `pictures` is the place
    of kept pictures that have an address of their own; they are sent first.
    """

    target: Target
    keep: int
    dry_run: bool = False
    host: Host | None = None
    bucket: Bucket = Bucket()
    force: bool = False
    base: str = ""
    after: After = After()
    pictures: PictureTarget | None = None

    @classmethod
    def of(
        cls,
        config: SiteConfig,
        root: Path,
        target: Target,
        keep: int,
        *,
        dry_run: bool = False,
        force: bool = False,
    ) -> Request:
        """Return a request as the site.yaml in `root` has it. Raises BackfileError for an unknown host."""
        host = None if force else chosen_host(config)
        chosen, pictures = config.publish, PictureTarget.of(config, root)
        return cls(target, keep, dry_run, host, chosen.bucket, force, config.url, chosen.after, pictures)


@dataclass(slots=True)
class Outcome:
    """The result of a publication; with `dry_run` what it would do."""

    target: str
    dry_run: bool = False
    fingerprint: str = ""
    before: str = ""
    """The fingerprint of the output that was published last; "" if unknown."""
    phases: dict[str, dict[str, int]] = field(default_factory=dict)
    files: int = 0
    size: int = 0
    new: int = 0
    removed: int = 0
    unchanged: int = 0
    place: str = ""
    """A sentence that says where the output is now; "" if there was nothing to do."""
    seconds: float = 0.0
    after: list[Told] = field(default_factory=list)
    """What services were told of the changes."""
    pictures: SentPictures | None = None
    """What was sent to the address of pictures; None if they have none."""

    def as_json(self) -> dict[str, Any]:
        """Return it as the command's contract has it (docs/publish.md)."""
        return {
            "target": self.target,
            "dry_run": self.dry_run,
            "fingerprint": self.fingerprint,
            "before": self.before or None,
            "sent": {"files": self.files, "new": self.new, "bytes": self.size, "phases": self.phases},
            "removed": self.removed,
            "unchanged": self.unchanged,
            "place": self.place,
            "seconds": round(self.seconds, 3),
            "after": [one.as_json() for one in self.after],
            "pictures": self.pictures.as_json() if self.pictures else None,
        }


def publish(
    paths: SitePaths, request: Request, reporter: Reporter, outcome: Outcome, show: Callable[[Plan], None]
) -> None:
    """Bring a target up to date with the output, and fill in the outcome. `show` gets the plan first.

    Raises LockedError while a build is at work. Raises BackfileError if there is
    no finished build, if the output was changed since, if it is too large for the
    host, and if the target fails; files that were sent by then stay, and the next
    publication goes on from there. Services that fail are told in the outcome.
    """
    start = time.perf_counter()
    with (
        hold(paths.lock, for_all=True) as lock,
        open_source(paths) as source,
        _destination(paths, request, lock) as target,
    ):
        publication = Publication(request, teller_of(paths, request, source), reporter, outcome)
        if request.pictures and not request.dry_run:
            outcome.pictures = publish_pictures(paths, request.pictures, reporter)
        publication.run(source, target, target.read_state(source), show)
    if not request.dry_run:  # After the lock: a slow service must not keep a build waiting.
        outcome.after = publication.teller.tell()
    outcome.seconds = time.perf_counter() - start


class Publication(NamedTuple):
    """A publication to a target whose state is known."""

    request: Request
    teller: Teller
    reporter: Reporter
    outcome: Outcome

    def run(
        self, source: Source, target: Destination, known: TargetState, show: Callable[[Plan], None]
    ) -> None:
        """Bring the target up to date, and fill in the outcome; the errors are those of `publish`."""
        outcome, request = self.outcome, self.request
        outcome.fingerprint, outcome.before = source.fingerprint, known.fingerprint
        if known.fingerprint == source.fingerprint:
            outcome.unchanged = source.size()
            return
        if request.host:
            _check_size(request.host, source)
        if source.whole:
            _check(source, self.reporter)
        plan = make_plan(source.connection, known.entries, known.uncertain)
        _report(outcome, plan)
        show(plan)
        if not request.dry_run:
            self.teller.record(plan)
            outcome.place = target.send(source, plan, self.reporter)


def teller_of(paths: SitePaths, request: Request, source: Source) -> Teller:
    """Return what tells services of the changes of a publication."""
    chosen = list(services(request.base, request.after, lambda path: source.find(path) is not None))
    return Teller(chosen, state_of(paths, request.target) / "after.sqlite")


def state_of(paths: SitePaths, target: Target) -> Path:
    """Return the folder for what is kept of a target."""
    return paths.state / "publish" / digest_text(target.key, 16)


def _check_size(host: Host, source: Source) -> None:
    """Raise BackfileError if a host does not take the output."""
    size = measure(source.connection, source.output, 0)
    found = fit(host, size)
    if not found.fits:
        raise BackfileError(
            f"{host.name}: the site {verdict(found, size)}; nothing was sent. `backfile fit` says what to "
            "leave out; --force publishes all the same"
        )


def _check(source: Source, reporter: Reporter) -> None:
    reporter.begin("check", source.size())
    check_output(source, reporter.advance)
    reporter.end("check")


def publish_pictures(paths: SitePaths, target: PictureTarget, reporter: Reporter) -> SentPictures:
    """Send the pictures that their own address lacks: no page is sent before what it shows."""
    sent = send_pictures(paths, target, reporter, ask=False)
    if sent.missing:
        reporter.note(sent.warning)
    return sent


def _report(outcome: Outcome, plan: Plan) -> None:
    outcome.phases = {name: {"files": one.files, "bytes": one.size} for name, one in plan.phases.items()}
    outcome.files, outcome.size = plan.sent
    outcome.new, outcome.removed, outcome.unchanged = plan.new, plan.removed, plan.unchanged


@contextmanager
def _destination(paths: SitePaths, request: Request, lock: int) -> Iterator[Destination]:
    target = request.target
    if isinstance(target, FolderTarget):
        _check_folder(paths, target)
        releases = Releases(target.folder)
        if request.dry_run:
            yield FolderDestination(releases, request.keep)
            return
        with hold(releases.lock, _BUSY):
            yield FolderDestination(releases, request.keep)
        return
    state = state_of(paths, target)
    if isinstance(target, BucketTarget):
        yield bucket_destination(target, request, state)
    elif isinstance(target, GitTarget):
        url, settings = resolve_remote(paths.root, target.remote, lock)
        repository = Repository(state / "repository.git", url, target.branch, settings, lock)
        yield GitDestination(repository, state / "manifest")
    else:
        yield RsyncDestination(target.place, state, lock)


def bucket_destination(
    target: BucketTarget, request: Request, state: Path, arrived: Arrived | None = None
) -> BucketDestination:
    """Return a bucket as the destination of a request. What has `arrived` is not sent again."""
    # Late: it needs a library that most installations lack.
    from generator.publish.bucket import BucketDestination

    return BucketDestination(
        target, request.bucket, state, request.keep, force=request.force, arrived=arrived, base=request.base
    )


def _check_folder(paths: SitePaths, target: FolderTarget) -> None:
    """Raise BackfileError for the archive's own folder, and for folders of its files."""
    ours = [paths.output, *(paths.root / name for name in ("content", "themes", ".backfile", ".git"))]
    folder = target.folder
    if folder == paths.root or any(folder == one or one in folder.parents for one in ours):
        raise BackfileError(
            f"{folder}: the target must not be among the files of the archive; name another folder"
        )


def roll_back(paths: SitePaths, request: Request, reporter: Reporter) -> tuple[str, list[Told]]:
    """Make the release before the current one current; return a sentence, and what caches were told.

    Raises BackfileError if no such release is kept, and LockedError while a build or publication is at work.
    """
    target = request.target
    if isinstance(target, FolderTarget):
        releases = Releases(target.folder)
        if not releases.folder.is_dir():
            raise BackfileError(f"{target}: nothing was published there")
        with hold(releases.lock, _BUSY):
            message = releases.roll_back()
    elif isinstance(target, BucketTarget):
        with hold(paths.lock, for_all=True):
            state = state_of(paths, target)
            message = bucket_destination(target, request, state).roll_back(reporter)
    else:
        raise BackfileError(
            f"{target}: only folders and buckets can be rolled back; no other target keeps releases"
        )
    caches = [one for one in services(request.base, request.after, lambda _: False) if one.forgets]
    teller = Teller(caches, state_of(paths, target) / "after.sqlite")
    teller.record_everything()
    return message, teller.tell()
