"""Builds into a bucket: what it has then, who sent it, and what a following build or publication finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.errors import BackfileError, ThemeError
from generator.publish.bucket import MANIFEST
from generator.publish.bucket_lease import PENDING
from tests.conftest import SiteMaker
from tests.publish.bucket_server import Asked, Bucket
from tests.publish.publications import breaking_off
from tests.remote.builds import build_to, go_back, ours, publish_to, remote_of, request
from tests.render.test_carrier import CONFIG, FILES
from tests.sites import Site, make_site, post

obstore = pytest.importorskip(
    "obstore", reason="publishing to buckets needs obstore: pip install 'backfile[buckets]'"
)
WAITING = ".backfile-staging/"


@pytest.fixture
def one(site: SiteMaker) -> Site:
    return site(FILES, CONFIG)


def edit(one: Site) -> None:
    """Add a post, change one, and remove one."""
    one.write({
        "content/posts/2022-01-03-d.md": post("丁", "2022-01-03 08:00:00", category="yi"),
        "content/posts/2021-12-29-b.md": post("乙", "2021-12-29 08:00:00", body="改了。", category="yi"),
        "content/posts/2022-01-02-c.md": None,
    })  # fmt: skip


def test_a_first_build_puts_each_output_once(one: Site, bucket: Bucket) -> None:
    remote = build_to(one, bucket)
    expected = one.clean_tree()
    assert bucket.tree() == expected
    assert ours(bucket) == {MANIFEST}
    # The state of the bucket twice, and the page of each post for the search index.
    assert bucket.counts() == {"GET": 4 + 3, "PUT": len(expected) + 3, "DELETE": 1}
    assert remote.outcome.files == len(expected)
    assert not one.output.exists()
    assert not remote.paths.all_staging.exists()


def test_nothing_is_put_if_nothing_changed(one: Site, bucket: Bucket) -> None:
    build_to(one, bucket)
    bucket.asked.clear()
    outcome = build_to(one, bucket).outcome
    assert bucket.counts() == {"GET": 2}
    assert (outcome.files, outcome.unchanged) == (0, len(bucket.tree()))


@pytest.mark.parametrize("alone", [True, False])
def test_changes_wait_until_all_are_made(one: Site, bucket: Bucket, alone: bool) -> None:
    build_to(one, bucket, alone=alone)
    before = bucket.tree()
    edit(one)
    bucket.asked.clear()
    remote = build_to(one, bucket, alone=alone)
    after = bucket.tree()
    assert after == one.clean_tree()
    assert ours(bucket) == {MANIFEST, ".backfile-releases/1.zip"}
    changed = {path for path in after if before.get(path) != after[path]}
    puts = [one.key for one in bucket.asked if one.method == "PUT"]
    assert {key for key in puts if not key.startswith(".backfile")} == changed
    waited = [key for key in puts if key.startswith(WAITING)]
    assert bool(waited) is not alone
    assert remote.outcome.removed == len(before.keys() - after.keys()) > 0
    assert max(map(puts.index, waited), default=-1) < puts.index(PENDING)


def test_what_is_made_here_costs_what_a_publication_costs(one: Site, site: SiteMaker, bucket: Bucket) -> None:
    counts = []
    for act in (lambda: build_to(one, bucket, alone=True), lambda: (one.build(), publish_to(one, bucket))):
        bucket.objects.clear()
        one.write({"content/posts/2022-01-03-d.md": post("丁", "2022-01-03 08:00:00", category="yi")})
        act()
        one.write(
            {"content/posts/2022-01-03-d.md": post("丁", "2022-01-03 08:00:00", body="改", category="yi")}
        )
        bucket.asked.clear()
        act()
        counts.append(bucket.counts())
    assert counts[0]["PUT"] == counts[1]["PUT"] <= 20


def test_the_order_is_that_of_a_publication(one: Site, bucket: Bucket) -> None:
    build_to(one, bucket)
    one.write({"site.yaml": CONFIG.replace("旧闻馆", "新馆")})
    edit(one)
    bucket.asked.clear()
    build_to(one, bucket)
    puts = [one.key for one in bucket.asked if one.method == "PUT" and not one.key.startswith(".backfile")]
    order = ["2021/12/28/a.html", "index.html", "feed.xml"]
    assert sorted(puts.index(path) for path in order) == [puts.index(path) for path in order]
    methods = [one.method for one in bucket.asked if not one.key.startswith(".backfile")]
    assert "PUT" not in methods[methods.index("DELETE") :]


def test_a_build_and_a_publication_take_turns(one: Site, bucket: Bucket) -> None:
    build_to(one, bucket)
    one.build()
    bucket.asked.clear()
    assert publish_to(one, bucket).files == 0
    assert bucket.counts() == {"GET": 2}
    edit(one)
    one.build()
    publish_to(one, bucket)
    assert bucket.tree() == one.tree()
    bucket.asked.clear()
    assert build_to(one, bucket).outcome.files == 0
    assert bucket.counts()["PUT"] == 0
    one.write({"content/posts/2022-01-04-e.md": post("戊", "2022-01-04 08:00:00")})
    build_to(one, bucket)
    assert bucket.tree() == one.clean_tree()


def test_a_machine_that_knows_nothing_puts_what_differs(one: Site, bucket: Bucket, tmp_path: Path) -> None:
    build_to(one, bucket)
    other = make_site(tmp_path / "other", FILES, CONFIG)
    bucket.asked.clear()
    assert build_to(other, bucket).outcome.files == 0
    assert bucket.counts()["PUT"] == 0
    edit(other)
    (other.root / ".backfile").rename(other.root / "lost")
    before = bucket.tree()
    bucket.asked.clear()
    build_to(other, bucket)
    assert bucket.tree() == other.clean_tree()
    changed = sum(before.get(path) != data for path, data in bucket.tree().items())
    puts = [one.key for one in bucket.asked if one.method == "PUT" and not one.key.startswith(".backfile")]
    assert len(puts) == changed


def test_a_build_can_be_undone(one: Site, bucket: Bucket) -> None:
    build_to(one, bucket)
    bucket.put("foreign.txt", b"theirs")
    before = bucket.tree()
    edit(one)
    build_to(one, bucket)
    assert bucket.tree() != before
    go_back(one, bucket)
    assert bucket.tree() == before
    build_to(one, bucket)
    assert bucket.tree() == one.clean_tree() | {"foreign.txt": b"theirs"}


def test_texts_can_be_stored_compressed(one: Site, bucket: Bucket) -> None:
    build_to(one, bucket, gzip=True)
    edit(one)
    build_to(one, bucket, gzip=True)
    assert bucket.objects["index.html"].headers["Content-Encoding"] == "gzip"
    one.build()
    assert publish_to(one, bucket).files == 0


def test_headers_are_those_of_a_publication(one: Site, bucket: Bucket) -> None:
    build_to(one, bucket)
    edit(one)
    build_to(one, bucket)
    found = {key: stored.headers for key, stored in bucket.objects.items() if not key.startswith(".backfile")}
    bucket.objects.clear()
    one.build()
    publish_to(one, bucket)
    assert found == {key: stored.headers for key, stored in bucket.objects.items() if key in found}


def test_a_mistake_in_a_template_leaves_the_site_as_it_is(one: Site, bucket: Bucket) -> None:
    build_to(one, bucket)
    before = bucket.tree()
    edit(one)
    own = one.root / "themes/own/templates"
    (own / "month.html").write_text("{{ nothing.more }}\n", "utf-8")
    one.write({"site.yaml": CONFIG.replace("旧闻馆", "新馆")})
    with pytest.raises(ThemeError):
        build_to(one, bucket)
    assert bucket.tree() == before
    (own / "month.html").unlink()
    build_to(one, bucket)
    assert bucket.tree() == one.clean_tree()
    assert not any(key.startswith(WAITING) for key in bucket.objects)


def test_somebody_else_publishes_meanwhile(one: Site, bucket: Bucket, tmp_path: Path) -> None:
    build_to(one, bucket)
    edit(one)
    other = make_site(tmp_path / "other", FILES, CONFIG.replace("旧闻馆", "新馆"))
    other.build()
    publishing = False

    def publish_once(asked: Asked) -> int:
        nonlocal publishing
        if asked.key.startswith(WAITING) and not publishing:
            publishing = True
            publish_to(other, bucket)
        return 0

    bucket.before = publish_once
    with pytest.raises(BackfileError, match="somebody else has published there meanwhile; build again"):
        build_to(one, bucket)
    assert bucket.tree() == other.tree()
    build_to(one, bucket)
    assert bucket.tree() == one.clean_tree()


def test_a_post_with_an_error_keeps_the_page_that_the_bucket_has(one: Site, bucket: Bucket) -> None:
    build_to(one, bucket)
    before = bucket.tree()
    one.write({"content/posts/2021-12-28-a.md": ""})
    build_to(one, bucket)
    assert bucket.tree() == before


def test_objects_that_somebody_removed_with_the_manifest_come_back(one: Site, bucket: Bucket) -> None:
    build_to(one, bucket)
    bucket.objects.clear()
    build_to(one, bucket)
    assert bucket.tree() == one.clean_tree()


@pytest.mark.slow
@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("step", ["put", "copy", "delete"])
def test_a_build_that_is_killed_goes_on(
    one: Site, bucket: Bucket, monkeypatch: pytest.MonkeyPatch, step: str, is_first: bool
) -> None:
    if not is_first:
        build_to(one, bucket)
        edit(one)
    for after in (0, 1, 7, 40):
        with monkeypatch.context() as patch:
            patch.setattr(obstore, step, breaking_off(getattr(obstore, step), after))
            try:
                build_to(one, bucket)
            except KeyboardInterrupt:
                continue
            break
    # What was to be published changes once more: nothing of it may stay.
    one.write({"content/posts/2021-12-28-a.md": None})
    build_to(one, bucket)
    assert bucket.tree() == one.clean_tree()
    assert not any(key.startswith(WAITING) or key == PENDING for key in bucket.objects)


def test_a_publication_goes_on_where_a_build_was_killed(
    one: Site, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_to(one, bucket)
    edit(one)
    with monkeypatch.context() as patch:
        patch.setattr(obstore, "copy", breaking_off(obstore.copy, 3))
        with pytest.raises(KeyboardInterrupt):
            build_to(one, bucket)
    one.build()
    publish_to(one, bucket)
    assert bucket.tree() == one.tree()
    build_to(one, bucket)
    assert not any(key.startswith(WAITING) for key in bucket.objects)


def test_a_worker_without_keys_is_told(one: Site, bucket: Bucket) -> None:
    bucket.allowed = False
    with pytest.raises(BackfileError, match="the store refuses the keys"):
        remote_of(one, request(one, bucket)).objects.check()
    bucket.allowed = True
    remote_of(one, request(one, bucket)).objects.check()
    assert bucket.objects == {}
