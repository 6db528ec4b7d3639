"""Make posts in Chinese-like text, queries for them, and the answers by the definition in docs/search.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from html import escape
from random import Random

from generator.search.characters import class_of
from generator.search.fold import fold, fold_character
from tests.search.browser_module import Post

_SINGLES = "的了在是和有不这为上中大以一到说要就也对人年会地出行后下"
_LATIN = (
    "NBA",
    "iPhone",
    "Google",
    "covid",
    "GDP",
    "App",
    "news",
    "network",
    "Networks",
    "Café",
    "straße",
    "нет",
    "G",
)
#: Texts with traditional, full-width, rare and combining characters, and markup.
NASTY = (
    "臺灣總統府", "ＡＢＣ１２３", "ｶﾞﾊﾞ", "e\u0301te\u0301", "İstanbul", "ΣΊΣΥΦΟΣ", "ﬁne", "①②", "㍿",
    "𠀀𠀁字", "🙂气🙂温",
    "a\u200bb", "零\u00ad宽", "한국어 뉴스", "ภาษาไทย", "٣٤٥", "<b>粗&amp;体</b>", "x\u3000y", "¨", "㎏",
    "3.5%", "第１２月", "々〇〆",
    "१२ नमस्ते", "か\u3099", "\ufe0f", "ǅ", "Ⅷ", "½", "µ", "K", "ſ", "\U0001d7d8\U0001d7d9", "豈",
    "\u1680ᚁ\u1680", "\x1c", "ㄅㄆ",
)  # fmt: skip
_BLANK = re.compile("[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
CATEGORIES = ("wanbao", "ribao", "zhoukan")


class Maker:
    """Makes texts from a seed: words with a long tail, some Latin words and numbers."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.words = [self._word() for _ in range(900)]

    def _word(self) -> str:
        return "".join(
            chr(0x4E00 + int(600 * self.random.random() ** 2))
            for _ in range(self.random.choice((2, 2, 3, 4)))
        )

    def sentence(self, length: int) -> str:
        out, random = "", self.random
        while len(out) < length:
            kind = random.random()
            if kind < 0.05:
                out += random.choice(_LATIN)
            elif kind < 0.09:
                out += str(random.randint(1, 2030))
            elif kind < 0.11:
                out += random.choice(NASTY)
            elif kind < 0.13:
                out += " "
            else:
                out += random.choice(_SINGLES) if kind < 0.5 else self.words[int(900 * random.random() ** 3)]
        return out

    def html(self) -> str:
        blocks = [
            "，".join(self.sentence(self.random.randint(3, 14)) for _ in range(3))
            for _ in range(self.random.randint(1, 5))
        ]
        return "".join(f"<p>{self._marked(block)}。</p>" for block in blocks)

    def _marked(self, block: str) -> str:
        at = self.random.randint(0, len(block))
        return f"{escape(block[:at])}<em class='x'>{escape(block[at : at + 2])}</em>{escape(block[at + 2 :])}"


def make_posts(count: int, seed: int = 1) -> list[Post]:
    """Return posts, oldest first, some a day."""
    maker = Maker(seed)
    first = date(1969, 11, 3)
    return [
        Post(
            f"posts/{number}.html",
            maker.sentence(maker.random.randint(4, 16)).strip() or "题",
            (first + timedelta(days=number // 2)).isoformat(),
            maker.random.choice(CATEGORIES),
            maker.html(),
        )
        for number in range(count)
    ]


def queries(posts: Sequence[Post], count: int, seed: int = 2) -> Iterator[str]:
    """Yield queries: pieces of texts in many spellings, mostly such that some post has them."""
    random = Random(seed)
    back = {fold_character(one): one for one in "臺灣總統黨國門開關電話時間東車"}
    for _ in range(count):
        post = random.choice(posts)
        parts = [_piece(random, post) for _ in range(random.choice((1, 1, 1, 2, 3)))]
        query = random.choice((" ", "\u3000")).join(parts)
        change = random.random()
        if change < 0.1:
            query = query.upper()
        elif change < 0.2:
            query = "".join(
                chr(ord(one) + 0xFEE0) if "!" <= one <= "~" and one != '"' else one for one in query
            )
        elif change < 0.4:
            query = "".join(back.get(one, one) for one in query)
        yield query


def _piece(random: Random, post: Post) -> str:
    block = random.choice([post.title, *post.blocks])
    kind = random.random()
    if kind < 0.2:
        words: list[str] = re.findall(r"[A-Za-zÀ-ÿ]+|\d+|[а-я]+", block) or [block[:2]]
        word = random.choice(words)
        return word[: random.randint(1, len(word))] if random.random() < 0.5 else word
    at, length = random.randint(0, max(0, len(block) - 2)), random.randint(1, 10)
    piece = block[at : at + length].replace('"', "")
    return f'"{piece}"' if kind < 0.35 and piece.strip() else piece


@cache
def searchable(text: str) -> str:
    """Return a text as the module searches it."""
    folded: str = fold(text)
    return _BLANK.sub(" ", folded)


def parts_of(query: str) -> list[str]:
    found: list[str] = []
    for number, text in enumerate(re.split('["“”]', searchable(query))):
        found += [text.strip(" ")] if number % 2 else text.split(" ")
    return [part for part in found if part]


@cache
def _classes(text: str) -> str:
    return "".join("ODLN"[class_of(one)] for one in text)


def is_title_only(part: str) -> bool:
    """Return whether a part has no word, no number, and no two neighbours; nor a character between others."""
    return not re.search("[LN]|DD|ODO", _classes(part))


def is_nothing(part: str) -> bool:
    return not re.search("[DLN]", _classes(part))


def has(text: str, part: str) -> bool:
    """Return whether a text has a part, as docs/search.md defines it."""
    folded = searchable(text)
    kinds, of_part = _classes(folded), _classes(part)
    at = folded.find(part)
    while at >= 0:
        before = kinds[at - 1] if at else "O"
        after = kinds[at + len(part)] if at + len(part) < len(kinds) else "O"
        begins = not (of_part[0] in "LN" and before == of_part[0])
        ends = not (of_part[-1] == "N" and after == "N")
        if begins and ends:
            return True
        at = folded.find(part, at + 1)
    return False


def matching(posts: Sequence[Post], query: str) -> list[str]:
    """Return the urls of the posts that a query finds, newest first."""
    parts = parts_of(query)
    if all(is_nothing(part) for part in parts):
        return []
    return [post.url for post in reversed(posts) if all(_post_has(post, part) for part in parts)]


def _post_has(post: Post, part: str) -> bool:
    if has(post.title, part):
        return True
    only_title = is_title_only(part) and not is_nothing(part)
    return not only_title and any(has(block, part) for block in _blocks(post))


@cache
def _blocks(post: Post) -> list[str]:
    return post.blocks
