"""A third file of wording beside the two that ship, as somebody drops one in: French, as far as is needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.reply import wording


@contextmanager
def third_language(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The files of wording lie in the folder, with fr.ftl among them."""
    shipped = wording._folder()
    for code in ("en", "id"):
        (folder / f"{code}.ftl").write_text(shipped.joinpath(f"{code}.ftl").read_text("utf-8"), "utf-8")
    french = (folder / "en.ftl").read_text("utf-8").replace("*[own] Settings\n", "*[own] Réglages\n")
    (folder / "fr.ftl").write_text(french.replace("= ‹ Back", "= ‹ Retour"), "utf-8")
    monkeypatch.setattr(wording, "_folder", lambda: folder)
    _read_anew()
    yield
    monkeypatch.undo()
    _read_anew()


def _read_anew() -> None:
    wording._languages.cache_clear()
    wording._bundle.cache_clear()
