"""Mark the paragraphs of a text from the classic editor, which keeps them as blank lines.

WordPress does so when it shows a post (`wpautop`). A blank line ends a paragraph, a single line end breaks
the line, and blocks that are written as HTML stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

#: Elements that hold blocks: in them, a text is paragraphs if it has a blank line.
_HOLDERS = "article|aside|blockquote|dd|details|div|footer|form|header|li|main|nav|section|td|th"
#: Elements that hold a line of text, in which there are no paragraphs.
_LINES = "address|caption|dt|figcaption|h[1-6]|legend|p|summary"
#: Elements that hold only other elements, or nothing.
_FRAMES = (
    "audio|col|colgroup|dl|fieldset|figure|hgroup|hr|iframe|map|math|menu|noscript|object|ol|optgroup|option"
    "|picture|select|svg|table|tbody|tfoot|thead|tr|ul|video"
)
#: Elements whose text is not for paragraphs.
_RAW = "pre|script|style|textarea"
_BLOCK = re.compile(rf"<(/?)({_HOLDERS}|{_LINES}|{_FRAMES}|{_RAW})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_RAW_NAMES = frozenset(_RAW.split("|"))
_VOID = frozenset({"col", "hr"})
_LINE = re.compile(_LINES)
_FRAME = re.compile(_FRAMES)
_ALWAYS = frozenset({"", "blockquote"})
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_COMMENTS = re.compile(r"(?:\s*<!--(?:(?!-->).)*-->)+\s*", re.DOTALL)
_BROKEN = "<br>\n"
_BREAK = re.compile(r"(?<![ \t])(?:[ \t]*+<br[ \t]*/?>)?[ \t]*+\n[ \t]*", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def with_paragraphs(text: str) -> str:
    """Return a text whose paragraphs and broken lines are marked by `<p>` and `<br>`."""
    parts: list[str] = []
    opened: list[str] = []
    waiting: Counter[str] = Counter()
    for part, closes, name in _pieces(text):
        if not name:
            parts.append(_run(part, opened[-1] if opened else ""))
            continue
        parts.append(part)
        if name in _VOID or name in _RAW_NAMES or part.endswith("/>"):
            continue
        if not closes:
            opened.append(name)
            waiting[name] += 1
        elif waiting[name]:
            while (last := opened.pop()) != name:
                waiting[last] -= 1
            waiting[name] -= 1
    return "".join(parts)


def _pieces(text: str) -> Iterator[tuple[str, bool, str]]:
    """Yield (text, whether it ends a block, the name of the block); the name of plain text is ""."""
    at = 0
    while found := _BLOCK.search(text, at):
        yield text[at : found.start()], False, ""
        name, at = found[2].lower(), found.end()
        if name in _RAW_NAMES and not found[1]:
            closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, at)
            at = closing.end() if closing else len(text)
        yield text[found.start() : at], bool(found[1]), name
    yield text[at:], False, ""


def _run(text: str, holder: str) -> str:
    """Return a text between blocks, inside the block `holder` ("" for none)."""
    if not text.strip():
        return text and "\n"
    if _FRAME.fullmatch(holder):
        return text
    has_blank_line = _BLANK_LINES.search(text.strip()) is not None
    if _LINE.fullmatch(holder) or (holder not in _ALWAYS and not has_blank_line):
        head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{head}{_BREAK.sub(_BROKEN, text.strip())}{tail}"
    paragraphs = (one.strip() for one in _BLANK_LINES.split(text))
    return "".join(["\n", *(f"{_paragraph(one)}\n" for one in paragraphs if one)])


def _paragraph(text: str) -> str:
    if _COMMENTS.fullmatch(text):
        return text
    if _ADDRESS.fullmatch(text):  # WordPress shows what is there; a link to it needs no other site.
        return f'<p><a href="{text}">{text}</a></p>'
    return f"<p>{_BREAK.sub(_BROKEN, text)}</p>"
