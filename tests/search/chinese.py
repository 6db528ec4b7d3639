"""Make Chinese-like posts from the phrases of pypinyin: an article repeats its terms, and there are many."""

from __future__ import annotations

import random
from itertools import accumulate

from pypinyin.phrases_dict import phrases_dict

from generator.search.documents import Document
from generator.search.segment import SearchPost

_COMMON = list("的了在是和有不这为上中大以一到说要就也对人年会地出行后下")
_WORDS = ["NBA", "iPhone", "covid", "GDP", "App", "5G", "WiFi", "news", "network", "café"]


class Writer:
    """Writes posts, the same for each seed."""

    def __init__(self, seed: int, words: int = 3000) -> None:
        self.random = random.Random(seed)
        found = sorted(word for word in phrases_dict if 2 <= len(word) <= 4 and word.isalpha())
        self._pool = _COMMON + self.random.sample(found, words)
        self._weights = list(accumulate(1 / (rank + 4) for rank in range(len(self._pool))))
        self._topic: list[str] = []

    def _word(self) -> str:
        draw = self.random.random()
        if draw < 0.03:
            return self.random.choice(_WORDS)
        if draw < 0.06:
            return str(self.random.randint(1, 2030))
        if draw < 0.5:
            return self.random.choice(self._topic)
        return self.random.choices(self._pool, cum_weights=self._weights)[0]

    def clause(self, words: int = 4) -> str:
        """Return a row of words without blanks."""
        return "".join(self._word() for _ in range(self.random.randint(1, 2 * words)))

    def text(self, paragraphs: int = 4) -> list[str]:
        """Return the paragraphs of an article on a topic of its own."""
        self._topic = self.random.choices(self._pool, cum_weights=self._weights, k=20)
        return [
            "，".join(self.clause() for _ in range(self.random.randint(1, 8))) + "。"
            for _ in range(paragraphs)
        ]

    def post(self, number: int) -> SearchPost:
        """Return a post; those with higher numbers are newer."""
        blocks = self.text()
        day = f"20{10 + number // 336 % 20:02}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
        slug = self.random.choice(["wanbao", "zaobao"])
        return SearchPost(Document(f"{slug}/{day}/{number}.html", self.clause(), day, (slug,)), blocks)

    def posts(self, count: int) -> list[SearchPost]:
        """Return posts, oldest first."""
        return [self.post(number) for number in range(count)]
