"""The pictures of the main scenes: what `make scenes` writes, and what is kept of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from playground.scenes import FOLDER, SCENES, main, play
from tests.browser import needs_browser

MOST_BYTES = 3_000_000
"""All pictures together: a clone should not be heavy for them."""


@needs_browser
@pytest.mark.parametrize("name", SCENES)
async def test_a_scene_shows_what_it_is_about_and_is_written_in_light_and_dark(
    tmp_path: Path, name: str
) -> None:
    await play([name], tmp_path)
    light, dark = (tmp_path / f"{name}{ending}.png" for ending in ("", ".dark"))
    assert light.read_bytes()[:8] == dark.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert light.read_bytes() != dark.read_bytes()


@needs_browser
def test_no_picture_is_taken_of_a_scene_that_does_not_show_what_it_is_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SCENES, "start", replace(SCENES["start"], shows=("Harga emas",)))
    with pytest.raises(RuntimeError, match="Harga emas"):
        asyncio.run(play(["start"], tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_scene_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nonsense"])
    assert "nonsense" in capsys.readouterr().err


def test_every_scene_has_its_two_pictures_and_they_are_light() -> None:
    pictures = {path.name: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert set(pictures) == {f"{name}{ending}.png" for name in SCENES for ending in ("", ".dark")}
    assert sum(pictures.values()) < MOST_BYTES
