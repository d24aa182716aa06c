"""What readers think of a brief is kept once for each of them, and told to the operator alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from bot.__main__ import main
from bot.feedback_command import as_json, report
from bot.records import Fault
from bot.runtime.database import open_engine
from bot.runtime.feedback import Feedback, Verdict, Vote
from bot.runtime.store import Store
from tests.test_store import DIGEST

ALEX, SAM = 1_000_001, 1_000_002
NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ringkas.db'}"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = open_engine(url)
    yield opened
    opened.dispose()


def test_a_vote_is_told_with_the_digest_it_is_about(engine: Engine) -> None:
    digest_id = Store(engine).add_digest(7, DIGEST)
    feedback = Feedback(engine, now=lambda: NOON)
    feedback.vote(digest_id, ALEX, "wrong", "en", "speaker")
    noon = NOON.replace(tzinfo=None)
    assert feedback.votes() == (Vote(digest_id, "wrong", "speaker", "en", noon, headline="Judul"),)


def test_one_person_has_one_vote_on_each_digest(engine: Engine) -> None:
    feedback = Feedback(engine)
    feedback.vote("first", ALEX, "good", "en")
    feedback.vote("first", ALEX, "wrong", "en")
    feedback.vote("first", ALEX, "wrong", "en", "names")
    feedback.vote("first", SAM, "good", "en")
    feedback.vote("second", ALEX, "good", "en")
    votes = sorted((vote.digest_id, vote.verdict, vote.fault) for vote in feedback.votes())
    assert votes == [("first", "good", None), ("first", "wrong", "names"), ("second", "good", None)]


def test_what_was_wrong_stays_where_somebody_says_again_that_something_was(engine: Engine) -> None:
    feedback = Feedback(engine)
    said: tuple[tuple[Verdict, Fault | None, Fault | None], ...] = (
        ("good", None, None),
        ("wrong", None, None),
        ("wrong", "names", "names"),
        ("wrong", None, "names"),
        ("good", None, None),
        ("wrong", None, None),
    )
    for verdict, fault, kept in said:
        feedback.vote("first", ALEX, verdict, "en", fault)
        (vote,) = feedback.votes()
        assert (vote.verdict, vote.fault) == (verdict, kept)


def test_nothing_kept_tells_who_it_was_or_that_two_were_the_same(engine: Engine) -> None:
    feedback = Feedback(engine)
    feedback.vote("first", ALEX, "good", "en")
    feedback.vote("second", ALEX, "good", "en")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM feedback")).all()
    assert str(ALEX) not in str(rows)
    assert len({row.voter for row in rows}) == 2


def test_votes_go_in_time_and_with_them_those_of_digests_that_are_gone(engine: Engine) -> None:
    clock = [NOON]
    store = Store(engine, now=lambda: clock[0])
    feedback = Feedback(engine, now=lambda: clock[0])
    digest_id = store.add_digest(7, DIGEST)
    clock[0] += timedelta(days=2)
    feedback.vote(digest_id, ALEX, "wrong", "en")
    clock[0] += timedelta(days=29)
    store.sweep(retention_days=30)
    (vote,) = feedback.votes()
    assert (vote.headline, vote.url) == ("", "")
    clock[0] += timedelta(days=2)
    store.sweep(retention_days=30)
    assert feedback.votes() == ()


def test_only_the_last_days_are_told_where_that_is_asked_for(engine: Engine) -> None:
    clock = [NOON]
    feedback = Feedback(engine, now=lambda: clock[0])
    feedback.vote("old", ALEX, "good", "en")
    clock[0] += timedelta(days=5)
    feedback.vote("new", ALEX, "good", "en")
    assert [vote.digest_id for vote in feedback.votes()] == ["new", "old"]
    assert [vote.digest_id for vote in feedback.votes(since_days=3)] == ["new"]


VOTES = (
    Vote("a", "wrong", "speaker", "en", datetime(2026, 3, 9, 12, 5), "Judul \x1b[2J", "https://a.example/1"),  # noqa: DTZ001 (as the columns are)
    Vote("b", "wrong", None, "fr", datetime(2026, 3, 8, 7, 0)),  # noqa: DTZ001
    Vote("c", "good", None, "en", datetime(2026, 3, 7, 7, 0), "Lain"),  # noqa: DTZ001
)


def test_the_report_counts_and_lists_what_was_wrong() -> None:
    assert list(report(VOTES)) == [
        "good 1, wrong 2",
        "wrong: speaker 1, not said 1",
        "2026-03-09 12:05  speaker  en  Judul  [2J  https://a.example/1",
        "2026-03-08 07:00  not said  fr  (no longer kept)",
    ]
    assert list(report(())) == ["good 0, wrong 0"]


def test_the_report_may_be_json() -> None:
    told = json.loads(as_json(VOTES))
    assert (told["good"], told["wrong"], told["faults"]) == (1, 2, {"speaker": 1, "not said": 1})
    assert told["cases"][0]["given_at"] == "2026-03-09T12:05:00Z"
    assert [case["fault"] for case in told["cases"]] == ["speaker", None]


def test_the_operator_asks_at_the_command_line(
    url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Feedback(engine).vote("a", ALEX, "wrong", "en", "names")
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["feedback", "--since", "3"]) == 0
    assert "names 1" in capsys.readouterr().out
    assert main(["feedback", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["wrong"] == 1
