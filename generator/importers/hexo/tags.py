"""Find the tag plugins in a body (`{% name a b %}`), outside code and `raw`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.body.markdown.code import outside_code
from generator.importers.sites.call_renderer import Replace, Tag, code_ranges, render_tags

_OPENING = re.compile(r"\{%-?[ \t]*([\w-]+)?|\{\{")
_RAW = re.compile(r"\{%-?\s*endraw\s*-?%\}")
_VALUE = re.compile(r"\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)'|(\S+)", re.DOTALL)
#: The most characters of one tag.
_LONGEST = 10_000


def render(body: str, replace: Replace, *, markdown: bool = True) -> str:
    """Return a body in which tags are replaced, the inner ones first. `{{ … }}` is a call without a name."""
    if "{%" not in body and "{{" not in body:
        return body
    return render_tags(body, list(_tags(body, markdown=markdown)), _values, replace)


def _tags(body: str, *, markdown: bool) -> Iterator[Tag]:
    code = list(code_ranges(body)) if markdown else []
    at = 0
    raw_is_missing = False
    while found := _OPENING.search(body, at):
        start, at = found.start(), found.end()
        while code and code[0][1] <= start:
            code.pop(0)
        if code and code[0][0] <= start:
            continue
        mark = "}}" if found[0] == "{{" else "%}"
        end = body.find(mark, at, at + _LONGEST)
        if end < 0 or (mark == "%}" and not found[1]):
            continue
        name, arguments = found[1] or "", body[at:end].rstrip("-").strip()
        at = end + 2
        if name == "raw" and not raw_is_missing:
            closing = _RAW.search(body, at)
            raw_is_missing = closing is None
            if closing:
                shown = _as_text(body[at : closing.start()], markdown=markdown)
                yield Tag(start, closing.end(), "", shown, alone=True)
                at = closing.end()
        elif mark == "}}":
            yield Tag(start, at, "{{", arguments, alone=True)
        else:
            yield Tag(start, at, name.removeprefix("end"), arguments, closing=name.startswith("end"))


def _as_text(raw: str, *, markdown: bool) -> str:
    """Return the inside of `raw` such that nobody takes its braces for a template."""

    def change(part: str) -> str:
        return part.replace("{{", "&#123;{").replace("{%", "&#123;%")

    return outside_code(raw, change) if markdown else change(raw)


def _values(arguments: str) -> tuple[tuple[str, ...], dict[str, str]]:
    values = [double or single or bare for double, single, bare in _VALUE.findall(arguments)]
    named = {}
    for value in values:
        name, colon, rest = value.partition(":")
        if colon and name.isalpha() and not rest.startswith("//"):
            named[name] = rest
    return tuple(values), named
