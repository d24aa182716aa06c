"""The kept transcripts of the main scenes are what the bot does today."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest

from tests.transcripts import CONTENTS, FOLDER, SCENES, contents, played

SAME_WORDS_SHARE = 0.8
"""How much must come out again: processors round differently, so that a few words of a translation may change
from machine to machine."""

OWN_WORDS = re.compile(r"^(?:\S.*|    \[.+\])$", re.MULTILINE)
"""Who speaks, what is pressed, and the buttons: nothing in them is translated by a model."""


@pytest.mark.parametrize("name", SCENES)
async def test_a_scene_goes_as_it_is_told(name: str, tmp_path: Path) -> None:
    told, today = (FOLDER / f"{name}.md").read_text(encoding="utf-8"), await played(name, tmp_path)
    assert OWN_WORDS.findall(today) == OWN_WORDS.findall(told)
    ratio = difflib.SequenceMatcher(None, told.split(), today.split(), autojunk=False).ratio()
    assert ratio >= SAME_WORDS_SHARE


def test_every_kept_scene_is_still_played_and_stands_among_the_contents() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == {*SCENES, CONTENTS.stem}
    assert CONTENTS.read_text(encoding="utf-8") == contents()
