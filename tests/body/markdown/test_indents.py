from __future__ import annotations

import time

import pytest

from generator.body.markdown.convert import to_html
from generator.body.markdown.indents import keep_paragraphs
from generator.body.options import BodyRules

ENGINES = ("comrak", "python-markdown")


def html(text: str, engine: str = "comrak") -> str:
    return to_html(text, engine, BodyRules()).strip()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("    春天来了。\n\n    河水涨了，ABC 也来了。", ["春天来了。", "河水涨了，ABC 也来了。"]),
        ("    春天来了。\n    河水涨了。", ["春天来了。", "河水涨了。"]),
        ("\t“春天来了。”\n\n\t2008 年，河水涨了。", ["“春天来了。”", "2008 年，河水涨了。"]),
        ("    \u3000\u3000春天来了。", ["\u3000\u3000春天来了。"]),
        (
            "\u3000\u3000春天来了。\n\u3000\u3000河水涨了。",
            ["\u3000\u3000春天来了。", "\u3000\u3000河水涨了。"],
        ),
        ("春天来了。\n    河水涨了。", ["春天来了。", "河水涨了。"]),
        ("一\n\n    春天来了，\n河水涨了。", ["一", "春天来了，\n河水涨了。"]),
    ],
)
def test_indented_chinese_is_text(engine: str, text: str, expected: list[str]) -> None:
    paragraphs = "\n".join(f"<p>{one}</p>" for one in expected)
    # Python-Markdown drops the full-width blanks of a paragraph.
    assert html(text, engine).replace("\u3000", "") == paragraphs.replace("\u3000", "")


@pytest.mark.parametrize("blank", ["&emsp;", "&nbsp;", "\u00a0", "\u2003"])
def test_lines_with_two_wide_blanks_are_paragraphs(blank: str) -> None:
    assert html(f"{blank * 2}春\n{blank * 2}夏").count("<p>") == 2


@pytest.mark.parametrize(
    "text",
    [
        '    print("你好，世界")',
        "    # 这是说明\n    这是说明",
        "    名 = 一",
        "    姓名    年龄\n    张三    二十",
        "    ├── 内容\n    └── 主题",
        "    河水；{\n    涨了；\n    }",
        "    Hello world, again.",
        "- 甲\n\n    乙丙丁",
        "1. 甲\n\n    乙丙丁\n\n    戊",
        "[^1]: 甲\n\n    乙丙丁",
        "```\n    春天来了。\n\n    河水涨了。\n```",
        "<pre>\n\n    春天来了。\n</pre>",
        "<p>甲<br>\n\u3000\u3000乙</p>",
        "甲<br>\n\u3000\u3000乙",
        "- 甲\n\u3000\u3000乙",
        "> \u3000\u3000甲\n> \u3000\u3000乙",
    ],
)
def test_code_lists_and_html_keep_their_indents(text: str) -> None:
    assert keep_paragraphs(text) == text


def test_prose_after_a_list_is_prose() -> None:
    assert html("- 甲\n\n乙\n\n    春天来了。").endswith("<p>春天来了。</p>")


@pytest.mark.parametrize("text", ["    春天来了。\n\nx\n\n" * 20_000, "    x\n\n" * 50_000 + "    春天"])
def test_many_indents_take_linear_time(text: str) -> None:
    started = time.process_time()
    keep_paragraphs(text)
    assert time.process_time() - started < 2
