"""Find the shortcodes of a body and replace them (gohugo.io/content-management/shortcodes)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.importers.article import RefusalError
from generator.importers.sites.call_renderer import Replace, Tag, code_ranges, render_tags

_OPENING = re.compile(r"\{\{([<%])[ \t\n]*(/\*)?[ \t\n]*(/?)[ \t\n]*([\w./-]+)?")
#: What ends a shortcode, and the texts in quotes before that, which may have the same characters.
_END = re.compile(r'"(?:\\.|[^"\\])*"|`[^`]*`|(\*/[ \t\n]*)?(/?)[ \t\n]*([>%])\}\}', re.DOTALL)
_VALUE = re.compile(r'(?:([\w-]+)[ ]*=[ ]*)?(?:"((?:\\.|[^"\\])*)"|`([^`]*)`|([^\s"`]+))', re.DOTALL)
#: The marks of a comment within a shortcode that is only shown.
_ESCAPE = re.compile(r"^(\{\{[<%])[ \t\n]*/\*|\*/[ \t\n]*([>%]\}\})$")
_ESCAPED = re.compile(r"\\(.)")
#: The most characters of one call without what it encloses.
_LONGEST_CALL = 10_000
#: The most calls without an end in one body: each costs a look at so many characters.
_MOST_UNENDED = 500


def render(body: str, replace: Replace, *, markdown: bool = True) -> str:
    """Return a body in which shortcodes outside code are replaced, the inner ones first.

    `{{</* name */>}}`, which shows a shortcode, becomes `{{< name >}}`, also in code. Raises RefusalError
    for a body that grows without bound.
    """
    if "{{<" not in body and "{{%" not in body:
        return body
    return render_tags(body, list(_tags(body, markdown=markdown)), _values, replace)


def _tags(body: str, *, markdown: bool) -> Iterator[Tag]:
    code = list(code_ranges(body)) if markdown else []
    at = unended = 0
    while found := _OPENING.search(body, at):
        at = found.end()
        end = next((one for one in _END.finditer(body, at, at + _LONGEST_CALL) if one[3]), None)
        unended += not end
        if unended > _MOST_UNENDED:
            why = f"it has more than {_MOST_UNENDED} shortcodes without an end"
            raise RefusalError("import.too-large", why, "end them, or write {{</* … */>}} to show them")
        if not end or end[3] != (">" if found[1] == "<" else "%"):
            continue
        while code and code[0][1] <= found.start():
            code.pop(0)
        start, arguments = found.start(), body[found.end() : end.start()]
        if found[2] and end[1]:
            yield Tag(start, end.end(), "", _shown(body[start : end.end()]), alone=True)
        elif not found[2] and found[4] and not (code and code[0][0] <= start):
            closing, alone, is_markdown = bool(found[3]), bool(end[2]), found[1] == "%"
            yield Tag(start, end.end(), found[4], arguments, closing, alone, is_markdown)
        else:
            continue
        at = end.end()


def _shown(escaped: str) -> str:
    return _ESCAPE.sub(lambda found: found[1] or found[2], escaped)


def _values(arguments: str) -> tuple[tuple[str, ...], dict[str, str]]:
    positional, named = [], {}
    for name, text, raw, bare in _VALUE.findall(arguments):
        value = _ESCAPED.sub(r"\1", text) if text else raw or bare
        if name:
            named[name] = value
        else:
            positional.append(value)
    return tuple(positional), named
