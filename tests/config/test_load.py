import contextlib
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.config.load import load_config, read_config
from generator.config.schema import Markdown, Publisher, SiteConfig, Term, Theme
from generator.config.yaml.types import option_fields
from generator.core.errors import ConfigError
from generator.core.model import Problem
from generator.kinds import site_config


def _mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        site_config.read_config(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_title_is_enough() -> None:
    assert read_config("title: 旧闻馆") == SiteConfig(title="旧闻馆")


def test_values_are_used_as_rules_return_them() -> None:
    config = read_config(
        "title: x\nurl: http://Example.org/a\nown_hosts: WWW.Example.org\nsanitizer: {tags: {Video: SRC}}"
    )
    assert config.url == "http://example.org/a/"
    assert config.own_hosts == ("www.example.org",)
    assert config.sanitizer.tags == {"video": ("src",)}


def test_short_forms() -> None:
    config = read_config(
        "title: x\ntheme: evening\npublisher: 南方报业\n"
        "categories: {nanfang: 南方日报}\ntags: {csrc: 证监会, sse: }"
    )
    assert config.theme == Theme("evening")
    assert config.publisher == Publisher("南方报业")
    assert config.categories == {"nanfang": Term("南方日报")}
    assert config.tags == {"csrc": Term("证监会"), "sse": Term()}


def test_null_is_the_default_of_every_option() -> None:
    names = [option.field.name for option in option_fields(SiteConfig) if not option.section]
    text = "title: x\n" + "".join(f"{name}: null\n" for name in names if name != "title")
    assert read_config(text) == SiteConfig(title="x")


def test_an_empty_expression_switches_its_part_of_the_tail_off() -> None:
    tail = read_config("title: x\ntail: {source_link: '', back_links: '', credit: ''}").tail
    assert (tail.source_link, tail.back_links, tail.credit) == ("", "", "")


def test_a_config_travels_between_processes() -> None:
    config = read_config("title: x\ntheme: {options: {a: [1, {b: c}]}}\ntags: {a: b}")
    assert pickle.loads(pickle.dumps(config)) == config


@pytest.mark.parametrize(
    ("line", "place", "message", "hint"),
    [
        (
            "build:\n  workers: many",
            (3, 3),
            'build.workers: must be a whole number, not "many"',
            "write for example 4, or 0 for one per core",
        ),
        (
            "build: {workers: 65}",
            (2, 9),
            "build.workers: must be from 0 to 64, not 65",
            "write for example 4, or 0 for one per core",
        ),
        (
            "build: {bad_posts_minimum: -1}",
            (2, 9),
            "build.bad_posts_minimum: must be 0 or more, not -1",
            "write for example 10",
        ),
        (
            "posts: {max_bytes: 10}",
            (2, 9),
            "posts.max_bytes: must be from 1,000 to 100,000,000, not 10",
            "write for example 8000000 for 8 MB",
        ),
        ("workers: 4", (2, 1), "workers: is not an option here", "it belongs under `build`"),
        ("timezone: Asia/Shanghai", (2, 1), "timezone: is not an option", 'did you mean "time_zone"?'),
        ("size: 4", (2, 1), "size: is not an option here", "it belongs under `feed`"),
        ("name: x", (2, 1), "name: is not an option here", "it belongs under `publisher` or under `theme`"),
        (
            "home: {order: newest}",
            (2, 8),
            'home.order: must be "largest" or "recent", not "newest"',
            "write for example largest",
        ),
        (
            "markdown: {engine: comrk}",
            (2, 12),
            'markdown.engine: must be "comrak" or "python-markdown" or "html", not "comrk"',
            'did you mean "comrak"?',
        ),
        (
            "markdown: {extensions: [toc, tabels]}",
            (2, 30),
            (
                'markdown.extensions: "tabels" is not an extension of Python-Markdown: '
                "No module named 'tabels'"
            ),
            'did you mean "tables"?',
        ),
        ("language: zh_CN", (2, 1), 'language: must be a language tag of BCP 47, not "zh_CN"', "write zh-CN"),
        (
            "time_zone: Asia/Shangai",
            (2, 1),
            'time_zone: must be a time zone, not "Asia/Shangai"',
            'did you mean "Asia/Shanghai"?',
        ),
        (
            "url: example.org",
            (2, 1),
            'url: must be an http or https address, not "example.org"',
            "write it as https://example.org/archive/",
        ),
        (
            "url: https://example.org/?a",
            (2, 1),
            "url: may not have a query or fragment",
            "remove the part after ? or #",
        ),
        (
            "permalink: /{year}/",
            (2, 1),
            "permalink.post: must hold {slug}, or posts of one day would share an address",
            "add {slug}",
        ),
        (
            "own_hosts:\n  - a.org\n  - https://b.org/",
            (4, 5),
            'own_hosts: must be the name of a host and no more, not "https://b.org/"',
            "write b.org",
        ),
        ("theme: ../x", (2, 1), 'theme.name: "../x" can\'t be used in addresses and file names', 'write "x"'),
        ("theme: ''", (2, 1), "theme.name: is empty", "write a text after the colon"),
        (
            "publisher: {url: javascript:alert(1)}",
            (2, 13),
            'publisher.url: must be an http or https address, not "javascript:alert(1)"',
            "write it as https://example.org/",
        ),
        (
            "sanitizer: {tags: {script: src}}",
            (2, 20),
            'sanitizer.tags: "script" is never safe in a post',
            "remove it",
        ),
        (
            "sanitizer: {tags: {iframe: src}}",
            (2, 20),
            'sanitizer.tags: "iframe" is allowed by host only',
            "name the hosts under sanitizer.iframe_hosts",
        ),
        (
            "sanitizer: {tags: {video: [src, onplay]}}",
            (2, 33),
            'sanitizer.tags.video: the attribute "onplay" is never safe in a post',
            "remove it",
        ),
        (
            "tail: {source_link: 'x'}",
            (2, 8),
            'tail.source_link: lacks the group "url"',
            "write (?P<url>…) around that part",
        ),
        (
            "tail: {back_links: '('}",
            (2, 8),
            "tail.back_links: is not a regular expression: missing ), unterminated subpattern at position 0",
            "correct it; single quotes around it keep its backslashes",
        ),
        (
            "categories: {a: {slug: a b}}",
            (2, 18),
            'categories.a.slug: "a b" can\'t be used in addresses and file names',
            'write "a-b"',
        ),
        (
            "categories:\n  a: {slug: X}\n  b: {slug: x}",
            (4, 7),
            'categories.b.slug: "x" is the slug of "a" already',
            "choose a different one",
        ),
        (
            "tags:\n  a: {aliases: [x, b]}\n  b: {aliases: y}",
            (3, 20),
            'tags.a.aliases: "b" has an entry of its own',
            "remove the alias, or that entry",
        ),
        ("title: y", (2, 1), '"title" is given twice, first in line 1', "remove one of them"),
        (
            "build: 4",
            (2, 1),
            'build: must be a group of options, not "4"',
            "write its options below it, indented by two spaces",
        ),
        (
            "url: a: b",
            (2, 7),
            "this does not fit in here",
            "put a text that holds a colon in quotes, and indent the options of a group alike",
        ),
    ],
)
def test_mistakes(line: str, place: tuple[int, int], message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        site_config.read_config(f"title: x\n{line}\n")
    (problem,) = caught.value.problems
    assert (problem.message, problem.hint) == (message, hint)
    assert (problem.path, problem.line, problem.column) == ("site.yaml", *place)


def test_a_mistake_is_printed_as_compilers_do() -> None:
    (mistake,) = _mistakes("title: x\nbuild:\n  workers: many")
    place, option, told = mistake.split(": ", 2)
    assert (place, option) == ("site.yaml:3:3", "build.workers")
    assert told == 'must be a whole number, not "many" (write for example 4, or 0 for one per core)'


def test_conflicts_are_told_beside_other_mistakes() -> None:
    assert _mistakes("tags:\n  a: {aliases: x}\n  b: {aliases: [y, x]}\n") == [
        "site.yaml: title: is missing (write title: and a value)",
        'site.yaml:3:20: tags.b.aliases: "x" counts as "a" already (remove one of them)',
    ]


@pytest.mark.parametrize("text", ["", "\n", "# soon\n", "---\n", "~", "\ufeff"])
def test_an_empty_file(text: str) -> None:
    assert _mistakes(text) == ["site.yaml: the file is empty (write title: and the name of the archive)"]


@pytest.mark.parametrize(("text", "found"), [("旧闻馆", '"旧闻馆"'), ("\n- a\n", "a list")])
def test_a_file_that_is_no_group_of_options(text: str, found: str) -> None:
    assert _mistakes(text)[0].endswith(
        f": must be a group of options, not {found} (write name: value, each on a line)"
    )


@pytest.mark.parametrize("text", ["title: ''", "title: ' '"])
def test_a_title_is_more_than_nothing(text: str) -> None:
    assert _mistakes(text) == ["site.yaml:1:1: title: is empty (write a text after the colon)"]


def test_a_byte_order_mark_does_not_shift_columns() -> None:
    assert read_config("\ufefftitle: x") == SiteConfig("x")
    assert _mistakes("\ufefftitel: x")[1].startswith("site.yaml:1:1: titel:")


def test_the_name_of_the_file_is_in_its_problems() -> None:
    with pytest.raises(ConfigError) as caught:
        read_config("", name="other.yaml")
    assert caught.value.problems[0].path == "other.yaml"


def test_the_default_time_zone_is_checked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zoneinfo.ZoneInfo", {}.__getitem__)
    monkeypatch.setattr("zoneinfo.available_timezones", set)
    expected = 'site.yaml: time_zone: must be a time zone, not "Asia/Shanghai" (install the package tzdata)'
    assert _mistakes("title: x") == [expected]


def test_load_reads_a_file(tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    file.write_bytes("\ufefftitle: 旧闻馆\r\nmarkdown:\r\n  engine: python-markdown\r\n".encode())
    assert load_config(file) == SiteConfig("旧闻馆", markdown=Markdown("python-markdown"))


@pytest.mark.parametrize(
    ("raw", "mistake"),
    [
        (
            "title: 旧闻馆\nurl: ".encode() + b"\xff\xfe",
            "site.yaml:2:6: the file is not UTF-8 from here on (save it as UTF-8)",
        ),
        (
            "title: 旧闻馆".encode("gb18030"),
            "site.yaml:1:8: the file is not UTF-8 from here on (save it as UTF-8)",
        ),
        ("title: x".encode("utf-16"), "site.yaml:1:1: the file is not UTF-8 from here on (save it as UTF-8)"),
    ],
)
def test_load_tells_where_a_file_is_not_utf_8(tmp_path: Path, raw: bytes, mistake: str) -> None:
    file = tmp_path / "site.yaml"
    file.write_bytes(raw)
    with pytest.raises(ConfigError) as caught:
        load_config(file)
    assert str(caught.value) == mistake


def test_load_tells_of_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path / "site.yaml")
    assert str(caught.value) == (
        "site.yaml: there is no such file "
        "(run the command in the folder that holds it, or make an archive: backfile init DIR)"
    )


def test_load_tells_of_a_file_that_can_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"site: the file can't be read: "):
        load_config(_folder(tmp_path / "site"))


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_importing_the_reader_is_cheap() -> None:
    late = (
        "difflib",
        "zoneinfo",
        "markdown",
        "generator.config.reference",
    )
    script = f"import sys, generator.config.load; print([m for m in {late} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_reading_does_not_import_what_only_mistakes_need() -> None:
    script = (
        "import sys; from generator.config.load import read_config;"
        "read_config('title: x\\nmarkdown: {extensions: [toc]}');"
        "print([m for m in ('difflib', 'markdown') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_large_site_is_read() -> None:
    entries = "".join(f"  m{n}: {{label: 媒体{n}, slug: s{n}, aliases: [a{n}, b{n}]}}\n" for n in range(2000))
    config = read_config(f"title: x\ncategories:\n{entries}")
    assert len(config.categories) == 2000
    assert config.categories["m1999"] == Term("媒体1999", "", "s1999", ("a1999", "b1999"))


_NAMES = sorted({option.field.name for option in option_fields(SiteConfig)})
#: Lines that look like options, so that chance gets past the grammar of YAML.
_LINES = st.builds(
    lambda indent, name, value: f"{' ' * indent}{name}: {value}",
    st.sampled_from([0, 0, 2, 4]),
    st.sampled_from(_NAMES) | st.text(max_size=5),
    st.text(max_size=12)
    | st.sampled_from(
        ["", "[a, b]", "{a: b}", "{a: {b: c}}", "4", "-1", "true", "~", "&a x", "*a", "!t x", "'q'", "|"]
    ),
)


def _problems(text: str) -> tuple[Problem, ...]:
    """Read a text, and return what is told of it; anything but ConfigError fails the test."""
    try:
        config = read_config(text)
    except ConfigError as error:
        return error.problems or pytest.fail("an error without a problem")
    assert config.title
    return ()


def _check_problems(text: str) -> None:
    lines = len(re.split("\r\n|[\r\n\x85\u2028\u2029]", text))
    problems = _problems(text)
    assert [problem[1:3] for problem in problems] == sorted(problem[1:3] for problem in problems)
    for problem in problems:
        assert problem.path == "site.yaml"
        assert problem.code.startswith("config.")
        assert problem.message
        assert problem.hint
        assert 0 <= problem.line <= lines
        assert (problem.line > 0) == (problem.column > 0)
        assert str(problem).isprintable()


@given(st.text(alphabet=st.characters(exclude_categories=())))
@example("title: \ud800")
@example("&a [*a]")
@example("title: [" * 1000)
@settings(deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    _check_problems(text)


@pytest.mark.slow
@given(st.lists(_LINES, max_size=12).map("\n".join))
@settings(deadline=None, max_examples=300)
def test_anything_like_a_config_is_read_or_refused(text: str) -> None:
    _check_problems(text)


@given(st.binary())
@example(b"\xef\xbb\xbftitle: \xff")
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    file = tmp_path_factory.mktemp("site") / "site.yaml"
    file.write_bytes(raw)
    with contextlib.suppress(ConfigError):
        load_config(file)
