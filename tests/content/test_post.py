from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.body.options import BodyRules
from generator.config.schema import Tail
from generator.content import post as module
from generator.content.options import ReadOptions
from generator.content.post import parse_page, parse_post
from generator.core.model import Parsed, Post
from generator.kinds.registry import reserved
from tests.conftest import SiteMaker

TAIL = Tail()
RULES = BodyRules(source_link=TAIL.source_link, back_links=TAIL.back_links, credit=TAIL.credit)
READING = ReadOptions("Asia/Shanghai", False, 8_000_000, RULES, reserved())
PATH = "content/posts/2021/2021-12-28-202112282227676010.md"
REFERENCE = """---
layout: post
title: "党建引领聚合力 社区治理谱新篇"
date: 2021-12-28 07:35:22 +0800
categories: nanfangribao
tags: 南方日报新闻
---
<p>伴随着房地产业的蓬勃发展，中山物业管理行业有了长足的发展。</p>
"""


def parsed(text: str, path: str = PATH, reading: ReadOptions = READING) -> Parsed:
    return parse_post(path, text.encode(), reading)


def good(text: str, path: str = PATH, reading: ReadOptions = READING) -> Post:
    """Return the post that a text gives without any problem."""
    post, problems = parsed(text, path, reading)[:2]
    assert problems == ()
    assert post is not None
    return post


def front(fields: str, body: str = "正文。") -> str:
    """Return a post with a title, a date and further fields."""
    return f"---\ntitle: 标题\ndate: 2021-12-28\n{fields}---\n{body}\n"


def without_place(post: Post | None) -> Post:
    """Return a post without the place of its body in its file."""
    assert post is not None
    known = {key: value for key, value in json.loads(post.details).items() if key != "shown"}
    return post._replace(details=json.dumps(known))


def codes(result: Parsed) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity) for problem in result.problems]


def test_the_reference_post() -> None:
    post = good(REFERENCE)
    assert post == Post(
        path=PATH,
        title="党建引领聚合力 社区治理谱新篇",
        stamp=1_640_648_122_000_000,
        date="2021-12-28T07:35:22+08:00",
        slug="202112282227676010",
        permalink="",
        categories=("nanfangribao",),
        tags=("南方日报新闻",),
        aliases=(),
        draft=False,
        expires=None,
        summary="伴随着房地产业的蓬勃发展，中山物业管理行业有了长足的发展。",
        details='{"layout": "post", "shown": [156, 250]}',
        links=(),
    )


def test_all_fields() -> None:
    post = good(
        front(
            "slug: 新篇\npermalink: /a/b/\naliases: [/c, /d/]\ntags: [甲, 乙, 甲]\ncategories: [丙]\n"
            "draft: yes\nexpires: 2022-01-01 00:00:00 +0000\nsummary: 提要\nsource: 南方日报\n"
        )
    )
    assert (post.slug, post.permalink, post.aliases) == ("新篇", "a/b/index.html", ("c.html", "d/index.html"))
    assert (post.categories, post.tags) == (("丙",), ("甲", "乙"))
    assert (post.draft, post.expires, post.summary) == (True, 1_640_995_200_000_000, "提要")
    assert json.loads(post.details) == {"source": "南方日报"}


@pytest.mark.parametrize(
    ("fields", "draft"),
    [
        ("", False),
        ("draft: false\n", False),
        ("draft: 1\n", True),
        ("published: false\n", True),
        ("published: yes\n", False),
    ],
)
def test_drafts(fields: str, draft: bool) -> None:
    assert good(front(fields)).draft is draft


def test_categories_are_one_string_or_split() -> None:
    text = front("category: 南方 日报\n")
    assert good(text).categories == ("南方 日报",)
    assert good(text, reading=READING._replace(split_categories=True)).categories == ("南方", "日报")


def test_spellings_of_a_term_are_one() -> None:
    assert good(front('tags: ["e\\u0301t\\u00e9", "\\u00e9te\\u0301"]\n')).tags == ("été",)


@pytest.mark.parametrize("key", ["summary", "excerpt", "description"])
def test_summary_of_the_author(key: str) -> None:
    assert good(front(f"{key}: 提要\n")).summary == "提要"


# Dates


def test_a_post_without_a_date_has_that_of_its_name() -> None:
    result = parsed("---\ntitle: 标题\ndate:\n---\n正文。\n")
    assert result.post is not None
    assert result.post.date == "2021-12-28T00:00:00+08:00"
    assert codes(result) == [("date.missing", "warning")]


@pytest.mark.parametrize(
    ("written", "code"),
    [(" +0800", "date.missing"), ("03/04/2020", "date.ambiguous"), ("21/12/28", "date.ambiguous")],
)
def test_a_date_without_one_meaning_gives_way_to_the_name(written: str, code: str) -> None:
    result = parsed(
        f"---\ntitle: 标题\ndate: {written}\n---\n正文。\n", "content/posts/-202205262391921712.md"
    )
    assert result.post is not None
    assert result.post.date == "2022-05-26T00:00:00+08:00"
    (problem,) = result.problems
    assert (problem.code, problem.severity, problem.line, problem.column) == (
        code,
        "warning",
        3,
        7 + written.startswith(" "),
    )
    assert f"“{written.strip()}”" in problem.message
    assert "2022-05-26 from the file's name" in problem.message


@pytest.mark.parametrize("key", ["updated", "expires"])
def test_other_dates_with_two_meanings_are_reported_too(key: str) -> None:
    assert codes(parsed(f"---\ntitle: 标题\ndate: 2021-12-28\n{key}: 03/04/2020\n---\n正文。\n")) == [
        ("date.ambiguous", "warning")
    ]


def test_a_post_with_an_unreadable_date_has_that_of_its_name() -> None:
    result = parsed("---\ntitle: 标题\ndate: 昨天\n---\n正文。\n", "content/posts/20211228222767.md")
    assert result.post is not None
    assert result.post.date == "2021-12-28T00:00:00+08:00"
    (problem,) = result.problems
    assert (problem.code, problem.line, problem.column) == ("date.unreadable", 3, 7)
    assert "“昨天”" in problem.message
    assert "2021-12-28 from the file's name" in problem.message
    assert "2021年12月28日" in problem.hint


@pytest.mark.parametrize(("date", "code"), [("", "date.missing"), ("2021-02-30", "date.unreadable")])
def test_a_post_without_any_date_is_set_aside(date: str, code: str) -> None:
    result = parsed(f"---\ntitle: 标题\ndate: {date}\n---\n正文。\n", "content/posts/a.md")
    assert result.post is None
    assert codes(result) == [(code, "error")]


def test_a_page_needs_no_date() -> None:
    post, problems = parse_page("content/pages/about.md", b"---\ntitle: About\n---\n", READING)[:2]
    assert problems == ()
    assert post is not None
    assert (post.stamp, post.date, post.slug, post.title) == (0, "", "about", "About")


# Titles and texts


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# 社区治理\n\n正文。", "社区治理"),
        ("第一句。第二句。", "第一句。"),
        ("一" * 60, "一" * 39),
    ],
)
def test_a_post_without_a_title_takes_one_from_its_text(body: str, title: str) -> None:
    result = parsed(f"---\ndate: 2021-12-28\n---\n{body}\n")
    assert result.post is not None
    assert result.post.title.startswith(title)
    assert len(result.post.title) <= 40
    assert codes(result) == [("title.missing", "warning")]


@pytest.mark.parametrize(
    "text", ["", " \n\n", "\ufeff", "---\ndate: 2021-12-28\n---\n", "---\n---\n<!-- -->\n"]
)
def test_a_file_with_nothing_to_publish_is_set_aside(text: str) -> None:
    result = parsed(text)
    assert result.post is None
    assert codes(result) == [("post.empty", "error")]


def test_a_post_may_be_a_title_only() -> None:
    assert good(front("", "")).summary == ""


def test_a_text_without_front_matter_is_read() -> None:
    result = parsed("# 社区治理\n\n正文。\n")
    assert result.post is not None
    assert (result.post.title, result.post.date) == ("社区治理", "2021-12-28T00:00:00+08:00")
    assert codes(result) == [
        ("front-matter.missing", "warning"),
        ("date.missing", "warning"),
        ("title.missing", "warning"),
    ]


# Files


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_other_encodings_are_told(encoding: str) -> None:
    post, problems = parse_post(PATH, REFERENCE.encode(encoding), READING)[:2]
    assert without_place(post) == without_place(good(REFERENCE))
    assert [problem.code for problem in problems] == ["post.encoding"]


def test_line_ends_and_mark_make_no_difference() -> None:
    data = b"\xef\xbb\xbf" + REFERENCE.replace("\n", "\r\n").encode()
    post, problems = parse_post(PATH, data, READING)[:2]
    assert problems == ()
    assert without_place(post) == without_place(good(REFERENCE))


def test_binary_is_set_aside() -> None:
    assert codes(parse_post(PATH, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", READING)) == [("post.binary", "error")]


def test_size_is_bounded() -> None:
    data = REFERENCE.encode()
    assert parse_post(PATH, data, READING._replace(max_bytes=len(data))).post
    result = parse_post(PATH, data, READING._replace(max_bytes=len(data) - 1))
    assert codes(result) == [("post.too-large", "error")]


def test_unclosed_front_matter_is_set_aside() -> None:
    result = parsed("\n---\ntitle: 标题\n\n正文。\n")
    assert result.post is None
    (problem,) = result.problems
    assert (problem.code, problem.line, problem.column) == ("front-matter.unclosed", 2, 1)


def test_an_unusable_permalink_sets_the_post_aside() -> None:
    result = parsed(front("permalink: /index.html\naliases: [/tags.html, /a]\n"))
    assert result.post is None
    assert codes(result) == [("permalink.unusable", "error"), ("alias.unusable", "warning")]


def test_html_is_left_as_it_is() -> None:
    path = PATH.replace(".md", ".html")
    post = good(front("", "# 不是标题"), path)
    assert json.loads(post.details) == {"engine": "html"}
    assert post.summary == "# 不是标题"


def test_engine_of_the_post() -> None:
    assert json.loads(good(front("markdown: python-markdown\n")).details) == {"engine": "python-markdown"}


# The body's side


def test_the_tail_names_the_source() -> None:
    body = "<p>正文。（文章来源：南方日报）</p>\n\n<http://example.com/a>\n\n[返回新闻](/a)｜[返回首页](/)\n"
    post = good(front("", body))
    assert json.loads(without_place(post).details) == {
        "source": "南方日报",
        "source_url": "http://example.com/a",
    }
    assert "返回" not in post.summary
    assert "http" not in post.summary


def test_links_to_other_posts_are_found() -> None:
    post = good(front("", "[甲](2021-12-27-a.md) [乙](https://example.com/b.md)"))
    assert post.links == ("content/posts/2021/2021-12-27-a.md",)


def test_a_body_that_is_nested_too_deep_is_set_aside() -> None:
    result = parsed(front("", "> " * 30_000 + "a"))
    assert result.post is None
    (problem,) = result.problems
    assert (problem.code, problem.line, problem.severity) == ("body.nested", 5, "error")


# Hostile files


@pytest.mark.slow
@pytest.mark.parametrize(
    "fields",
    [
        "[" * 60_000,
        "a: " + "- " * 30_000,
        "{a: " * 16_000,
        "".join(f"k{n}: &k{n} [{', '.join([f'*k{n - 1}' if n else 'x'] * 9)}]\n" for n in range(30)),
        f"a: &a {'x ' * 15_000}\ntags: [{'*a, ' * 90}]",
        "tags: [" + "a, " * 20_000 + "]",
        "a:\n" * 20_000,
        'title: "a"b"\n' * 5_000,
        "tags:\n" + "- @a\n" * 12_000,
        "date: 2021-12-28T00:00:00." + "1" * 60_000,
        "permalink: " + "/a" * 30_000,
        "title: " + '" ' * 30_000,
        "\t" * 60_000,
    ],
    ids=range(13),
)
def test_bombs_cost_next_to_nothing(fields: str) -> None:
    start = time.process_time()
    result = parsed(f"---\n{fields}\n---\n正文。\n")
    assert time.process_time() - start < 3
    assert len(result.problems) < 30


@given(st.binary(max_size=400))
def test_any_bytes_are_a_post_or_problems(data: bytes) -> None:
    post, problems = parse_post(PATH, data, READING)[:2]
    assert (post is None) == any(problem.severity == "error" for problem in problems)


_FIELDS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "title",
                "date",
                "tags",
                "categories",
                "slug",
                "permalink",
                "aliases",
                "draft",
                "expires",
                "image",
                "lang",
            ]
        ),
        st.sampled_from([": ", ":", "：", ":\t", ":\n  - ", ": |\n  "]),
        st.one_of(
            st.text(max_size=20),
            st.text(st.sampled_from("\"'[]{}:#&*!|>%@`,-?\\/.. \n\t20:中\u202e"), max_size=20),
            st.sampled_from(
                ["2021-12-28", "0001-01-01", "9999-12-31 23:59 -0800", "[a, b]", "/a/../b", "con", "true"]
            ),
        ),
    ),
    max_size=6,
)


@pytest.mark.slow
@settings(max_examples=200)
@given(_FIELDS, st.text(max_size=40), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_any_front_matter_is_a_post_or_problems(
    fields: list[tuple[str, str, str]], body: str, encoding: str
) -> None:
    front_matter = "".join(f"{key}{colon}{value}\n" for key, colon, value in fields)
    data = f"---\n{front_matter}---\n{body}".encode(encoding, "replace")
    post, problems = parse_post(PATH, data, READING)[:2]
    assert (post, problems) == parse_post(PATH, data, READING)[:2]
    assert (post is None) == any(problem.severity == "error" for problem in problems)
    for problem in problems:
        assert problem.message
        assert str(problem).isprintable()
    if post:
        assert post.title
        assert json.loads(post.details) is not None
        "".join(map(str, post)).encode()
        assert ".." not in (post.slug, *post.permalink.split("/"))


@given(st.data())
def test_a_damaged_reference_post_is_a_post_or_problems(data: st.DataObject) -> None:
    raw = bytearray(REFERENCE.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    post, problems = parse_post(PATH, bytes(raw), READING)[:2]
    assert post is not None or problems


def test_the_clock_is_never_asked() -> None:
    assert not {"time", "random", "os"} & set(vars(module))


def test_a_comment_without_an_end_is_reported_where_it_begins() -> None:
    post, problems = parsed(front("", "一\n\n二 <!-- 广告\n\n三"))[:2]
    assert post is not None
    assert post.summary == "一 二 广告 三"
    assert [(problem.line, problem.column, problem.code) for problem in problems] == [(7, 3, "body.comment")]


# Encodings


def test_a_post_in_big5_is_read_with_a_warning() -> None:
    text = "---\ntitle: 雲溪鎮的新橋昨天通車\ndate: 2021-12-28\n---\n兩岸的居民一早就來到橋頭，拍照留念。\n"
    result = parse_post(PATH, text.encode("big5"), READING)
    assert result.post is not None
    assert result.post.title == "雲溪鎮的新橋昨天通車"
    (problem,) = result.problems
    assert (problem.code, problem.message) == ("post.encoding", "the file is read as big5")


def test_a_post_in_an_unknown_encoding_is_set_aside_until_it_is_named() -> None:
    data = "---\ntitle: Новый мост\ndate: 2021-12-28\n---\nЖители пришли рано.\n".encode("cp1251")
    result = parse_post(PATH, data, READING)
    assert result.post is None
    (problem,) = result.problems
    assert (problem.code, problem.severity) == ("post.encoding-unknown", "error")
    assert "posts.encoding" in problem.hint
    named = READING._replace(body=RULES._replace(encoding="windows-1251"))
    post, problems = parse_post(PATH, data, named)[:2]
    assert post is not None
    assert (post.title, problems) == ("Новый мост", ())


def test_the_encoding_of_a_site_is_used_for_pages_too(site: SiteMaker) -> None:
    data = "---\ntitle: Новый мост\ndate: 2021-12-28\n---\nЖители пришли рано.\n".encode("cp1251")
    one = site({"posts/2021-12-28-a.md": data})
    report = one.build()
    assert [problem.code for problem in report.problems] == ["post.encoding-unknown"]
    one.write(
        {"site.yaml": (one.root / "site.yaml").read_text("utf-8") + "posts: {encoding: windows-1251}\n"}
    )
    assert not one.build().problems
    assert "Жители пришли рано." in one.page("2021/12/28/a.html")
    assert one.tree() == one.clean_tree()
