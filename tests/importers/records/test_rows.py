"""Tables: encodings, delimiters, quotes, and rows that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from generator.importers.records import rows
from tests.importers.imports import codes, parsed, posts, run

TABLE = 'title,date,body,tags\n题目,2021-12-28,"第一段，\n\n第二段 ""引"" , 完。",甲;乙\n'


def table(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_in_an_encoding(tmp_path: Path, encoding: str) -> None:
    file = table(tmp_path / "a.csv", TABLE, encoding)
    assert run(file, tmp_path / "site", kind="csv").counts == {"added": 1}
    (path,) = posts(tmp_path / "site")
    post = parsed(tmp_path / "site", path)
    assert (post.title, post.tags) == ("题目", ("甲", "乙"))
    assert path.read_text("utf-8").endswith('第一段，\n\n第二段 "引" , 完。\n')


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_header_decides_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    text = f"title{delimiter}date{delimiter}body\r\na, b{delimiter}2021-12-28{delimiter}c, d\r\n"
    run(table(tmp_path / "a.csv", text), tmp_path / "site", kind="csv")
    assert parsed(tmp_path / "site", posts(tmp_path / "site")[0]).title == "a, b"


def test_a_header_that_lacks_what_is_needed(tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", "稿件,when\n题目,2021-12-28\n")
    with pytest.raises(BackfileError) as error:
        run(file, tmp_path / "site", kind="csv")
    assert str(error.value) == (
        f"{file}:1: there is no column for date or title; the columns are “稿件”, “when”; "
        "name it with --map COLUMN=date --map COLUMN=title"
    )
    assert not (tmp_path / "site").exists()
    assert run(file, tmp_path / "site", "稿件=title", "when=date", kind="csv").counts == {"added": 1}


def test_two_columns_of_a_name(tmp_path: Path) -> None:
    with pytest.raises(BackfileError, match="two columns are named “title”"):
        run(table(tmp_path / "a.csv", "title,title,date\n"), tmp_path / "site", kind="csv")


def test_an_empty_table(tmp_path: Path) -> None:
    with pytest.raises(BackfileError, match="the first row must name the columns"):
        run(table(tmp_path / "a.csv", ""), tmp_path / "site", kind="csv")


def test_bad_rows_are_told_by_line_and_kept(tmp_path: Path) -> None:
    text = (
        'title,date,body\n题目,2021-12-28,"a\nb"\n一,2021-12-28\n\n'
        "二,2021-12-28,a,b\n三,昨天,x\n四,2021-12-28,y"
    )
    report = run(table(tmp_path / "a.csv", text), tmp_path / "site", kind="csv")
    assert report.counts == {"added": 2, "bad": 3}
    assert codes(report) == ["import.table:4", "import.table:6", "import.date:7"]
    side = Path(report.rejects)
    assert side.name == "a.bad.csv"
    assert side.read_text("utf-8") == "title,date,body\n一,2021-12-28\n二,2021-12-28,a,b\n三,昨天,x\n"


def test_bytes_that_are_no_text_are_kept_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("title,date,body\n题目,2021-12-28,好\n坏,2021-12-28,".encode() + b"\xff\xfe\n")
    report = run(file, tmp_path / "site", kind="csv")
    assert codes(report) == ["import.encoding:3"]
    assert Path(report.rejects).read_bytes().endswith(b",\xff\xfe\n")


def test_a_quote_that_is_never_closed_costs_bounded_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "LONGEST", 1000)
    good = "好,2021-12-28,x\n"
    text = f'title,date,body\n{good}坏,2021-12-28,"{"y" * 900}\n{"z" * 900}\n{good}'
    report = run(table(tmp_path / "a.csv", text), tmp_path / "site", kind="csv")
    assert report.counts["bad"] >= 1
    assert report.problems[0].line == 3
    assert "never closed" in report.problems[0].hint
    kept = Path(report.rejects).read_text("utf-8")
    assert f'坏,2021-12-28,"{"y" * 900}\n' in kept


def test_a_line_beyond_all_bounds_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "LONGEST", 1000)
    file = tmp_path / "a.jsonl"
    long = '{"title": "' + "x" * 5000 + '"}'
    file.write_text(f'{long}\n{{"title": "a", "date": "2021-12-28"}}\n', "utf-8")
    report = run(file, tmp_path / "site")
    assert report.counts == {"added": 1, "bad": 1}
    assert codes(report) == ["import.too-large:1"]
    assert Path(report.rejects).read_text("utf-8") == f"{long}\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8"])
def test_the_side_file_of_a_table_with_a_byte_order_mark_can_be_imported(
    tmp_path: Path, encoding: str
) -> None:
    text = "\ufefftitle,date,body\n一,,x\n二,昨天,y"
    report = run(table(tmp_path / "a.csv", text, encoding), tmp_path / "site", kind="csv")
    assert codes(report) == ["import.date:2", "import.date:3"]
    side = Path(report.rejects)
    assert side.read_bytes().decode(encoding) == f"{text}\n"
    mended = side.read_bytes().decode(encoding).replace(",,", ",2021-12-28,").replace("昨天", "2021-12-27")
    assert run(table(side, mended, encoding), tmp_path / "site", kind="csv").counts == {"added": 2}


def test_half_a_pair_of_utf_16_is_told_of_its_row(tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", "\ufefftitle,date,body\n一,2021-12-28,x\n", "utf-16-le")
    bad = "坏,2021-12-28,\ud800\n".encode("utf-16-le", "surrogatepass")
    file.write_bytes(file.read_bytes() + bad)
    report = run(file, tmp_path / "site", kind="csv")
    assert report.counts == {"added": 1, "bad": 1}
    assert codes(report) == ["import.encoding:3"]
    assert Path(report.rejects).read_bytes().endswith(bad)


def test_a_table_that_ends_within_a_character_of_utf_16(tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", "\ufefftitle,date,body\n一,2021-12-28,x\n", "utf-16-le")
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(BackfileError, match="it ends in the middle of a UTF-16 character"):
        run(file, tmp_path / "site", kind="csv")
    assert not (tmp_path / "site").exists()


def test_a_quote_that_is_never_closed_takes_no_rows_along(tmp_path: Path) -> None:
    text = 'title,date,body\n一,2021-12-28,x\n二,2021-12-28,"y\n三,2021-12-28,z\n'
    report = run(table(tmp_path / "a.csv", text), tmp_path / "site", kind="csv")
    assert report.counts == {"added": 1, "bad": 1}
    assert codes(report) == ["import.table:3"]
    assert "never closed" in report.problems[0].hint
    assert Path(report.rejects).read_text("utf-8").endswith('二,2021-12-28,"y\n三,2021-12-28,z\n')


def test_a_header_with_a_quote_that_is_never_closed(tmp_path: Path) -> None:
    with pytest.raises(BackfileError, match=r"a\.csv:1: .*never closed"):
        run(table(tmp_path / "a.csv", 'title,date,"body\n一,2021-12-28,x\n'), tmp_path / "site", kind="csv")
