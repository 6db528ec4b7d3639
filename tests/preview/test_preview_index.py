"""An index that is kept up to date for the paths that changed is what a new one would be."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from generator.core.errors import BackfileError
from tests.conftest import SiteMaker
from tests.preview.previews import Preview, preview_of
from tests.preview.test_page_builder import CONFIG, clean_tree, everything
from tests.sites import NOW, Site, post

pytestmark = pytest.mark.slow

PATHS = [f"content/posts/{folder}{name}.md" for folder in ("", "a/", "a/b/", "c/") for name in "pqrst"]


def shown(preview: Preview, site: Site, folder: Path) -> None:
    """Check that all outputs of a clean build are shown, and no others that were before."""
    shutil.rmtree(folder, ignore_errors=True)
    expected = clean_tree(site, folder)
    assert preview.tree(list(expected)) == expected


@pytest.mark.parametrize("seed", range(6))
def test_changed_paths_are_enough(site: SiteMaker, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    archive = site(everything(), CONFIG)
    with preview_of(archive) as preview:
        preview.update()
        for _ in range(4):
            changed = [edit(chance, archive) for _ in range(chance.randint(1, 4))]
            preview.update([path for paths in changed for path in paths])
        shown(preview, archive, tmp_path / "clean")
        assert preview.update().changed is False


def edit(chance: random.Random, site: Site) -> list[str]:
    """Do something to the content; return the paths that the system would tell."""
    there = [path for path in PATHS if (site.root / path).exists()]
    if there and chance.random() < 0.3:
        path = chance.choice(there)
        (site.root / path).unlink()
        return [path]
    if there and chance.random() < 0.3:
        source, target = chance.choice(there), chance.choice(PATHS)
        (site.root / target).parent.mkdir(parents=True, exist_ok=True)
        (site.root / source).replace(site.root / target)
        return [source, target]
    folders = [name for name in ("a", "c", "a/b") if (site.root / "content/posts" / name).is_dir()]
    if folders and chance.random() < 0.3:
        source, target = f"content/posts/{chance.choice(folders)}", f"content/posts/m{chance.randint(0, 9)}"
        shutil.rmtree(site.root / target, ignore_errors=True)
        (site.root / source).rename(site.root / target)
        return [source, target]
    path = chance.choice(PATHS)
    day = chance.randint(1, 28)
    text = post(
        f"第 {day}", f"2021-12-{day:02} 08:00:00 +0800", categories=chance.choice("报刊"), tags="新闻"
    )
    site.write({path: chance.choice([text, text, "---\ntitle: [\n---\n"])})
    return [path]


def test_a_new_folder_is_read_whole(site: SiteMaker) -> None:
    archive = site()
    with preview_of(archive) as preview:
        preview.update()
        archive.write({"content/posts/2024/a.md": post("甲"), "content/posts/2024/x/b.md": post("乙")})
        assert preview.update(["content/posts/2024"]).read == 2
        (archive.root / "content/posts/2024").rename(archive.root / "content/posts/2025")
        update = preview.update(["content/posts/2024", "content/posts/2025"])
        assert (update.read, update.gone) == (2, 2)


def test_links_and_hidden_files_are_none_of_the_content(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    (archive.root / "elsewhere").mkdir()
    archive.write({"elsewhere/b.md": post("乙"), "content/posts/.obsidian/c.md": post("丙")})
    (archive.root / "content/posts/link").symlink_to(archive.root / "elsewhere")
    with preview_of(archive) as preview:
        preview.update()
        names = ("link", "link/b.md", ".obsidian", ".obsidian/c.md", "nothing.md")
        update = preview.update([f"content/posts/{name}" for name in names])
        assert (update.read, update.gone, update.changed) == (0, 0, False)
        assert [problem.code for problem in update.problems] == ["scan.link"]


def test_what_is_wrong_with_a_name_is_forgotten_with_it(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    link = archive.root / "content/posts/link"
    link.symlink_to(archive.root)
    with preview_of(archive) as preview:
        assert len(preview.update().problems) == 1
        link.unlink()
        assert preview.update(["content/posts/link"]).problems == ()


def test_slugs_are_kept_for_the_preview_alone(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲", tags="银行", draft="true")})
    with preview_of(archive) as preview:
        preview.update()
        assert preview.bytes_of("tag/yinhang.html")
        assert not (archive.root / "content/slugs.yaml").exists()
        archive.write(
            {"content/posts/a.md": post("甲", draft="true"), "content/posts/b.md": post("乙", tags="yinhang")}
        )
        preview.update(["content/posts/a.md", "content/posts/b.md"])
        assert preview.bytes_of("tag/yinhang-2.html")


def test_the_archives_slugs_come_first(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲", tags="银行")})
    with preview_of(archive) as preview:
        preview.update()
        archive.write({"content/slugs.yaml": "tag: {银行: bank}\n"})
        preview.update([])
        assert preview.bytes_of("tag/bank.html")
        assert preview.bytes_of("tag/yinhang.html") is None


def test_settings_that_decide_how_posts_are_read(site: SiteMaker, tmp_path: Path) -> None:
    archive = site(everything(), CONFIG)
    with preview_of(archive) as preview:
        preview.update()
        archive.write({"site.yaml": CONFIG + "permalink: /{year}/{slug}.html\ntime_zone: UTC\n"})
        preview.pages.reload()
        preview.update()
        shown(preview, archive, tmp_path / "clean")


def test_another_size_of_pages(site: SiteMaker, tmp_path: Path) -> None:
    archive = site(everything(), CONFIG)
    with preview_of(archive) as preview:
        preview.update()
        archive.write({"site.yaml": CONFIG.replace("page_size: 5", "page_size: 7")})
        preview.pages.reload()
        preview.update([])
        shown(preview, archive, tmp_path / "clean")


def test_a_kill_before_pages_were_cut_is_made_good(
    site: SiteMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = site(everything(), CONFIG)
    with preview_of(archive) as preview:
        preview.update()
        archive.write(
            {
                f"content/posts/2021-10-20-{n}.md": post(f"{n}", "2021-10-20", categories="报")
                for n in "abcdefg"
            }
        )
        monkeypatch.setattr("generator.plan.page_borders.renew", interrupted)
        with pytest.raises(KeyboardInterrupt):
            preview.update()
        monkeypatch.undo()
        preview.update()
        shown(preview, archive, tmp_path / "clean")


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_without_content_the_index_stays_as_it_was(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲")})
    with preview_of(archive) as preview:
        preview.update()
        (archive.root / "content").rename(archive.root / "elsewhere")
        with pytest.raises(BackfileError, match="no such folder"):
            preview.update()
        (archive.root / "elsewhere").rename(archive.root / "content")
        assert preview.update().read == 0


def test_time_passes(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲", expires="2022-01-11")})
    with preview_of(archive) as preview:
        preview.update()
        assert preview.bytes_of("2021/12/28/a.html")
        assert preview.update([], NOW + 2 * 86_400_000_000).changed
        assert preview.bytes_of("2021/12/28/a.html") is None


def test_an_address_is_remembered_when_its_post_goes_bad(site: SiteMaker) -> None:
    archive = site({"posts/a.md": post("甲", permalink="/x.html")})
    with preview_of(archive) as preview:
        preview.update()
        archive.write({"content/posts/a.md": "---\ntitle: [\n---\n"})
        preview.update(["content/posts/a.md"])
        assert preview.bytes_of("x.html") is None
        (error,) = preview.pages.errors_at("x.html")
        assert error.path == "content/posts/a.md"
        archive.write({"content/posts/a.md": post("甲", permalink="/y.html")})
        preview.update(["content/posts/a.md"])
        assert preview.pages.errors_at("x.html") == ()
        assert "甲" in preview.text("y.html")


@pytest.mark.parametrize("name", [b"\xff.md", b"\xff/a.md"])
def test_a_name_that_is_not_utf8_is_told(site: SiteMaker, name: bytes) -> None:
    archive = site({"posts/p.md": post()}, CONFIG)
    path = os.fsdecode(b"content/posts/" + name)
    with preview_of(archive) as preview:
        preview.update()
        archive.write({path: "x"})
        assert [problem.code for problem in preview.update([path]).problems] == ["scan.name"]
        assert [problem.code for problem in preview.update().problems] == ["scan.name"]
        archive.write({path: None})
        assert preview.update().problems == ()
