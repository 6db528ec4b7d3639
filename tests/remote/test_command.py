"""The option --to of `backfile build`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands.build import command
from tests.conftest import SiteMaker
from tests.publish.bucket_server import Bucket
from tests.sites import post

pytest.importorskip("obstore", reason="publishing to buckets needs obstore: pip install 'backfile[buckets]'")


def test_a_build_says_where_the_output_is(site: SiteMaker, bucket: Bucket, tmp_path: Path) -> None:
    reach = f"endpoint: 'http://127.0.0.1:{bucket.port}', region: here, path_style: true"
    one = site({"posts/a.md": post()}, f"title: x\npublish: {{bucket: {{{reach}}}}}\n")
    given = [
        str(one.root),
        "--jobs",
        "1",
        "--to",
        "s3://archive/news",
        "--json",
        str(tmp_path / "report.json"),
    ]
    done = CliRunner().invoke(command, given)
    assert done.exit_code == 0, done.output
    number = len(bucket.tree("news/"))
    assert f"output:  s3://archive/news ({number:,} sent, 0 removed)" in done.output
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["outputs"] == {"written": number, "unchanged": 0, "removed": 0}
    assert "publish" in report["seconds"]
    done = CliRunner().invoke(command, given)
    assert f"nothing changed ({number:,} up to date)" in done.output


@pytest.mark.parametrize(
    "options",
    [
        ["--output", "www"],
        ["--verify"],
        ["--survey"],
        ["--profile"],
        ["--cluster", "local:2", "--shared-disk"],
    ],
)
def test_options_that_do_not_go_together(site: SiteMaker, options: list[str]) -> None:
    one = site({"posts/a.md": post()})
    done = CliRunner().invoke(command, [str(one.root), "--to", "s3://archive", *options])
    assert done.exit_code == 2
    assert f"leave out {options[-1] if options[-1].startswith('--') else '--output'} or --to" in done.output


@pytest.mark.parametrize("text", ["www@example.org:/srv", "/srv/www", "s3:archive", "git:origin#gh-pages"])
def test_what_is_no_bucket_is_wrong_usage(site: SiteMaker, text: str) -> None:
    one = site({"posts/a.md": post()})
    done = CliRunner().invoke(command, [str(one.root), "--to", text])
    assert done.exit_code == 2
    assert "name a bucket, s3://BUCKET/PREFIX" in done.output
