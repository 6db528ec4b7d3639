"""List the rules of site.yaml by option; those that need no module of their own are here."""

from __future__ import annotations

import re
import warnings
from functools import partial

from generator.config.rules.addresses import (
    check_host,
    check_picture,
    check_redirects,
    check_segment,
    check_site_url,
    check_web_url,
)
from generator.config.rules.feed_paths import check_own_feed_path
from generator.config.rules.html import check_attribute, check_element
from generator.config.rules.permalinks import FORMS, check_pattern
from generator.config.yaml.errors import OptionError
from generator.config.yaml.reader import Rule, Rules
from generator.config.yaml.scalars import Range
from generator.core.wording import did_you_mean, printable, quoted_value

#: `langtag` of RFC 5646, section 2.1, without the lengths that no registered language has.
_LANGUAGE = re.compile(
    r"""[a-z]{2,3} (?:-[a-z]{3}){0,3} (?:-[a-z]{4})? (?:-(?:[a-z]{2}|[0-9]{3}))?
        (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))* (?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*
        (?:-x(?:-[a-z0-9]{1,8})+)?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_INDEXNOW_KEY = re.compile(r"[A-Za-z0-9-]{8,128}")
_IDENTIFIER = re.compile(r"[A-Za-z0-9]{1,64}")
#: Names in the time zone database that mean a different zone on each machine.
_LOCAL_ZONES = frozenset({"localtime", "posixrules", "Factory"})
#: Longest reason that is passed on from other libraries, in characters.
_REASON = 120
#: Extensions that come with Python-Markdown. A different name is tried, which takes an import.
# fmt: off
BUNDLED_EXTENSIONS = frozenset({
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes",
    "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc",
    "wikilinks",
})
# fmt: on


def check_given(text: str) -> str:
    """Return a text that may not be empty."""
    if not text:
        raise OptionError("missing", "is empty", "write a text after the colon")
    return text


def check_language(text: str) -> str:
    """Return a language tag that has the shape of BCP 47."""
    if _LANGUAGE.fullmatch(text):
        return text
    dashed = text.replace("_", "-")
    cure = f"write {dashed}" if _LANGUAGE.fullmatch(dashed) else "write for example zh-CN, zh-Hant or en"
    raise OptionError("language", f"must be a language tag of BCP 47, not {quoted_value(text)}", cure)


def check_encoding(name: str) -> str:
    """Return the name of an encoding of texts, or ""."""
    try:
        "".encode(name or "utf-8")
    except (LookupError, ValueError):
        message = f"must be the name of an encoding, not {quoted_value(name)}"
        cure = "write for example big5, gb18030, shift_jis or windows-1251"
        raise OptionError("encoding", message, cure) from None
    return name.lower()


def check_indexnow_key(text: str) -> str:
    """Return a key of IndexNow (indexnow.org/documentation), or ""."""
    if not text or _INDEXNOW_KEY.fullmatch(text):
        return text
    cure = "make one with: openssl rand -hex 16"
    raise OptionError("indexnow", "must be 8 to 128 letters, digits and hyphens", cure)


def check_identifier(text: str) -> str:
    """Return an identifier that a service gave, which becomes part of an address; or ""."""
    if not text or _IDENTIFIER.fullmatch(text):
        return text
    raise OptionError("identifier", "must be letters and digits", "copy it from the pages of the service")


def check_time_zone(text: str) -> str:
    """Return a name that the time zone database (of the system, or of the package tzdata) knows."""
    import zoneinfo

    try:
        if text not in _LOCAL_ZONES:
            zoneinfo.ZoneInfo(text)
            return text
    except (KeyError, ValueError, OSError):  # unknown; not a name at all; a folder of the database
        pass
    zones = zoneinfo.available_timezones() - _LOCAL_ZONES
    cure = did_you_mean(text, zones, "write a name of the IANA database, such as Asia/Shanghai")
    raise OptionError(
        "time-zone",
        f"must be a time zone, not {quoted_value(text)}",
        cure if zones else "install the package tzdata",
    )


def check_extension(text: str) -> str:
    """Return the name of a Markdown extension that can be imported."""
    if text in BUNDLED_EXTENSIONS:
        return text
    from markdown import Markdown

    try:
        Markdown().build_extension(text, {})
    except Exception as error:  # an extension is anybody's code
        message = (
            f"{quoted_value(text)} is not an extension of Python-Markdown: {printable(str(error), _REASON)}"
        )
        raise OptionError(
            "extension", message, did_you_mean(text, BUNDLED_EXTENSIONS, "install it")
        ) from None
    return text


def check_expression(text: str, group: str = "") -> str:
    """Return a regular expression that compiles and has the group; an empty one is off.

    How long it takes on some text is its author's affair (docs/adr/0017-tail-expressions.md).
    """
    if not text:
        return text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            groups = re.compile(text).groupindex
    except (re.error, Warning, OverflowError, RecursionError) as error:
        hint = "correct it; single quotes around it keep its backslashes"
        raise OptionError(
            "expression", f"is not a regular expression: {printable(str(error), _REASON)}", hint
        ) from None
    if group and group not in groups:
        raise OptionError(
            "expression", f'lacks the group "{group}"', f"write (?P<{group}>…) around that part"
        )
    return text


_RANGES = {
    "posts.max_bytes": Range(1000, 100_000_000, "8000000 for 8 MB"),
    "build.workers": Range(0, 64, "4, or 0 for one per core"),
    "build.bad_posts_percent": Range(0, 100, "5"),
    "build.bad_posts_minimum": Range(0, None, "10"),
    "publish.after.cloudfront_paths": Range(1, None, "1000"),
    "hosts.*.files": Range(0, None, "20000"),
    "hosts.*.bytes": Range(0, None, "1000000000 for 1 GB"),
    "hosts.*.file_bytes": Range(0, None, "25000000 for 25 MB"),
    "hosts.*.folder_files": Range(0, None, "50000"),
    "hosts.*.redirects": Range(0, None, "2000"),
    "hosts.*.headers": Range(0, None, "100"),
}
_VALUES: dict[str, Rule] = {
    "title": check_given,
    "url": check_site_url,
    "language": check_language,
    "time_zone": check_time_zone,
    "posts.encoding": check_encoding,
    **{f"permalink.{name}": partial(check_pattern, form=form) for name, form in FORMS.items()},
    "redirects.*": check_redirects,
    "own_hosts.*": check_host,
    "publisher.url": check_web_url,
    "publisher.logo": check_picture,
    "theme.name": lambda text: check_segment(check_given(text)),
    "publish.after.indexnow": check_indexnow_key,
    "publish.after.indexnow_endpoint": check_web_url,
    "publish.after.websub.*": check_web_url,
    "publish.after.cloudflare": check_identifier,
    "publish.after.cloudfront": check_identifier,
    "publish.after.webhook": check_web_url,
    "markdown.extensions.*": check_extension,
    "sanitizer.tags.*.*": check_attribute,
    "sanitizer.iframe_hosts.*": check_host,
    "tail.source_link": partial(check_expression, group="url"),
    "tail.back_links": check_expression,
    "tail.credit": partial(check_expression, group="source"),
    "categories.*.slug": check_segment,
    "categories.*.aliases.*": check_given,
    "categories.*.feeds.*": check_own_feed_path,
    "tags.*.slug": check_segment,
    "tags.*.aliases.*": check_given,
    "tags.*.feeds.*": check_own_feed_path,
}

#: The rules of site.yaml.
SITE_RULES = Rules(
    ranges=_RANGES,
    values=_VALUES,
    names={"sanitizer.tags": check_element},
    shorthands={
        "theme": "name",
        "publisher": "name",
        "permalink": "post",
        "categories.*": "label",
        "tags.*": "label",
    },
)
