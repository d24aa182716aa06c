"""The pictures of the main scenes: what `make scenes` writes, and what is kept of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.scenes import FOLDER, SCENES, main, play
from tests.browser import needs_browser

MOST_BYTES = 3_000_000
"""All pictures together: a clone should not be heavy for them."""


@needs_browser
async def test_a_scene_is_written_in_light_and_dark(tmp_path: Path) -> None:
    await play(["hostile-link"], tmp_path)
    light, dark = (tmp_path / f"hostile-link{ending}.png" for ending in ("", ".dark"))
    assert light.read_bytes()[:8] == dark.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert light.read_bytes() != dark.read_bytes()


def test_a_scene_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nonsense"])
    assert "nonsense" in capsys.readouterr().err


def test_every_scene_has_its_two_pictures_and_they_are_light() -> None:
    pictures = {path.name: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert set(pictures) == {f"{name}{ending}.png" for name in SCENES for ending in ("", ".dark")}
    assert sum(pictures.values()) < MOST_BYTES
