"""Make Chinese-like texts with the statistics that matter to a search index.

Words are phrases of pypinyin's dictionary, with a long tail; some words follow others often. An article has
phrases of its own, the more the longer it is, and repeats each a few times. So texts of 2,500 characters are
like those of a large archive of news (13,086 posts of many newspapers), or of a newspaper (the People's Daily
of January 1998, in pieces of 2,070 characters):

| | archive | newspaper | made |
|---|---|---|---|
| different terms of a post | 900 to 1,100 | | 1,120 |
| different pairs of characters in 10,000 posts | 300,000 or more | | 1,450,000 |
| part of the places whose pair the post has 8 times or more | | 6.6 % | 8.1 % |
| part of the posts that have the commonest pair | | 81 % | 67 % |
| posts that have three, four, six characters of a post | 2.0 %, 0.9 %, 0.02 % | | 1.6 %, 1.1 %, 0.0 % |
"""

from __future__ import annotations

import random
from itertools import accumulate
from typing import NamedTuple

from pypinyin.phrases_dict import phrases_dict

_COMMON = list("的了在是和有不这为上中大以一到说要就也对人年会地出行后下")
_LATIN = ["NBA", "iPhone", "Google", "covid", "GDP", "App", "AI", "5G", "WiFi", "China", "news", "network"]
_WORDS = 24_000
#: Words on the topic of an article, and words at random; phrases of its own for each of its characters, and
#: the number of words of these.
_TOPIC, _RANDOM = 400, 100
_PHRASES = 0.026
_LENGTHS = (4, 5, 6)
#: The part of the words that have two characters.
_PAIRS = 0.8
#: How many words follow a word, mostly; and a character that is a word by itself.
_FOLLOWERS, _FOLLOWERS_OF_ONE = 8, 100


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
        weights = [60 / (rank + 8) for rank in range(len(_COMMON))]
        weights += [12 / (rank + 15) ** 0.75 for rank in range(_WORDS)]
        self._weights = list(accumulate(weights))
        self._rare = list(accumulate(weights[len(_COMMON) :]))
        self._topic: list[str] = []
        self._phrases: list[list[str]] = []
        self._followers: dict[str, list[str]] = {}

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
        length = max(300, int(self._random.lognormvariate(0, 0.5) * self._characters * 0.88))
        self._topic = choices(self._words, cum_weights=self._rare, k=_TOPIC) + choices(self._words, k=_RANDOM)
        self._phrases = [self._phrase() for _ in range(max(10, int(length * _PHRASES)))]
        paragraphs: list[str] = []
        while sum(map(len, paragraphs)) < length:
            paragraphs.append("，".join(self.clause() for _ in range(self._random.randint(3, 9))) + "。")
        return Text(self.clause(), paragraphs)

    def _phrase(self) -> list[str]:
        """Return some words, most of them on the topic."""
        words = [self._random.choice(self._topic)]
        for _ in range(self._random.choice(_LENGTHS) - 1):
            on_topic = self._random.random() < 0.8
            words.append(self._random.choice(self._topic) if on_topic else self._follower(words[-1]))
        return words

    def clause(self) -> str:
        """Return some words without anything between them."""
        length, words = self._random.randint(5, 14), [""]
        while sum(map(len, words)) < length:
            words += self._next(words[-1])
        return "".join(words)

    def _next(self, word: str) -> list[str]:
        """Return what may follow a word ("" at the beginning)."""
        draw = self._random.random()
        if draw < 0.01:
            return [self._random.choice(_LATIN)]
        if draw < 0.03:
            return [str(self._random.randint(1, 2030))]
        if draw < 0.35:
            return self._random.choice(self._phrases)
        if word and draw < 0.72:
            return [self._follower(word)]
        return self._any(1) if draw < 0.86 else [self._random.choice(self._topic)]

    def _follower(self, word: str) -> str:
        if word not in self._followers:
            self._followers[word] = self._any(_FOLLOWERS_OF_ONE if len(word) == 1 else _FOLLOWERS)
        return self._random.choice(self._followers[word])

    def _any(self, number: int) -> list[str]:
        return self._random.choices(self._pool, cum_weights=self._weights, k=number)
