"""Pictures are judged by processes, and a process that can't be started ends no more than one picture."""

from __future__ import annotations

import subprocess
from contextlib import closing

import pytest

from generator.fetching.decode import Decoder
from tests.pictures.samples import picture


def test_processes_that_can_not_be_started_keep_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """There are places for two processes; a third picture has to find one."""

    def refuse(*_: object, **__: object) -> object:
        raise OSError("no memory for a process")

    with closing(Decoder(1_000_000)) as decoder:
        with monkeypatch.context() as patch:
            patch.setattr(subprocess, "Popen", refuse)
            for _ in range(3):
                with pytest.raises(OSError, match="no memory for a process"):
                    decoder.judge(picture())
        assert decoder.judge(picture()).type == "image/png"
