"""`feedback`: what readers found right or wrong, for whoever runs the bot.

In: votes; out: counts and the cases that somebody found wrong, as text or JSON. Nothing of it goes anywhere
else. This module must know no chat and no database.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bot.runtime.feedback import Vote


def report(votes: Sequence[Vote]) -> Iterator[str]:
    """Yield the lines of the report: the counts, then a case a line, the newest first."""
    verdicts = Counter(vote.verdict for vote in votes)
    yield f"good {verdicts['good']}, wrong {verdicts['wrong']}"
    faults = Counter(vote.fault or "not said" for vote in votes if vote.verdict == "wrong")
    if faults:
        yield "wrong: " + ", ".join(f"{fault} {count}" for fault, count in faults.most_common())
    for vote in votes:
        if vote.verdict == "wrong":
            yield "  ".join(
                [
                    f"{vote.given_at:%Y-%m-%d %H:%M}",
                    vote.fault or "not said",
                    vote.target,
                    _printable(vote.headline) or "(no longer kept)",
                    _printable(vote.url),
                ]
            ).rstrip()


def as_json(votes: Sequence[Vote]) -> str:
    """Return the same as a JSON object: `good`, `wrong`, `faults`, `cases`."""
    verdicts = Counter(vote.verdict for vote in votes)
    cases = [vote for vote in votes if vote.verdict == "wrong"]
    content: dict[str, Any] = {
        "good": verdicts["good"],
        "wrong": verdicts["wrong"],
        "faults": dict(Counter(vote.fault or "not said" for vote in cases).most_common()),
        "cases": [
            {
                "digest_id": vote.digest_id,
                "given_at": f"{vote.given_at.isoformat(timespec='seconds')}Z",
                "fault": vote.fault,
                "target": vote.target,
                "headline": vote.headline,
                "url": vote.url,
            }
            for vote in cases
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _printable(text: str) -> str:
    """One line that no terminal takes for a command: headlines come from outside."""
    return "".join(character if character.isprintable() else " " for character in text)
