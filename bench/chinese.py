"""Make Chinese-like texts with the statistics that matter to a search index.

Words are phrases of pypinyin's dictionary, with a long tail; an article repeats those of its topic. The
figures are near those of a newspaper, the People's Daily of January 1998, cut into 500 articles of 2,070
characters:

| | newspaper | made |
|---|---|---|
| different pairs of characters | 171,000 | 168,000 |
| the same in an article | 1,180 | 1,210 |
| how often an article has a pair, mean over all places | 2.6 | 2.5 |
| part of the places whose pair the article has 8 times or more | 6.6 % | 7.4 % |
| part of the articles that have the commonest pair | 81 % | 81 % |
| characters between two marks | 8.8 | 9.0 |
"""

from __future__ import annotations

import random
from itertools import accumulate
from typing import NamedTuple

from pypinyin.phrases_dict import phrases_dict

_COMMON = list("的了在是和有不这为上中大以一到说要就也对人年会地出行后下")
_LATIN = ["NBA", "iPhone", "Google", "covid", "GDP", "App", "AI", "5G", "WiFi", "China", "news", "network"]
_WORDS = 24_000
#: The part of the words that have two characters.
_PAIRS = 0.8


class Text(NamedTuple):
    """A title and paragraphs."""

    title: str
    paragraphs: list[str]


class Writer:
    """Writes texts of some length, the same for each seed."""

    def __init__(self, seed: int, characters: int = 2_500) -> None:
        self._random = random.Random(seed)
        self._characters = characters
        self._words = self._vocabulary()
        self._pool = _COMMON + self._words
        weights = [200 / (rank + 8) for rank in range(len(_COMMON))]
        weights += [12 / (rank + 15) ** 0.85 for rank in range(_WORDS)]
        self._weights = list(accumulate(weights))
        self._rare = list(accumulate(weights[len(_COMMON) :]))
        self._topic: list[str] = []
        self._phrases: list[str] = []

    def _vocabulary(self) -> list[str]:
        found = sorted(word for word in phrases_dict if 2 <= len(word) <= 4 and word.isalpha())
        pairs = self._random.sample([word for word in found if len(word) == 2], int(_WORDS * _PAIRS))
        longer = self._random.sample([word for word in found if len(word) > 2], _WORDS - len(pairs))
        words = pairs + longer
        self._random.shuffle(words)
        return words

    def text(self) -> Text:
        """Return a text on a topic of its own."""
        choices = self._random.choices
        self._topic = choices(self._words, cum_weights=self._rare, k=60) + choices(self._words, k=8)
        self._phrases = ["".join(choices(self._topic, k=2)) for _ in range(12)]
        length = max(300, int(self._random.lognormvariate(0, 0.5) * self._characters * 0.88))
        paragraphs: list[str] = []
        while sum(map(len, paragraphs)) < length:
            paragraphs.append("，".join(self.clause() for _ in range(self._random.randint(3, 9))) + "。")
        return Text(self.clause(), paragraphs)

    def clause(self) -> str:
        """Return some words without anything between them."""
        length, found = self._random.randint(5, 14), ""
        while len(found) < length:
            found += self._word()
        return found

    def _word(self) -> str:
        draw = self._random.random()
        if draw < 0.01:
            return self._random.choice(_LATIN)
        if draw < 0.03:
            return str(self._random.randint(1, 2030))
        if draw < 0.075:
            return self._random.choice(self._phrases)
        if draw < 0.195:
            return self._random.choice(self._topic)
        return self._random.choices(self._pool, cum_weights=self._weights)[0]
