"""Tell whether a text that is read as windows-1252 is in a language of Western Europe.

Nearly every byte is a character of this code page, so that any bytes can be read in it. A text is believed if
its letters beyond ASCII and its most frequent words are those of one language, and if its marks stand where
marks can stand.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Language(NamedTuple):
    """A language: its letters beyond ASCII, and frequent words."""

    letters: frozenset[str]
    words: frozenset[str]


def _language(letters: str, words: str) -> Language:
    return Language(frozenset(letters), frozenset(words.split()))


#: Other code pages (of Polish, Czech, Turkish, Romanian) give mixtures of these letters.
_LANGUAGES = (
    _language("", "the of and to in is that for was with are this be by not from have at which you it"),
    _language("é", "the of and to in is that for was with are this be by not from have at which you it"),
    _language("àâæçéèêëîïôœùûüÿ", "les des est et en une du que dans pour qui sur pas au par avec le sont"),
    _language("äöüßé", "der die und das ist nicht mit von den ein eine zu auf für im dem des sich werden"),
    _language("áéíóúüñªº", "el los las que en una por con para del se es su como más esta este está"),
    _language("ãâáàçéêíõóôúüªº", "que não uma para com os as em dos das por mais foi são um da ser está"),
    _language("àèéìíîòóùú", "il che di non per una della è con gli sono del nel questo questa alla dei"),
    _language("àçéèíïóòúü", "els les amb per que una del és la dels més no aquest aquesta al i el"),
    _language("éëïóöüèáê", "het een van en is niet de dat op met voor zijn dit deze wordt aan te"),
    _language("åäöéüà", "och att det en som är på för inte av med den till ett ja ei on että oli se"),
    _language("æøåéóòôèà", "og det er en som på til ikke av af med den et har de kan eller"),
    _language("áðéíóúýþæö", "og að er ekki það sem til með um við þetta"),
    _language("õäöüšž", "on ja ei see et kui oma mis ka"),
)
_LETTER = re.compile(r"[^\W\d_\x00-\x7f]")
_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
#: Marks, and signs that stand by themselves.
_MARK = re.compile(r"[“”‘’–—…•«»€£§°©®™·¿¡„‚‹›\xa0\xad]")
#: A sign within a word, an opening mark behind one, a capital after a small letter: no text has these.
_MISPLACED = re.compile(
    r"[A-Za-z][“”‘•«»€£§°©®™¿¡„‚‹›][a-z]|[A-Za-z][„‚¿¡]|[a-z][À-ÖØ-ÞŠŽŒŸ]|[A-Za-z][ªº][a-z]| … "
)
#: At least one word in so many characters must be one of the frequent ones, and at least one in all.
_CHARACTERS_A_WORD = 120


def is_western(text: str) -> bool:
    """Tell whether a text is surely in one of the languages."""
    foreign = _FOREIGN.findall(text)
    letters = frozenset(letter.lower() for letter in foreign if _LETTER.match(letter))
    marks = (mark for mark in foreign if not _LETTER.match(mark))
    # Languages of a different script have nearly no ASCII letters.
    if len(foreign) * 3 > len(text) or not all(map(_MARK.match, marks)) or _MISPLACED.search(text):
        return False
    words = _WORD.findall(text.lower())
    return any(
        letters <= one.letters and _frequent(words, one) * _CHARACTERS_A_WORD >= len(text)
        for one in _LANGUAGES
    )


def _frequent(words: list[str], language: Language) -> int:
    return sum(word in language.words for word in words)
