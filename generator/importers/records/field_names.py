"""Find our fields among the names in imported data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.core.errors import BackfileError
from generator.core.wording import similar

#: Our fields, each with other names for it; the first that is found counts.
_NAMES = {
    "title": "headline subject heading 标题 题目",
    "body": """content content_html content_text html text article article_body body_html
        正文 内容""",
    "date": """date_published published_at publish_date publish_time publishtime pub_date pubdate
        pub_time posted_at posted created_at created create_time datetime time timestamp
        日期 时间 发布时间 发布日期""",
    "updated": """date_modified updated_at update_time modified modified_at last_modified last_modified_at
        更新时间""",
    "categories": "category section channel column 分类 栏目 频道",
    "tags": "tag keywords labels 标签 关键词",
    "slug": "",
    "permalink": "",
    "aliases": "redirect_from old_url old_urls",
    "draft": "",
    "published": "",
    "status": "post_status 状态",
    "visibility": "",
    "private": "is_private",
    "hidden": "is_hidden",
    "password": "post_password",
    "expires": "expires_at expiry",
    "source": "source_name media publisher site_name 来源 媒体",
    "source_url": "url link href original_url canonical_url external_url source_link 链接 网址 原文链接",
    "author": "authors byline creator writer 作者 记者",
    "summary": "excerpt description abstract lead 摘要 导语",
    "image": "picture cover thumbnail image_url 图片",
    "image_alt": "",
    "lang": "language",
    "layout": "",
    "markdown": "",
    "id": "guid uuid _id key identifier 编号",
}
#: Our fields, each with all its names, its own first.
FIELD_NAMES = {
    ours: (ours, *(name for name in names.split() if name != ours)) for ours, names in _NAMES.items()
}
_PARTS = re.compile(r"[\s\-.:]+|(?<=[a-z0-9])(?=[A-Z])")


class FieldNames:
    """Finds our fields in the names of a record. `chosen` is from --map: theirs to ours ("": ignore)."""

    def __init__(self, chosen: Mapping[str, str]) -> None:
        self._chosen = chosen
        self.unknown: dict[str, None] = {}
        """Names that are no field, in the order in which they were found."""
        self._known: dict[tuple[str, ...], dict[str, str]] = {}

    def match(self, names: Iterable[str]) -> dict[str, str]:
        """Return our fields that are present, each with its name in the data."""
        key = tuple(names)
        if key not in self._known:
            if len(self._known) > 1000:  # Records of one file have few shapes; hostile ones have many.
                self._known.clear()
            self._known[key] = self._matched(key)
        return self._known[key]

    def _matched(self, names: tuple[str, ...]) -> dict[str, str]:
        found = {ours: name for name in names if (ours := self._chosen.get(name))}
        plain = {_plain(name): name for name in reversed(names) if name not in self._chosen}
        for ours, others in FIELD_NAMES.items():
            theirs = next((plain[name] for name in others if name in plain), None)
            if theirs is not None and ours not in found:
                found[ours] = theirs
        used = {*found.values(), *self._chosen}
        for name in names:
            if name not in used and len(self.unknown) < 50:
                self.unknown[name] = None
        return found


def parse_mappings(options: Iterable[str]) -> dict[str, str]:
    """Return the mapping in options `theirs=ours`. Raises BackfileError for an invalid one."""
    chosen: dict[str, str] = {}
    for option in options:
        theirs, equals, ours = option.rpartition("=")
        if not equals or not theirs:
            raise BackfileError(f"--map {option}: write it as theirs=ours, such as --map newstext=body")
        if ours and ours not in FIELD_NAMES:
            close = similar(ours, FIELD_NAMES)
            cure = f"did you mean {close[0]}?" if close else f"the fields are {', '.join(FIELD_NAMES)}"
            raise BackfileError(f"--map {option}: there is no field {ours}; {cure}")
        chosen[theirs] = ours
    return chosen


def _plain(name: str) -> str:
    """Return a name in the form of the table: `pubDate`, `Pub Date` and `pub-date` are `pub_date`."""
    return _PARTS.sub("_", name.strip().lstrip("\ufeff")).lower()
