"""List the limits that hosts document, each with its source; a host of site.yaml adds its own.

Numbers are those of the cheapest plan unless the name says otherwise. `READ` is when they were looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, get_args

from generator.config.schema import HostLimits, SiteConfig
from generator.core.errors import BackfileError
from generator.core.wording import similar

#: What a limit is on: the files of a site and their bytes, the bytes of one file, the files of one folder,
#: the rules of `_redirects` and of `_headers`.
Measure = Literal["files", "bytes", "file_bytes", "folder_files", "redirects", "headers"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
#: When the limits were looked up.
READ = "2026-11"

_MB = 1_000_000
_MIB = 1 << 20


class Limit(NamedTuple):
    """The most that a host takes of something, and the page that says so ("" for site.yaml).

    `read` is the month in which that page was read, "" if it could not be.
    """

    measure: Measure
    most: int
    source: str = ""
    read: str = READ


class Host(NamedTuple):
    """A host: its key on the command line, its name, its limits, and whether it reads `_redirects`."""

    key: str
    name: str
    limits: tuple[Limit, ...]
    redirects: bool = False
    """Whether it answers with the redirects of `_redirects`."""
    headers: bool = False
    """Whether it sends the headers of `_headers`."""


_GITHUB = "https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits"
_GITHUB_FILES = "https://docs.github.com/en/repositories/working-with-files/managing-large-files/about-large-files-on-github"
_GITLAB = "https://docs.gitlab.com/user/gitlab_com/"
_CLOUDFLARE = "https://developers.cloudflare.com/pages/platform/limits/"
_NETLIFY = "https://docs.netlify.com/deploy/deploy-overview/"
_VERCEL = "https://vercel.com/docs/limits"
_S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html"


def _cloudflare(key: str, name: str, files: int) -> Host:
    limits = (
        Limit("files", files, _CLOUDFLARE),
        Limit("file_bytes", 25 * _MIB, _CLOUDFLARE),
        Limit("redirects", 2_000, _CLOUDFLARE),
        Limit("headers", 100, _CLOUDFLARE),
    )
    return Host(key, name, limits, redirects=True, headers=True)


def _vercel(key: str, name: str, size: int) -> Host:
    return Host(key, name, (Limit("files", 15_000, _VERCEL, ""), Limit("bytes", size, _VERCEL, "")))


#: The hosts that the program knows.
HOSTS = (
    Host(
        "github-pages",
        "GitHub Pages",
        (Limit("bytes", 1_000 * _MB, _GITHUB), Limit("file_bytes", 100 * _MIB, _GITHUB_FILES)),
    ),
    Host(
        "gitlab-pages",
        "GitLab Pages",
        (Limit("files", 200_000, _GITLAB), Limit("bytes", 1_000 * _MB, _GITLAB)),
        redirects=True,
    ),
    _cloudflare("cloudflare-pages", "Cloudflare Pages (free)", 20_000),
    _cloudflare("cloudflare-pages-paid", "Cloudflare Pages (paid)", 100_000),
    Host("netlify", "Netlify", (Limit("folder_files", 54_000, _NETLIFY),), redirects=True, headers=True),
    _vercel("vercel", "Vercel (Hobby)", 100 * _MB),
    _vercel("vercel-pro", "Vercel (Pro)", 1_000 * _MB),
    Host("s3", "S3", (Limit("file_bytes", 5_000 * _MB, _S3, ""),)),
)


def all_hosts(own: Mapping[str, HostLimits]) -> Iterator[Host]:
    """Yield the hosts of site.yaml, which may replace known ones, and the known ones."""
    for name, written in own.items():
        limits = tuple(Limit(measure, most) for measure in MEASURES if (most := getattr(written, measure)))
        yield Host(name, name, limits, redirects=True, headers=True)
    yield from (host for host in HOSTS if host.key not in own)


def chosen_host(config: SiteConfig) -> Host | None:
    """Return the host that `publish.host` names; None for none. Raises BackfileError for an unknown one."""
    return find_host(config.publish.host, config.hosts) if config.publish.host else None


def find_host(key: str, own: Mapping[str, HostLimits]) -> Host:
    """Return a host by its key. Raises BackfileError for one that nobody describes."""
    hosts = {host.key: host for host in all_hosts(own)}
    if key in hosts:
        return hosts[key]
    close = similar(key, sorted(hosts))
    hint = f"did you mean {close[0]}?" if close else f"there is: {', '.join(hosts)}"
    raise BackfileError(f"there is no host {key!r} ({hint}); describe your own under hosts: in site.yaml")
