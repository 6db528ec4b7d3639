"""Recognise the lines that scraped articles begin with: the title again, who wrote it, and when."""

from __future__ import annotations

import re

from generator.core.lazy_pattern import lazy

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE = rf"""(?:\d{{4}}\s*[-/.年]\s*\d{{1,2}}\s*[-/.月]\s*\d{{1,2}}\s*日?|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}
    |\d{{1,2}}\s*月\s*\d{{1,2}}\s*日
    |{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}\s+{_MONTH},?\s+\d{{4}})"""
_TIME = (
    r"(?:[上下]午|[ap]\.?m\.?\s)?\s*\d{1,2}\s*[:：时]\s*\d{2}"
    r"(?:\s*[:：分]\s*\d{2}\s*秒?)?\s*分?(?:\s*[ap]\.?m\b\.?)?"
)
_WEEKDAY = (
    r"(?:星期|周|礼拜)[一二三四五六日天]"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
)
_MOMENT = lazy(rf"{_DATE}|{_TIME}|{_WEEKDAY}", re.VERBOSE | re.IGNORECASE)
_HAS_DATE = lazy(_DATE, re.VERBOSE | re.IGNORECASE)
#: Words that say what a name or a date is for, with their colon, or before or after the date.
_LABEL = lazy(
    r"""(?:作者|来源|記者|记者|编辑|責任編輯|责任编辑|责编|撰文|摄影|供稿|通讯员|(?:发布|发表|更新|提交|上传|撰写)?(?:时间|日期)
        |author|source|date|written|reporter|editor)\s*[:：／/]
    |(?:发布|发表|提交|更新|上传|撰写|刊登)(?=\s*于|\s*在|\s*\Z|\s*[|｜])
    |^(?:文|图|文图|图文)\s*[:：／/|｜]
    |\b(?:posted|published|submitted|updated|created|written)\b|^by\b""",
    re.VERBOSE | re.IGNORECASE,
)
_SMALL_WORDS = re.compile(
    r"(?:阅读|浏览|点击|评论)(?:数|次数|量)?\s*[:：]?\s*\d*\s*次?|\b(?:by|on|at|last|in)\b|[在于]|\W+|_+",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"[。！？；]|[!?](?:\s|\Z)")
_BY_NAME = re.compile(r"[Bb][Yy](?:\s+[A-Z][\w.'’-]*){1,5}(?:\s+and(?:\s+[A-Z][\w.'’-]*){1,5})?\Z")
_LONGEST = 120
#: The date and time of a machine, as sites print them beside their name.
_STAMP = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}\s+\d{1,2}:\d{2}")
#: Letters of names that may be beside a label and a date, and beside one of them.
_NAMES, _FEW_NAMES = 40, 20
_SEPARATED = re.compile(r"\s*[-_|｜–—·]\s*\S.{0,40}\Z")
_NO_LETTERS = re.compile(r"[\W_]+")


def without_opening(text: str, title: str) -> str:
    """Return a text without its first lines that repeat the title, or hold only names and dates."""
    lines = text.split("\n")
    start = 0
    while start < len(lines) and (_repeats(lines[start], title) or is_byline(lines[start])):
        start += 1
    return "\n".join(lines[start:]) if start else text


def is_byline(line: str) -> bool:
    """Tell whether a line only says who wrote or published an article, or when."""
    if len(line) > _LONGEST or _ENDS_SENTENCE.search(line):
        return False
    rest = _MOMENT.sub(" ", line)
    label = _LABEL.search(rest.strip())
    dated = _HAS_DATE.search(line) is not None
    left = _SMALL_WORDS.sub("", _LABEL.sub("", rest.strip()))
    if dated and (not left or (_STAMP.search(line) and len(left) <= _FEW_NAMES and not label)):
        return True
    if label is None or any(map(str.isdigit, left)):
        return False
    return len(left) <= (_NAMES if dated else _FEW_NAMES) and (dated or _is_led(rest, label))


def _is_led(rest: str, label: re.Match[str]) -> bool:
    """Tell whether a line without a date begins with a label, or is `By` and a name."""
    if label[0].lower() == "by":
        return _BY_NAME.match(rest.strip()) is not None
    return label.start() == 0 and label[0][-1] in ":：／/|｜"


def _repeats(line: str, title: str) -> bool:
    plain = _NO_LETTERS.sub("", title).casefold()
    if not plain:
        return False
    if _NO_LETTERS.sub("", line).casefold() == plain:
        return True
    if line.startswith(title):
        rest = line[len(title) :]
        return bool(_SEPARATED.match(rest)) or (rest[:1].isspace() and is_byline(rest.strip()))
    return title.startswith(line) and bool(_SEPARATED.match(title[len(line) :]))
