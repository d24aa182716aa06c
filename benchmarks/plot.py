"""Figures as a drawing: labelled bars, in an SVG file.

In: a title and bars. Out: the file. This module owns leather, which only benchmarks use; without it
nothing is drawn, and it is said so.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path

WIDTH_PX = 900
BAR_PX = 44
FRAME_PX = 110
"""Height of title and axis."""


def draw_bars(path: Path, title: str, bars: Sequence[tuple[str, float]]) -> bool:
    """Writes an SVG with one bar for each (label, value), the first on top; its value stands in the label.

    Returns False where leather is not installed, and says so.
    """
    try:
        leather = importlib.import_module("leather")
    except ImportError:
        print(f"{path.name} is not drawn: leather is not installed (requirements-test.in names it)")
        return False
    chart = leather.Chart(title)
    chart.add_bars([(value, f"{label}: {value:,.1f}") for label, value in bars])
    path.parent.mkdir(parents=True, exist_ok=True)
    chart.to_svg(str(path), width=WIDTH_PX, height=FRAME_PX + BAR_PX * len(bars))
    return True
