"""The container of a pack: frames, their table, and what is left when parts are missing."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
import zstandard

from generator.content.packs import container
from generator.content.packs.container import DamagedPackError, Frame, frames_of, read_frame
from generator.content.packs.records import Record
from generator.content.packs.writer import POSTS_IN_FRAME, write_pack

POSTS = [Record(f"content/posts/{number:04}.md", f"第{number}篇\n".encode()) for number in range(250)]


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    file = tmp_path / "2021-12.jsonl.zst"
    write_pack(file, POSTS)
    return file


def test_a_frame_has_about_a_hundred_posts(pack: Path) -> None:
    frames, why = frames_of(str(pack))
    lines = [read_frame(str(pack), frame).count(b"\n") for frame in frames]
    assert (lines, why) == ([POSTS_IN_FRAME, POSTS_IN_FRAME, 50], "")


def test_large_posts_make_frames_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "pack"
    write_pack(file, [Record(f"content/posts/{number}.md", b"x" * 3_000_000) for number in range(3)])
    assert len(frames_of(str(file))[0]) == 3


def test_the_table_is_that_of_the_seekable_format(pack: Path) -> None:
    data = pack.read_bytes()
    count, flags, magic = struct.unpack("<IBI", data[-9:])
    assert (count, flags, magic) == (3, 0, 0x8F92EAB1)
    start = len(data) - 9 - count * 8 - 8
    assert struct.unpack("<II", data[start : start + 8]) == (0x184D2A5E, count * 8 + 9)
    sizes = struct.unpack("<6I", data[start + 8 : -9])
    assert sum(sizes[::2]) == start
    decoded = zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True).read()
    assert sum(sizes[1::2]) == len(decoded)


def test_a_table_with_checksums_is_read(pack: Path) -> None:
    """Other programs may write them."""
    data = pack.read_bytes()
    sizes = [data[at : at + 8] for at in range(len(data) - 33, len(data) - 9, 8)]
    entries = b"".join(size + b"\0\0\0\0" for size in sizes)
    table = (
        struct.pack("<II", 0x184D2A5E, len(entries) + 9) + entries + struct.pack("<IBI", 3, 0x80, 0x8F92EAB1)
    )
    frames = frames_of(str(pack))
    pack.write_bytes(data[:-41] + table)
    assert frames_of(str(pack)) == frames


@pytest.mark.parametrize("left", [0, 1, 8, 100])
def test_frames_before_the_end_of_a_file_that_is_cut_off_are_found(pack: Path, left: int) -> None:
    frames, _ = frames_of(str(pack))
    pack.write_bytes(pack.read_bytes()[: frames[1].offset + frames[1].size + left])
    found, why = frames_of(str(pack))
    assert found == frames[:2]
    assert "it has no table of its frames at its end, so it is probably cut off" in why
    assert (f"{left:,} bytes at its end can't be read" in why) == (left > 0)


@pytest.mark.parametrize("data", [b"", b"x", b"not a pack at all, but a text of some length"])
def test_other_files_have_no_frames(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "pack"
    file.write_bytes(data)
    found, why = frames_of(str(file))
    assert (found, why != "") == ([], True)


def test_a_table_that_does_not_fit_its_file_is_not_believed(pack: Path) -> None:
    frames, _ = frames_of(str(pack))
    data = pack.read_bytes()
    pack.write_bytes(data[:-9] + struct.pack("<IBI", 1_000_000, 0, 0x8F92EAB1))
    assert frames_of(str(pack)) == (frames, frames_of(str(pack))[1])
    assert frames_of(str(pack))[1]


def test_one_byte_that_is_wrong_is_noticed(pack: Path) -> None:
    frames, _ = frames_of(str(pack))
    data = bytearray(pack.read_bytes())
    data[frames[1].offset + frames[1].size // 2] ^= 1
    pack.write_bytes(data)
    assert read_frame(str(pack), frames[0])
    with pytest.raises(DamagedPackError, match=f"the frame at byte {frames[1].offset:,} can't be decoded"):
        read_frame(str(pack), frames[1])


def test_a_frame_that_says_no_size_is_read(tmp_path: Path) -> None:
    file = tmp_path / "pack"
    data = zstandard.ZstdCompressor(write_content_size=False).compress(b"x" * 3_000_000)
    file.write_bytes(data)
    assert read_frame(str(file), Frame(0, len(data))) == b"x" * 3_000_000


@pytest.mark.parametrize("says_size", [True, False])
def test_a_bomb_is_not_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says_size: bool) -> None:
    monkeypatch.setattr(container, "MAX_FRAME", 1_000_000)
    file = tmp_path / "pack"
    data = zstandard.ZstdCompressor(write_content_size=says_size).compress(b"x" * 5_000_000)
    file.write_bytes(data)
    with pytest.raises(DamagedPackError, match="is larger than 1,000,000 bytes"):
        read_frame(str(file), Frame(0, len(data)))
