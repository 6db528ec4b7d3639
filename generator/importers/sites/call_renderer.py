"""Replace the calls in a body, the inner ones first, whatever the syntax is in which they are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.body.markdown.code import split_code
from generator.importers.article import RefusalError
from generator.importers.sites.calls import Call, is_block

#: The most characters that may be made of a body.
_LONGEST = 16_000_000


class Tag(NamedTuple):
    """A tag: where it starts and ends, and what it calls.

    A `closing` tag ends what the tag with its name encloses; one that is `alone` encloses nothing. A tag
    without a name stands for a text: its arguments.
    """

    start: int
    end: int
    name: str
    arguments: str
    closing: bool = False
    alone: bool = False
    is_markdown: bool = False


#: Returns the text for a call.
Replace = Callable[[Call], str]
#: Returns the values of a call by position and by name, from its arguments.
Parse = Callable[[str], tuple[tuple[str, ...], dict[str, str]]]


def render_tags(body: str, tags: list[Tag], parse: Parse, replace: Replace) -> str:
    """Return a body whose tags are replaced. Raises RefusalError for one that grows without bound."""
    return _Renderer(body, parse, replace).render(tags)


def code_ranges(body: str) -> Iterator[tuple[int, int]]:
    """Yield where the code of a body in Markdown starts and ends."""
    at = 0
    for part, is_code in split_code(body):
        if is_code:
            yield at, at + len(part)
        at += len(part)


def _enclosing(tags: list[Tag]) -> set[int]:
    """Return the positions of the tags that have a closing one."""
    found: set[int] = set()
    stack: list[int] = []
    waiting: Counter[str] = Counter()
    for position, tag in enumerate(tags):
        if not tag.closing and not tag.alone:
            stack.append(position)
            waiting[tag.name] += 1
        elif tag.closing and waiting[tag.name]:
            while tags[stack[-1]].name != tag.name:
                waiting[tags[stack.pop()].name] -= 1
            waiting[tag.name] -= 1
            found.add(stack.pop())
    return found


class _Frame(NamedTuple):
    """A call that is open, and what was made of the text before it."""

    tag: Tag
    line: int
    before: list[str]


class _Renderer:
    def __init__(self, body: str, parse: Parse, replace: Replace) -> None:
        self._body, self._parse, self._replace = body, parse, replace
        self._frames: list[_Frame] = []
        self._out: list[str] = []
        self._made = 0

    def render(self, tags: list[Tag]) -> str:
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

    def _take(self, tag: Tag, line: int) -> None:
        if not tag.name:
            self._put(tag.arguments)
        elif not tag.closing:
            self._put_result(tag, tag.end, line, None)
        elif self._frames and self._frames[-1].tag.name == tag.name:
            inner, frame = "".join(self._out), self._frames.pop()
            self._out = frame.before
            self._put_result(frame.tag, tag.end, frame.line, inner)
        # Else it closes nothing.

    def _put_result(self, tag: Tag, end: int, line: int, inner: str | None) -> None:
        """Put what a call makes; a block of HTML on lines of its own gets blank lines around it."""
        positional, named = self._parse(tag.arguments)
        source = self._body[tag.start : tag.end]
        text = self._replace(Call(tag.name, positional, named, inner, source, line, tag.is_markdown))
        starts = tag.start == 0 or self._body[tag.start - 1] == "\n"
        if starts and self._body[end : end + 1] in ("", "\n") and is_block(text):
            text = f"\n{text}\n"
        self._put(text)

    def _put(self, text: str) -> None:
        self._made += len(text)
        if self._made > _LONGEST:
            raise RefusalError("import.too-large", "its calls make too much text", "shorten it")
        self._out.append(text)
