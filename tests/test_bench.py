"""The benchmark runs, counts what both programs publish, and judges by the goals."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import corpus
import machine
import pytest
import scores
import table
import tools
from trial import ADDED, COLD, UNCHANGED, Survey, Timing

BENCH = Path(__file__).parent.parent / "bench"
#: Stands in for Hugo: copies every post.
COPIER = f"""\
#!{sys.executable}
import sys
from pathlib import Path
if sys.argv[1] == "version":
    print("copier v1.2.3")
else:
    Path("public").mkdir(exist_ok=True)
    for post in Path("content/posts").rglob("*.md"):
        Path("public", post.name).write_bytes(post.read_bytes())
"""


def command(program: str, *arguments: str | Path) -> list[str]:
    own = Path(sys.executable).with_name("backfile")
    return [*map(str, [sys.executable, "-B", BENCH / program, "--backfile", own, *arguments])]


def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(program, *arguments), capture_output=True, text=True, check=False)


@pytest.fixture
def copier(tmp_path: Path) -> Path:
    program = tmp_path / "copier"
    program.write_text(COPIER, encoding="utf-8")
    program.chmod(0o755)
    return program


def rows(text: str) -> dict[str, list[str]]:
    """Return the cells of a Markdown table by the first one of each line."""
    lines = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in lines}


def test_a_small_comparison(tmp_path: Path, copier: Path) -> None:
    file = tmp_path / "table.md"
    done = run("compare.py", "--posts", "40", "--rounds", "1", "--peer", f"hugo={copier}", "--write", file)
    assert done.returncode == 0, done.stderr
    found = rows(file.read_text(encoding="utf-8"))
    assert found[""] == ["Backfile 0.1.0", "Hugo 1.2.3", "Hugo ÷ Backfile"]
    assert found["posts in the output"] == ["40", "40", "1.0"]
    assert found["output files that the added post changed"][1] == "1"


def test_a_small_run_of_the_goals(tmp_path: Path, copier: Path) -> None:
    file = tmp_path / "goals.md"
    given = ("--sizes", "40,60", "--large", "60", "--rounds", "2", "--peer", f"hugo={copier}")
    done = run("goals.py", *given, "--write", file)
    assert done.returncode == 0, done.stderr
    assert file.read_text(encoding="utf-8") == done.stdout
    found = rows(done.stdout)
    assert found["40 posts, cold, s"][2] != table.NOTHING
    assert found["40 posts, one post added, s"][2] == table.NOTHING
    assert found["60 posts, cold, s"][0] == "finishes"
    assert "(" not in found["60 posts, cold, s"][1], "one cold build"
    assert found["60 posts, cold, s"][2:] == ["not run", "–", "yes"]
    assert "(" in found["60 posts, 100 posts added, s"][1], "as many additions as rounds"
    assert "- Hugo: 1.2.3" in done.stdout


def test_a_run_that_is_ended_tells_what_it_has(tmp_path: Path, copier: Path) -> None:
    file, room = tmp_path / "goals.md", tmp_path / "room"
    room.mkdir()
    given = ("--sizes", "40,1000000", "--rounds", "1", "--peer", f"hugo={copier}", "--write", file)
    environment = {**os.environ, "TMPDIR": str(room)}
    with subprocess.Popen(command("goals.py", *given), env=environment, stdout=-1, stderr=-1) as process:
        while not file.exists() and process.poll() is None:
            time.sleep(0.05)
        process.terminate()
        told, _ = process.communicate()
    assert process.returncode == 1
    assert "40 posts, cold, s" in rows(told.decode())
    assert not list(room.iterdir())


def test_memory_has_a_limit() -> None:
    told = run("memory.py", "--posts", "40", "--limit", "1")
    assert told.returncode == 1
    assert "a cold build takes " in told.stderr
    assert int(rows(told.stdout)["cold build"][0]) > 10


def outcome(cold: float, peak: float | None, copy: float = 1.0) -> scores.Outcome:
    tool = tools.Tool("x", "1", (), (), "", (), lambda folder: folder)
    survey = Survey({COLD: peak, UNCHANGED: 1.0, ADDED: 2.0}, posts=1, changed=17)
    timings = [Timing({COLD: cold * slow, UNCHANGED: 0.5, ADDED: 1.5}, 0.05, copy) for slow in (1, 2)]
    return scores.Outcome(tool, survey, timings)


def verdicts(size: scores.Size) -> dict[str, str]:
    found = rows(scores.markdown([size], "", {}))
    return {what.rpartition("posts, ")[2]: cells[-1] for what, cells in found.items()}


def test_verdicts() -> None:
    size = scores.Size(100_000, False, 1, outcome(10, 100), outcome(29, 1000))
    assert verdicts(size) == {
        "": "met",
        "-" * len("100,000 posts, one post added, files changed"): "--:",
        "cold, s": "no",
        "peak memory, cold, MB": "yes",
        "one post added, s": "no",
        "one post added, files changed": "no",
        "nothing changed, s": "yes",
        "`cp -r` of the output, s": "–",
        "cold ÷ `cp -r`": "no",
        "telling its version, s": "yes",
    }


def test_goals_hold_from_a_size_on() -> None:
    found = verdicts(scores.Size(10_000, False, 1, outcome(10, 100), outcome(31, 100)))
    assert found["cold, s"] == "yes"
    assert found["peak memory, cold, MB"] == found["one post added, s"] == "–"
    small = scores.Size(1000, False, 1, outcome(10, 100), outcome(10, 100))
    assert verdicts(small)["cold, s"] == "–"


def test_a_large_archive_has_its_own_goals() -> None:
    found = verdicts(scores.Size(1_000_000, True, 100, outcome(500, 900), None, "not run"))
    assert found["cold, s"] == "yes"
    assert found["100 posts added, s"] == "yes"
    assert found["peak memory of any build, MB"] == "yes"
    heavy = scores.Size(1_000_000, True, 100, outcome(500, 960), None, "not run")
    assert verdicts(heavy)["peak memory of any build, MB"] == "no", "960 MiB are more than 1 GB"


def test_without_a_peer_or_memory_nothing_is_claimed() -> None:
    alone = scores.Size(100_000, False, 1, outcome(10, None), None, "not found")
    told = rows(scores.markdown([alone], "", {}))
    assert told["100,000 posts, cold, s"][2:] == ["not found", "–", "unknown"]
    assert told["100,000 posts, peak memory, cold, MB"][1] == "–"
    assert told["100,000 posts, peak memory, cold, MB"][-1] == "unknown"


def test_previews_are_measured() -> None:
    done = run("serve.py", "--posts", "40", "--rounds", "1")
    assert done.returncode == 0, done.stderr
    seconds = [line.split("|")[2].strip() for line in done.stdout.splitlines()[2:]]
    assert len(seconds) == 7
    assert all(float(one) > 0 for one in seconds)


def test_a_ratio_is_the_median_of_those_within_rounds() -> None:
    assert table.quotient([10, 40, 9], [1, 2, 3]) == 10
    assert table.quotient([1, None, 4], [0, 1, 2]) == 2
    assert table.quotient([1], [None]) is None


def test_an_archive_is_the_beginning_of_a_longer_one() -> None:
    assert list(corpus.posts(20, 5, 1)) == list(corpus.posts(30, 5, 1))[:20]
    added = corpus.next_posts(20, 3, 5, 1)
    dates = [post.path for post in (*corpus.posts(20, 5, 1), *added)]
    assert dates == sorted(dates)
    assert len(set(dates)) == 23


@pytest.mark.parametrize("keep", [True, False])
def test_former_builds_are_put_aside_or_deleted(tmp_path: Path, keep: bool) -> None:
    tool = tools.Tool("x", "1", (), (), "public", ("public", "lock"), lambda folder: folder)
    site = tools.Site(tool, tmp_path / "x", keep)
    for _ in range(2):
        site.output.mkdir(parents=True)
        (site.folder / "lock").touch()
        site.forget_builds()
        assert not list(site.folder.iterdir())
    assert len(list(tmp_path.glob("x-attic/*"))) == (4 if keep else 0)


def test_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_file_system", lambda folder: "ext4")
    assert machine.has_room(tmp_path, 0)
    assert not machine.has_room(tmp_path, 10**18)
    monkeypatch.setattr(machine, "_file_system", lambda folder: "tmpfs")
    assert not machine.has_room(tmp_path, 0)


def test_a_small_watch() -> None:
    done = run("watch.py", "--posts", "40", "--rounds", "1", "--many", "3", "--batches", "2")
    assert done.returncode == 0, done.stderr
    found = rows(done.stdout)
    assert float(found["a post arrives: its page is in the output, s"][0]) >= 0.3
    assert float(found["3 posts arrive at once: all pages are in the output, s"][0]) >= 0.3
    assert float(found["memory after 2 batches, MB"][0]) > 10
