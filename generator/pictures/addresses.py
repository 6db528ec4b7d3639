"""Give the many addresses of one picture one form, by a table of rules.

Image hosts answer for the same picture in many sizes, formats and under many names. The form is the address
of the picture as it was uploaded; it is the key of the registry, and the address that is asked.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

#: Characters; servers refuse longer addresses.
LONGEST = 8_000


class Rule(NamedTuple):
    """Addresses of one image host, and the form of all that show the same picture.

    `pattern` matches a whole address without its fragment; `form` is a template as for `re.Match.expand`.
    """

    host: str
    pattern: re.Pattern[str]
    form: str


def _rule(host: str, pattern: str, form: str) -> Rule:
    return Rule(host, re.compile(pattern, re.IGNORECASE), form)


#: Part of a host's name, which is looked for first, and the rule.
RULES = (
    # WordPress's proxy has any public picture: i0.wp.com/HOST/PATH?resize=300,200
    # (developer.wordpress.com/docs/photon)
    _rule(".wp.com", r"https?://i[0-3]\.wp\.com/([^/?]+\.[^/?]+/[^?]+)(?:\?.*)?", r"https://\1"),
    # WordPress.com's own files in other sizes: NAME.files.wordpress.com/…?w=300
    _rule(
        ".files.wordpress.com",
        r"https?://([^/?]+\.files\.wordpress\.com/[^?]+)(?:\?.*)?",
        r"https://\1",
    ),
    # WeChat: the last segment is the width, 0 for the whole; the query has the format and the page it is on.
    _rule(
        "qpic.cn",
        r"https?://(mmbiz|mmecoa)\.qpic\.cn/(\w+)/([^/?]+)(?:/\d*)?(?:\?.*)?",
        r"https://\1.qpic.cn/\2/\3/0",
    ),
    # Sina: any of its servers has each picture; the first folder is the size.
    _rule(
        ".sinaimg.cn",
        r"https?://(?:w[swx]|tvax?)\d\.sinaimg\.cn/[^/?]+/([^/?]+)(?:\?.*)?",
        r"https://wx1.sinaimg.cn/large/\1",
    ),
    # Medium: sizes and formats stand in folders before the name.
    _rule(
        "medium.com",
        r"https?://(?:miro|cdn-images-\d)\.medium\.com/(?:[^?]*/)?(\d\*[^/?]+)(?:\?.*)?",
        r"https://miro.medium.com/v2/\1",
    ),
)


#: Part of an address of each host with a rule.
_HOSTS = re.compile("|".join(re.escape(rule.host) for rule in RULES))
#: An address as most are written.
_PLAIN = re.compile(r"https?://[a-z0-9.:-]+/[^\s#]*")


@lru_cache(maxsize=1024)
def normal(address: str) -> str:
    """Return the form that all addresses of a picture on the web have in common; "" for any other address.

    An address without a scheme (`//host/a.png`) is one of https.
    """
    whole = address if _PLAIN.fullmatch(address) and len(address) <= LONGEST else _cleaned(address)
    if not _HOSTS.search(whole):
        return whole
    for rule in RULES:
        if rule.host in whole and (found := rule.pattern.fullmatch(whole)):
            return found.expand(rule.form)
    return whole


def _cleaned(address: str) -> str:
    """Return an address with scheme and host in small letters, and without a fragment; "" for no address."""
    if address.startswith("//"):
        address = f"https:{address}"
    scheme, separator, rest = address.partition("://")
    if not separator or scheme.lower() not in ("http", "https") or len(address) > LONGEST:
        return ""
    host, slash, path = rest.partition("#")[0].partition("/")
    if not slash:
        host, mark, query = host.partition("?")
        path = mark + query
    if not host or host != host.strip() or any(map(str.isspace, path)):
        return ""
    return f"{scheme.lower()}://{host.lower()}/{path}"


def host_of(address: str) -> str:
    """Return the host of an address, without name, password and port, for people and for limits a host."""
    authority = address.partition("://")[2].partition("/")[0].rpartition("@")[2]
    if authority.startswith("["):
        return authority.partition("]")[0][1:]
    return authority.partition(":")[0]
