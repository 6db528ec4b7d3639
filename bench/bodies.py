"""Write the bodies of made-up posts, in the shapes that archives of news have.

The figures are those of three archives:

- *Length*: 13,086 posts of many newspapers have 2,530 characters in the mean. Here the lengths of articles
  follow a lognormal distribution, and a quarter of the posts are flashes of one paragraph.
- *Pictures*: 5,685 posts have 36,388 pictures, 6.4 each, from 26 hosts; 92 % are without alternative text,
  and 2,165 posts load them late, with a twin in `<noscript>`.
- *Wire copy*: in an archive of wire copy all posts are one line of paragraphs, followed by the source and two
  links back.

No archive says how common these shapes are among all posts. `SHAPES` is an assumption: most posts of an
archive of this size are wire copy.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from vocabulary import EVENTS, SENTENCES, SUBJECTS, TOWNS

FLASH_SHARE = 0.25
#: Mean and spread of the lengths of articles, in characters; with the flashes, the mean is 2,530.
_ARTICLE, _SPREAD = 3_250, 0.5
_PARAGRAPH_SENTENCES = (2, 5)
_PICTURES, _HOSTS = (1, 12), 26
_WITHOUT_TEXT, _LATE = 0.92, 0.38
_LINES = (4, 12)


def body(chance: random.Random, source: str) -> str:
    """Return the body of a post from a medium."""
    paragraphs = _paragraphs(chance)
    if len(paragraphs) == 1:
        return wire_copy(chance, paragraphs, source)
    shape = chance.choices(list(SHAPES), cum_weights=_WEIGHTS)[0]
    return shape(chance, paragraphs, source)


def wire_copy(_: random.Random, paragraphs: list[str], source: str) -> str:
    """Return one line of `<p>` elements."""
    return f"{_joined(paragraphs)}{_credit(source)}"


def with_pictures(chance: random.Random, paragraphs: list[str], source: str) -> str:
    """Return HTML with pictures of different hosts between the paragraphs."""
    late = chance.random() < _LATE
    for _ in range(chance.randint(*_PICTURES)):
        paragraphs.insert(chance.randrange(len(paragraphs)) + 1, _picture(chance, late=late))
    return "\n".join(
        one if one.startswith("<") else f"<p>{one}</p>" for one in [*paragraphs, _credit(source)]
    )


def markdown(chance: random.Random, paragraphs: list[str], source: str) -> str:
    """Return Markdown with headings, bold words, links, a quotation and a list."""
    for place in range(2, len(paragraphs), 5):
        paragraphs[place] = f"## {chance.choice(SUBJECTS)}{chance.choice(EVENTS)}\n\n{paragraphs[place]}"
    paragraphs[0] = f"**{chance.choice(SUBJECTS)}**，{paragraphs[0]}"
    paragraphs[-1] = f"> {paragraphs[-1]}"
    town = chance.choice(list(TOWNS))
    paragraphs.append("\n".join(f"- {one}" for one in chance.choices(SENTENCES, k=3)))
    paragraphs.append(
        f"详见[{TOWNS[town]}公告](https://{town}.example/notices/{chance.randint(1, 999)}.html)。"
    )
    return "\n\n".join([*paragraphs, f"（文章来源：{source}）"])


def with_table(chance: random.Random, paragraphs: list[str], source: str) -> str:
    """Return HTML with a table, on one line."""
    lines = "".join(
        f"<tr><td>{town}</td><td>{chance.randint(1, 9999)}</td><td>{chance.random():.1%}</td></tr>"
        for town in chance.sample(list(TOWNS.values()), chance.randint(*_LINES))
    )
    table = (
        f'<table border="1"><tbody><tr><td>地方</td><td>件数</td><td>占比</td></tr>{lines}</tbody></table>'
    )
    return f"{_joined(paragraphs[:2])}{table}{_joined(paragraphs[2:])}{_credit(source)}"


#: The shapes of articles, and how many of a hundred have each.
SHAPES: dict[Callable[[random.Random, list[str], str], str], int] = {
    wire_copy: 60, with_pictures: 20, markdown: 15, with_table: 5,
}  # fmt: skip
_WEIGHTS = [sum(list(SHAPES.values())[: number + 1]) for number in range(len(SHAPES))]


def _paragraphs(chance: random.Random) -> list[str]:
    """Return the texts of the paragraphs of a flash or of an article."""
    found = [_paragraph(chance)]
    if chance.random() < FLASH_SHARE:
        return found
    # The mean of a lognormal distribution is exp(spread² / 2) times its median.
    length = _ARTICLE * chance.lognormvariate(-(_SPREAD**2) / 2, _SPREAD)
    while (so_far := sum(map(len, found))) < length or so_far == len(found[0]):
        found.append(_paragraph(chance))
    return found


def _paragraph(chance: random.Random) -> str:
    return "".join(chance.choices(SENTENCES, k=chance.randint(*_PARAGRAPH_SENTENCES)))


def _joined(paragraphs: list[str]) -> str:
    return "".join(f"<p>{one}</p>" for one in paragraphs)


def _credit(source: str) -> str:
    return f'<p class="em_media">（文章来源：{source}）</p>'


def _picture(chance: random.Random, *, late: bool) -> str:
    address = f"https://img{chance.randrange(_HOSTS)}.example/{chance.randrange(10**8):08}.jpg"
    text = "" if chance.random() < _WITHOUT_TEXT else f' alt="{chance.choice(SUBJECTS)}"'
    if not late:
        return f'<p><img src="{address}"{text}></p>'
    blank = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    twin = f'<noscript><img src="{address}"{text}></noscript>'
    return f'<p><img src="{blank}" data-src="{address}"{text}>{twin}</p>'
