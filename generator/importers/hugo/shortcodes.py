"""Find the shortcodes of a body and replace them (gohugo.io/content-management/shortcodes)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.body.markdown.code import split_code
from generator.importers.article import RefusalError
from generator.importers.sites.calls import LONGEST, Call, is_block

_OPENING = re.compile(r"\{\{([<%])[ \t\n]*(/\*)?[ \t\n]*(/?)[ \t\n]*([\w./-]+)?")
#: What ends a shortcode, and the texts in quotes before that, which may have the same characters.
_END = re.compile(r'"(?:\\.|[^"\\])*"|`[^`]*`|(\*/[ \t\n]*)?(/?)[ \t\n]*([>%])\}\}', re.DOTALL)
_VALUE = re.compile(r'(?:([\w-]+)[ ]*=[ ]*)?(?:"((?:\\.|[^"\\])*)"|`([^`]*)`|([^\s"`]+))', re.DOTALL)
#: The marks of a comment within a shortcode that is only shown.
_ESCAPE = re.compile(r"^(\{\{[<%])[ \t\n]*/\*|\*/[ \t\n]*([>%]\}\})$")
_ESCAPED = re.compile(r"\\(.)")
#: The most characters of one call without what it encloses.
_LONGEST_CALL = 10_000


class Shortcode(NamedTuple):
    """A call, and whether Markdown is read in what it makes (`{{% … %}}`)."""

    call: Call
    is_markdown: bool


class _Tag(NamedTuple):
    start: int
    end: int
    name: str
    arguments: str
    is_closing: bool
    is_alone: bool
    is_markdown: bool


#: Returns the text for a shortcode.
Replace = Callable[[Shortcode], str]


def render(body: str, replace: Replace, *, markdown: bool = True) -> str:
    """Return a body in which shortcodes outside code are replaced, the inner ones first.

    `{{</* name */>}}`, which shows a shortcode, becomes `{{< name >}}`, also in code. Raises RefusalError
    for a body that grows without bound.
    """
    if "{{<" not in body and "{{%" not in body:
        return body
    return _Renderer(body, replace).render(list(_tags(body, markdown=markdown)))


def _tags(body: str, *, markdown: bool) -> Iterator[_Tag]:
    code = list(_code(body)) if markdown else []
    at = 0
    while found := _OPENING.search(body, at):
        at = found.end()
        end = next((one for one in _END.finditer(body, at, at + _LONGEST_CALL) if one[3]), None)
        if not end or end[3] != (">" if found[1] == "<" else "%"):
            continue
        while code and code[0][1] <= found.start():
            code.pop(0)
        if found[2] and end[1]:
            yield _Tag(
                found.start(), end.end(), "", _shown(body[found.start() : end.end()]), False, True, False
            )
        elif not found[2] and found[4] and not (code and code[0][0] <= found.start()):
            arguments = body[found.end() : end.start()]
            is_markdown = found[1] == "%"
            yield _Tag(
                found.start(), end.end(), found[4], arguments, bool(found[3]), bool(end[2]), is_markdown
            )
        else:
            continue
        at = end.end()


def _code(body: str) -> Iterator[tuple[int, int]]:
    """Yield where the code of a body starts and ends."""
    at = 0
    for part, is_code in split_code(body):
        if is_code:
            yield at, at + len(part)
        at += len(part)


def _shown(escaped: str) -> str:
    return re.sub(
        r"^(\{\{[<%])[ \t\n]*/\*|\*/[ \t\n]*([>%]\}\})$", lambda found: found[1] or found[2], escaped
    )


def _enclosing(tags: list[_Tag]) -> set[int]:
    """Return the positions of the tags that have a closing one."""
    found: set[int] = set()
    stack: list[int] = []
    waiting: Counter[str] = Counter()
    for position, tag in enumerate(tags):
        if not tag.is_closing and not tag.is_alone:
            stack.append(position)
            waiting[tag.name] += 1
        elif tag.is_closing and waiting[tag.name]:
            while tags[stack[-1]].name != tag.name:
                waiting[tags[stack.pop()].name] -= 1
            waiting[tag.name] -= 1
            found.add(stack.pop())
    return found


class _Frame(NamedTuple):
    """A shortcode that is open, and what was made of the text before it."""

    tag: _Tag
    line: int
    before: list[str]


class _Renderer:
    def __init__(self, body: str, replace: Replace) -> None:
        self._body, self._replace = body, replace
        self._frames: list[_Frame] = []
        self._out: list[str] = []
        self._made = 0

    def render(self, tags: list[_Tag]) -> str:
        at = line = counted = 0
        enclosing = _enclosing(tags)
        for position, tag in enumerate(tags):
            self._put(self._body[at : tag.start])
            line += self._body.count("\n", counted, tag.start)
            counted, at = tag.start, tag.end
            if position in enclosing:
                self._frames.append(_Frame(tag, line, self._out))
                self._out = []
            else:
                self._take(tag, line)
        self._put(self._body[at:])
        return "".join(self._out)

    def _take(self, tag: _Tag, line: int) -> None:
        if not tag.name:
            self._put(tag.arguments)
        elif not tag.is_closing:
            self._put_result(tag, tag.end, line, None)
        elif self._frames and self._frames[-1].tag.name == tag.name:
            inner, frame = "".join(self._out), self._frames.pop()
            self._out = frame.before
            self._put_result(frame.tag, tag.end, frame.line, inner)
        # Else it closes nothing, which Hugo would not build.

    def _put_result(self, tag: _Tag, end: int, line: int, inner: str | None) -> None:
        """Put what a shortcode makes; a block of HTML on lines of its own gets blank lines around it."""
        text = self._replace(_shortcode(tag, self._body[tag.start : tag.end], line, inner))
        starts = tag.start == 0 or self._body[tag.start - 1] == "\n"
        if starts and self._body[end : end + 1] in ("", "\n") and is_block(text):
            text = f"\n{text}\n"
        self._put(text)

    def _put(self, text: str) -> None:
        self._made += len(text)
        if self._made > LONGEST:
            raise RefusalError("import.too-large", "its shortcodes make too much text", "shorten it")
        self._out.append(text)


def _shortcode(tag: _Tag, source: str, line: int, inner: str | None) -> Shortcode:
    positional, named = [], {}
    for name, text, raw, bare in _VALUE.findall(tag.arguments):
        value = _ESCAPED.sub(r"\1", text) if text else raw or bare
        if name:
            named[name] = value
        else:
            positional.append(value)
    return Shortcode(Call(tag.name, tuple(positional), named, inner, source, line), tag.is_markdown)
