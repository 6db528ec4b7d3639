"""Read records one after the other, never the whole file: JSON Lines, or a table with a header."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from generator.content.decode import DAMAGED, decode
from generator.content.encodings.names import codecs_of
from generator.core.errors import BackfileError
from generator.core.wording import quoted
from generator.importers.article import RefusalError
from generator.importers.records.field_names import FieldNames

#: Bytes of a line, and characters of a table's cell. No article is longer.
LONGEST = 64_000_000
#: Bytes from which a table's encoding is detected.
_SAMPLE = 65_536
_DELIMITERS = ",;\t|"
_UNCLOSED = "look for a quote that is opened and never closed"
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
#: How invalid text is kept, by encoding; the default, `surrogateescape`, does not work with UTF-16.
_ERRORS = dict.fromkeys(_UTF16.values(), "surrogatepass")


class Row(NamedTuple):
    """A record: its first line, from 1; its fields, or why it can't be read; its bytes."""

    line: int
    record: dict[str, Any] | RefusalError
    raw: Iterable[bytes]


class Rows(NamedTuple):
    """The records of a file.

    A file with some of these records starts with the bytes `head`, and each record ends with `end`.
    `release` detaches the reader from the stream, which stays open.
    """

    head: bytes
    end: bytes
    rows: Iterator[Row]
    release: Callable[[], object]


def json_rows(stream: BinaryIO) -> Rows:
    """Return the records of a file in JSON Lines (jsonlines.org): one object a line."""
    return Rows(b"", b"\n", _json_rows(stream), lambda: None)


def _json_rows(stream: BinaryIO) -> Iterator[Row]:
    lines = iter(lambda: stream.readline(LONGEST), b"")
    for number, line in enumerate(lines, 1):
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        rest = _rest(line, stream)
        if line.strip():
            yield Row(number, _object(line), chain((line,), rest))
        for _ in rest:
            pass


def _rest(line: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Yield the rest of a line that is longer than LONGEST."""
    while len(line) >= LONGEST and not line.endswith(b"\n"):
        line = stream.readline(LONGEST)
        yield line


def _object(line: bytes) -> dict[str, Any] | RefusalError:
    if len(line) >= LONGEST:
        return RefusalError("import.too-large", f"the line has more than {LONGEST:,} bytes", "shorten it")
    try:
        value = json.loads(line.decode().rstrip())
    except json.JSONDecodeError as error:
        cure = "write one object a line; jq -c '.[]' converts an array"
        return RefusalError("import.json", f"the line is no JSON: {error.msg}", cure, column=error.colno)
    except UnicodeDecodeError as error:
        return RefusalError("import.encoding", "it is not UTF-8", "save it as UTF-8", column=error.start + 1)
    except (ValueError, RecursionError):  # a number of thousands of digits, lists within lists
        return RefusalError(
            "import.json", "it has a number that is too long, or lists nested too deep", "remove them"
        )
    if not isinstance(value, dict):
        return RefusalError(
            "import.json", "the line is no JSON object", 'write {"title": …, "date": …, "body": …}'
        )
    return value


def table_rows(stream: BinaryIO, file: Path, names: FieldNames) -> Rows:
    """Return the records of a table whose first row names the columns.

    The encoding is detected from the start of the file, the delimiter from the
    header. Raises BackfileError for a header without the necessary columns.
    """
    csv.field_size_limit(LONGEST)
    encoding = _encoding(stream)
    errors = _ERRORS.get(encoding, "surrogateescape")
    _check_end(stream, file, encoding)
    text = io.TextIOWrapper(stream, encoding, errors=errors, newline="")
    try:
        lines = _Lines(text)
        cells = csv.reader(lines, delimiter=max(_DELIMITERS, key=lines.peek().count))
        header = [name.strip() for name in next(cells, [])]
        _check(header, file, names)
    except csv.Error as error:
        text.detach()
        raise BackfileError(f"{file}:1: this is no row of a table: {error}; {_UNCLOSED}") from None
    except BaseException:
        text.detach()  # Otherwise the wrapper would close the stream.
        raise
    head = (lines.mark + lines.taken()).encode(encoding, errors)
    return Rows(head, "\n".encode(encoding), _table_rows(cells, lines, header, text), text.detach)


class _Lines:
    """Iterates over the lines of a text, and keeps the lines that the CSV reader took for a row."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._taken: list[str] = []
        first = text.readline(LONGEST)
        self._next = first.removeprefix("\ufeff")
        self.mark = first.removesuffix(self._next)
        """The byte order mark, or ""."""
        self.number = 0

    def peek(self) -> str:
        """Return the next line, without taking it."""
        return self._next

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._next
        if not line and self._taken:  # The reader wants more lines only within quotes.
            raise csv.Error("the table ends within quotes")
        if not line:
            raise StopIteration
        self.number += 1
        self._taken.append(line)
        self._next = self._text.readline(LONGEST)
        return line

    def taken(self) -> str:
        """Return the lines that were taken since the last call."""
        text = "".join(self._taken)
        self._taken.clear()
        return text


def _table_rows(
    cells: Iterator[list[str]], lines: _Lines, header: list[str], text: io.TextIOWrapper
) -> Iterator[Row]:
    encoding, errors = text.encoding, text.errors or "strict"
    while lines.peek():
        start = lines.number + 1
        record = _record(cells, header)
        raw = lines.taken()
        if raw.strip():
            yield Row(start, record, (raw.encode(encoding, errors),))


def _record(cells: Iterator[list[str]], header: list[str]) -> dict[str, Any] | RefusalError:
    try:
        row = next(cells, [])
    except csv.Error as error:
        return RefusalError("import.table", f"this is no row of the table: {error}", _UNCLOSED)
    if len(row) != len(header):
        cure = "put quotes around cells that hold a delimiter, a quote or a line end"
        return RefusalError(
            "import.table", f"it has {len(row)} cells, and the header has {len(header)}", cure
        )
    if any("\ud800" <= char <= "\udfff" for cell in row if not cell.isascii() for char in cell):
        return RefusalError("import.encoding", "it has bytes that are no text", "save the file as UTF-8")
    return dict(zip(header, row, strict=True))


def _encoding(stream: BinaryIO) -> str:
    """Return the encoding of a file's start, and rewind it to the byte order mark."""
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    if sample[:2] in _UTF16:
        return _UTF16[sample[:2]]
    whole = sample[: sample.rfind(b"\n") + 1] or sample
    try:
        encoding = decode(whole)[1]
    except ValueError:
        return "utf-8"  # Each row that is no text is reported.
    return "utf-8" if encoding == DAMAGED else codecs_of(encoding)[0]


def _check_end(stream: BinaryIO, file: Path, encoding: str) -> None:
    """Raise BackfileError for a file in UTF-16 with half a code unit at its end."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if encoding in _UTF16.values() and size % 2:
        raise BackfileError(
            f"{file}: it ends in the middle of a UTF-16 character; get the whole file, or save it as UTF-8"
        )


def _check(header: list[str], file: Path, names: FieldNames) -> None:
    """Raise BackfileError if no column is a date, or none is a title or a body."""
    if not any(header):
        raise BackfileError(f"{file}:1: the first row must name the columns, but it is empty")
    found = names.match(header)
    twice = next((name for name in found.values() if header.count(name) > 1), None)
    if twice:
        raise BackfileError(f"{file}:1: two columns are named {quoted(twice)}; rename one of them")
    missing = [] if found.keys() & {"date", "published"} else ["date"]
    if not found.keys() & {"title", "body"}:
        missing.append("title")
    if missing:
        shown = ", ".join(map(quoted, header[:30]))
        cure = " ".join(f"--map COLUMN={name}" for name in missing)
        raise BackfileError(
            f"{file}:1: there is no column for {' or '.join(missing)}; the columns are {shown}; "
            f"name it with {cure}"
        )
