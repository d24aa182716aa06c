"""benchmarks.load_report: the figures that stay."""

from __future__ import annotations

import json
import math
from pathlib import Path

from benchmarks import load_report


def test_what_was_not_measured_again_stays_written(tmp_path: Path) -> None:
    load_report.write(tmp_path, {"soak": {"largest": math.inf}})
    load_report.write(tmp_path, {"machine": {"cores": 2}})
    written = json.loads((tmp_path / "load.json").read_text(encoding="utf-8"))
    assert written == {"layouts": {}, "soak": {"largest": None}, "machine": {"cores": 2}}
