"""What services are told of a publication: all of its changes, once; and it never fails for them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands import publish as command
from generator.core.errors import BackfileError
from generator.core.paths import SitePaths
from generator.kinds.site_config import load_config
from generator.publish.after.outcome import Told
from generator.publish.after.tell import Teller
from generator.publish.after.webhook import Webhook
from generator.publish.folder import FolderDestination
from generator.publish.publish import Outcome, Request, publish
from generator.publish.target import parse_target
from generator.reporting.report import Reporter
from tests.conftest import SiteMaker
from tests.publish.after.listener import Listener, Said
from tests.publish.publications import edit
from tests.sites import Site, post

BASE = "https://yundu.example/"


@pytest.fixture
def hooked(site: SiteMaker, listener: Listener) -> Site:
    """Return an archive whose webhook is the listener, built and published for the first time."""
    one = site(
        {f"posts/{name}.md": post(name, slug=name, categories="wanbao") for name in "abc"},
        f"title: 旧闻馆\nurl: {BASE}\npublish:\n  after:\n    webhook: {listener.url}/hook\n",
    )
    one.build()
    return one


def send(one: Site, *, dry_run: bool = False) -> Outcome:
    target = parse_target("www", one.root)
    request = Request.of(load_config(one.root / "site.yaml"), one.root, target, 3, dry_run=dry_run)
    outcome = Outcome(str(target), dry_run)
    publish(SitePaths.of(one.root), request, Reporter(), outcome, lambda _: None)
    return outcome


def queue(one: Site) -> Path:
    (file,) = one.root.glob(".backfile/publish/*/after.sqlite")
    return file


def expire(one: Site) -> None:
    """Let the times pass until which services asked to wait."""
    with sqlite3.connect(queue(one)) as connection:
        connection.execute("UPDATE services SET until = 1")
    connection.close()


def addresses(listener: Listener) -> dict[str, set[str]]:
    """Return what the webhook was told since the first publication, by what happened."""
    found: dict[str, set[str]] = {"new": set(), "changed": set(), "removed": set()}
    for sent in listener.sent:
        for what in found:
            found[what] |= set(sent.json[what])
    return found


def test_exactly_the_changes_are_told(hooked: Site, listener: Listener) -> None:
    before = hooked.tree()
    assert [str(one).partition(": ")[2] for one in send(hooked).after] == ["all files told"]
    after = edit(hooked)
    outcome = send(hooked)
    told = addresses(listener)
    changed = {path for path in before.keys() & after.keys() if before[path] != after[path]}
    expected = {
        "new": after.keys() - before.keys(),
        "changed": changed,
        "removed": before.keys() - after.keys(),
    }
    for what, paths in expected.items():
        shown = {BASE + path for path in paths}
        assert told[what] - {BASE} == shown, what
    assert BASE in told["changed"]
    (one,) = outcome.after
    assert (one.told, one.waiting, one.problem) == (sum(map(len, told.values())), 0, "")
    assert send(hooked).after == []
    assert len(listener.sent) == 2


def test_what_a_busy_service_was_not_told_waits(hooked: Site, listener: Listener) -> None:
    send(hooked)
    edit(hooked)
    listener.says = [Said(503)]
    (one,) = send(hooked).after
    assert (one.told, one.waiting > 5, one.until > 0) == (0, True, True)
    assert "it answers 503" in str(one)
    assert " waiting until " in str(one)
    (again,) = send(hooked).after
    assert again._replace(until=0.0) == one._replace(until=0.0, problem="")
    assert len(listener.sent) == 2
    expire(hooked)
    edit(hooked, 2)
    (third,) = send(hooked).after
    assert (third.told > one.waiting, third.waiting) == (True, 0)
    told = addresses(listener)
    assert any(address.endswith("/b.html") for address in told["removed"])
    assert {address.rpartition("/")[2] for address in told["new"]} >= {"new1.html", "new2.html"}


def test_a_kill_after_sending_loses_nothing(
    hooked: Site, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(hooked)
    edit(hooked)
    with monkeypatch.context() as patch:
        patch.setattr(Teller, "tell", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            send(hooked)
    assert len(listener.sent) == 1
    outcome = send(hooked)
    assert outcome.files == 0
    assert outcome.after[0].told > 5
    assert addresses(listener)["new"]


def test_nothing_is_told_of_a_publication_that_fails(
    hooked: Site, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(hooked)
    edit(hooked)
    with monkeypatch.context() as patch:
        patch.setattr(FolderDestination, "send", _fail)
        with pytest.raises(BackfileError):
            send(hooked)
    assert len(listener.sent) == 1
    assert send(hooked).after[0].told > 5


def _interrupt(*_: object) -> list[Told]:
    raise KeyboardInterrupt


def _fail(*_: object) -> str:
    raise BackfileError("the target fails")


def test_a_dry_run_tells_nobody(hooked: Site, listener: Listener) -> None:
    send(hooked)
    edit(hooked)
    assert send(hooked, dry_run=True).after == []
    assert len(listener.sent) == 1
    assert send(hooked).after[0].told > 5


def test_what_a_service_will_never_take_is_dropped(hooked: Site, listener: Listener) -> None:
    send(hooked)
    edit(hooked)
    listener.says = [Said(422, "not yours")]
    (one,) = send(hooked).after
    assert (one.told, one.refused > 5, one.waiting) == (0, True, 0)
    assert str(one).endswith("addresses refused: it answers 422 (not yours)")
    assert send(hooked).after == []


def test_many_changes_are_told_in_requests(
    hooked: Site, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(hooked)
    edit(hooked)
    monkeypatch.setattr(Webhook, "batch", 4)
    (one,) = send(hooked).after
    sizes = [
        sum(len(sent.json[what]) for what in ("new", "changed", "removed")) for sent in listener.sent[1:]
    ]
    assert set(sizes[:-1]) == {4}
    assert 0 < sizes[-1] <= 4
    assert one.told == sum(sizes)


def test_a_cache_forgets_all_files_when_too_many_change(
    hooked: Site, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(hooked)
    edit(hooked)
    monkeypatch.setattr(Webhook, "most", 5)
    (one,) = send(hooked).after
    assert (one.told, one.everything, one.waiting) == (1, True, 0)
    assert listener.sent[-1].json["everything"]


def test_a_month_has_its_share(hooked: Site, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Webhook, "a_month", 4)
    send(hooked)
    edit(hooked)
    (one,) = send(hooked).after
    assert (one.told, one.waiting > 0, one.until > 0) == (3, True, True)
    assert "as many as a month may have were told" in str(one)
    assert len(listener.sent) == 2
    with sqlite3.connect(queue(hooked)) as connection:
        connection.execute("UPDATE services SET until = 1, month = '2020-01'")
    connection.close()
    (later,) = send(hooked).after
    assert later.told == 4


def test_a_damaged_queue_is_made_anew(hooked: Site, listener: Listener) -> None:
    send(hooked)
    queue(hooked).write_bytes(b"no database, but long enough to be read as one" * 100)
    edit(hooked)
    assert send(hooked).after[0].told > 5


def test_a_service_that_is_no_more_is_forgotten(hooked: Site, listener: Listener) -> None:
    send(hooked)
    edit(hooked)
    listener.says = [Said(503)]
    assert send(hooked).after[0].waiting
    hooked.write(
        {"site.yaml": f"title: 旧闻馆\nurl: {BASE}\npublish: {{after: {{websub: ['{listener.url}/hub']}}}}\n"}
    )
    edit(hooked, 2)
    (one,) = send(hooked).after
    assert one.service.startswith("websub")
    with sqlite3.connect(queue(hooked)) as connection:
        assert connection.execute("SELECT DISTINCT service FROM waiting").fetchall() == []
    connection.close()


def test_search_engines_hear_of_pages_and_hubs_of_feeds(hooked: Site, listener: Listener) -> None:
    key = "abcdef0123456789"
    hooked.write({
        "site.yaml": f"title: 旧闻馆\nurl: {BASE}\npublish:\n  after:\n    indexnow: {key}\n"
        f"    indexnow_endpoint: {listener.url}/indexnow\n    websub: [{listener.url}/hub]\n",
        f"content/static/{key}.txt": key,
    })  # fmt: skip
    hooked.build()
    assert send(hooked).after == []
    edit(hooked)
    assert [one.problem for one in send(hooked).after] == ["", ""]
    engine, hub = listener.sent
    pages = engine.json["urlList"]
    assert f"{BASE}{key}.txt" == engine.json["keyLocation"]
    # c.html has a new neighbour.
    names = [page.removeprefix(BASE).partition("/2021/12/28/") for page in pages]
    assert {name for _, _, name in names} == {"a.html", "b.html", "c.html", "new1.html"}
    feeds = {value for name, value in hub.fields if name == "hub.url"}
    assert feeds == {f"{BASE}feed.xml", f"{BASE}category/wanbao.xml", f"{BASE}category/ribao.xml"}


def test_the_command_tells_in_lines_and_in_json(hooked: Site, listener: Listener, tmp_path: Path) -> None:
    words = [str(hooked.root), str(tmp_path / "www"), "--json", str(tmp_path / "outcome.json")]
    listener.says = [Said(403)]
    result = CliRunner().invoke(command.command, words)
    assert result.exit_code == 0
    assert result.stderr.splitlines()[-1].startswith("webhook (127.0.0.1:")
    assert "refuses the key; check BACKFILE_WEBHOOK_TOKEN" in result.stderr
    (told,) = json.loads((tmp_path / "outcome.json").read_text())["after"]
    assert (told["told"], told["waiting"], told["refused"]) == (0, 1, 0)
    assert told["until"].endswith("+00:00")
