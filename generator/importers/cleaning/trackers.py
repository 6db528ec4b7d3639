"""Recognise trackers: parameters of addresses, and hosts that count readers."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: Parameters that track readers and do not select the page
#: (those that Firefox and Brave strip, and some of Alibaba, Baidu and WeChat).
_PARAMETER = re.compile(
    r"""(?:utm_|mtm_|hsa_|oly_|_hs)\w+
    | pk_(?:campaign|kwd|keyword|source|medium|content|cid)
    | fbclid|gclid|gclsrc|dclid|wbraid|gbraid|msclkid|yclid|ysclid|twclid|ttclid|igshid|igsh|li_fat_id
    | mc_cid|mc_eid|mkt_tok|vero_id|vero_conv|wickedid|rb_clickid|s_cid|ml_subscriber(?:_hash)?|_openstat
    | spm|scm|bd_vid|hmsr|hmpl|hmcu|hmkw|hmci|share_token|share_source|chksm|wfr""",
    re.VERBOSE | re.IGNORECASE,
)
_HOSTS = frozenset(
    {
        "doubleclick.net", "google-analytics.com", "googletagmanager.com", "googlesyndication.com",
        "googleadservices.com", "scorecardresearch.com", "quantserve.com", "pixel.wp.com",
        "stats.wordpress.com", "bat.bing.com", "clarity.ms", "analytics.twitter.com", "px.ads.linkedin.com",
        "ct.pinterest.com", "mc.yandex.ru", "counter.yadro.ru", "top.mail.ru", "hm.baidu.com", "cnzz.com",
        "cpro.baidu.com", "pos.baidu.com", "51.la", "umeng.com", "growingio.com", "irs01.com", "miaozhen.com",
        "tanx.com", "mmstat.com", "beacon.qq.com", "pingjs.qq.com", "statcounter.com", "histats.com",
        "hotjar.com", "chartbeat.com", "chartbeat.net", "matomo.cloud", "mixpanel.com", "segment.io",
        "newrelic.com", "taboola.com", "outbrain.com", "criteo.com", "adnxs.com", "moatads.com",
        "feedsportal.com",
    }
)  # fmt: skip
#: Paths of trackers on hosts that also have other pages.
_PATHS = (
    "facebook.com/tr",
    "feeds.feedburner.com/~r/",
    "feeds.feedburner.com/~ff/",
    "amazon-adsystem.com/e/",
)


def without_tracking(url: str) -> str:
    """Return an address without tracking parameters. It may have `&amp;` instead of `&`."""
    if "?" not in url:
        return url
    head, _, rest = url.partition("?")
    query, mark, fragment = rest.partition("#")
    sign = "&amp;" if "&amp;" in query else "&"
    given = query.split(sign)
    kept = [one for one in given if not _PARAMETER.fullmatch(one.partition("=")[0])]
    if len(kept) == len(given):
        return url
    return head + ("?" + sign.join(kept) if kept else "") + mark + fragment


def is_tracker(url: str) -> bool:
    """Return whether an address belongs to a host that counts readers."""
    try:
        parts = urlsplit(url if "://" in url else f"https:{url}" if url.startswith("//") else "")
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    steps = host.split(".")
    if any(".".join(steps[start:]) in _HOSTS for start in range(len(steps))):
        return True
    place = f"{host.removeprefix('www.')}{parts.path}"
    return place.startswith(_PATHS)
