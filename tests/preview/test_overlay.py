from __future__ import annotations

from generator.preview.overlay import Badge, add_overlay, etag_of

PAGE = b"<html><head><title>x</title></head><body><p></body> in a text</p></body></html>\n"
SCRIPT = b'<script src="/-/backfile/preview.js" data-mark="m1"></script>'


def test_the_script_is_before_the_last_end_of_the_body() -> None:
    assert add_overlay(PAGE, (), "m1", reloads=True) == PAGE[:-15] + SCRIPT + PAGE[-15:]


def test_a_page_without_an_end_gets_it_at_its_end() -> None:
    assert add_overlay(b"<p>x", (), "m1", reloads=True) == b"<p>x" + SCRIPT


def test_nothing_to_add_leaves_a_page_as_it_is() -> None:
    assert add_overlay(PAGE, (), "m1", reloads=False) == PAGE


def test_badges_are_escaped() -> None:
    page = add_overlay(PAGE, (Badge("due", "<b>", "/x?a&b"),), "m1", reloads=False).decode()
    assert '<a class="due" href="/x?a&amp;b">&lt;b&gt;</a>' in page
    assert "preview.js" not in page


def policy_of(policy: str) -> str:
    page = f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">'
    return add_overlay(page.encode(), (), "m1", reloads=True).decode()


def test_a_policy_that_lets_the_site_in_stays_byte_for_byte() -> None:
    policy = "default-src 'none'; script-src 'self'; style-src 'self' ; connect-src 'self'"
    assert f'content="{policy}"' in policy_of(policy)
    assert "content=\"default-src 'self'\"" in policy_of("default-src 'self'")


def test_a_strict_policy_lets_the_preview_in() -> None:
    told = policy_of("default-src 'none'; img-src https:; script-src https://cdn.example")
    assert "script-src https://cdn.example &#x27;self&#x27;" in told
    assert "style-src &#x27;self&#x27;" in told
    assert "connect-src &#x27;self&#x27;" in told
    assert "default-src &#x27;none&#x27;; img-src https:" in told


def test_the_mark_is_that_of_bytes_and_badges_but_not_of_progress() -> None:
    assert etag_of(b"a", ()) != etag_of(b"b", ())
    assert etag_of(b"a", (Badge("draft", "draft"),)) != etag_of(b"a", ())
    assert etag_of(b"a", (Badge("reading", "1 %"),)) == etag_of(b"a", (Badge("reading", "2 %"),))
