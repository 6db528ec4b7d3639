from __future__ import annotations

import pytest

from generator.preview.http.ranges import part_of

DATA = "0123456789"


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", "0"),
        ("bytes=2-4", "234"),
        ("Bytes= 2-4 ", "234"),
        ("bytes=7-", "789"),
        ("bytes=7-99", "789"),
        ("bytes=-3", "789"),
        ("bytes=-99", DATA),
        ("bytes=10-", ""),
        ("bytes=-0", ""),
        ("bytes=999999999999999999-", ""),
    ],
)
def test_a_part(asked: str, part: str) -> None:
    found = part_of({"range": asked}, '"a"', len(DATA))
    assert found is not None
    assert "".join(DATA[index] for index in found) == part


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=4-2", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b"])
def test_the_whole(asked: str) -> None:
    assert part_of({"range": asked}, '"a"', len(DATA)) is None


def test_a_part_of_another_version_is_not_taken() -> None:
    assert part_of({"range": "bytes=2-4", "if-range": '"a"'}, '"a"', 10) == range(2, 5)
    assert part_of({"range": "bytes=2-4", "if-range": '"b"'}, '"a"', 10) is None
    assert part_of({"range": "bytes=2-4", "if-range": "Mon, 23 Nov 2026 08:00:00 GMT"}, '"a"', 10) is None
    assert part_of({"range": "bytes=0-0"}, '"a"', 0) == range(0)
