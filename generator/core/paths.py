"""Name the files and folders of an archive."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.core.digests import digest_text
from generator.core.errors import BackfileError


@dataclass(frozen=True, slots=True)
class SitePaths:
    """The folders and files of one archive; while a build is verified, `state` is a temporary folder."""

    root: Path
    output: Path
    state: Path
    registry: Path
    #: The folder inside the staging folder that this build has for itself; "" for all of it.
    staging_part: str = ""

    @classmethod
    def of(cls, root: Path, output: Path | None = None) -> SitePaths:
        """Return the paths of the archive in `root`, with its output there or in the given folder.

        Raises BackfileError for an output among the sources, and for names that databases can't keep.
        """
        root = root.resolve()
        output = (output or root / "output").resolve()
        _check_names(root, output)
        _check_output(root, output)
        return cls(
            root=root,
            output=output,
            state=root / ".backfile",
            registry=root / "content" / "slugs.yaml",
        )

    @property
    def is_lasting(self) -> bool:
        """Whether the state stays for further builds; that of a build that verifies another does not."""
        return self.state == self.root / ".backfile"

    @property
    def config(self) -> Path:
        """The archive's settings."""
        return self.root / "site.yaml"

    @property
    def themes(self) -> Path:
        """The archive's own themes."""
        return self.root / "themes"

    @property
    def index(self) -> Path:
        """The index: a cache of the content."""
        return self.state / "index.sqlite"

    @property
    def ledger(self) -> Path:
        """The ledger of the files that were written, one for each output folder."""
        return self._of_output("ledger", "sqlite")

    @property
    def changes(self) -> Path:
        """The changes of the last build that changed something, one file for each output folder."""
        return self._of_output("changes", "json")

    def _of_output(self, name: str, suffix: str) -> Path:
        default = self.output == self.root / "output"
        return self.state / (
            f"{name}.{suffix}" if default else f"{name}-{digest_text(str(self.output))}.{suffix}"
        )

    @property
    def last_good(self) -> Path:
        """Last good sources, used for posts that are bad now; input, like the registry."""
        return self.state / "last-good"

    @property
    def templates(self) -> Path:
        """Compiled templates."""
        return self.state / "templates"

    @property
    def search_runs(self) -> Path:
        """Files from which the lists of the search index are merged; a build removes them."""
        return self.state / "search-runs"

    @property
    def smaller_pictures(self) -> Path:
        """Smaller versions of kept pictures, which are made once; also a clean build takes them from here."""
        return self.root / ".backfile" / "pictures"

    @property
    def preview(self) -> Path:
        """State of `serve`: an index that includes drafts and future posts, and a lock."""
        return self.state / "preview"

    @property
    def watch(self) -> Path:
        """State of `watch`: a lock, and a folder by which the system's limit on watches is found."""
        return self.state / "watch"

    @property
    def lock(self) -> Path:
        """The lock that the running build holds."""
        return self.state / "lock"

    @property
    def all_staging(self) -> Path:
        """The folder for new output of all builds, also of those that did not come to their end."""
        return self.output.parent / f".{self.output.name}.staging"

    @property
    def staging(self) -> Path:
        """The folder for new output: beside the output, so that a rename moves files there."""
        return self.all_staging / self.staging_part


def is_within(path: str, *folders: str) -> bool:
    """Return whether a relative path, with forward slashes, is that of one of the folders or below it."""
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def _check_output(root: Path, output: Path) -> None:
    sources = [root / name for name in ("content", "themes", ".backfile", ".git")]
    if output == root or output in root.parents or any(output == s or s in output.parents for s in sources):
        raise BackfileError(f"{output}: the output may not be among the sources; name a different folder")


def _check_names(*folders: Path) -> None:
    for folder in folders:
        shown = str(folder).encode("utf-8", "replace").decode()
        if shown != str(folder):
            raise BackfileError(f"{shown}: the folder's name is not UTF-8; rename it")
