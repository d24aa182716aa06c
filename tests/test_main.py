"""The command line: what an operator types and what comes back."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.digest.rank import summarise
from bot.schema import digest_from_json
from playground.threaded import ThreadedBotApiServer
from playground.world import World

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = str(ROOT / "samples" / "kereta-pesisir.txt")

TWO_SENTENCES = (
    "Pemerintah Kabupaten Sukamaju membuka kembali jembatan gantung di Desa Karang setelah tiga bulan tutup. "
    "Bupati Ratna Puspita mengatakan warga tidak perlu lagi memutar sejauh 14 kilometer untuk ke pasar."
)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))


def test_digest_prints_what_the_chat_would_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest", SAMPLE]) == 0
    out = capsys.readouterr().out
    assert "Hendra Kusnadi" in out
    assert "12 August 2025" in out
    assert "<b>" not in out


def test_digest_as_json_is_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["digest", SAMPLE, "--json", "--sentences", "2"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == 1
    assert data["title"]["source"].startswith("Kereta Pesisir Utara")
    assert data["published"] == "2025-08-12T14:20:00+07:00"
    assert data["authors"] == ["Ratna Wulandari"]
    assert len(data["summary"]) == 2
    for quote in data["quotes"]:
        assert data["text"][quote["start"] : quote["end"]] == quote["text"]
    for sentence in data["sentences"]:
        assert data["text"][sentence["start"] : sentence["end"]] == sentence["source"]
    speakers = [quote["speaker"] for quote in data["quotes"]]
    assert speakers == [
        "Hendra Kusnadi", "Lestari Handayani", "Lestari Handayani", "Siti Maimunah", "Joko Purnomo",
    ]  # fmt: skip


def test_without_a_length_the_summary_has_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = Path(SAMPLE).read_text(encoding="utf-8")
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": 1, "text": article}) + "\n", encoding="utf-8")
    assert main(["digest", "--jsonl", "in.jsonl", "--only", "summary"]) == 0
    digest = digest_from_json(json.loads(capsys.readouterr().out)["digest"])
    assert digest.summary == summarise(digest.article, digest.sentences)


def test_of_a_very_short_article_every_sentence_is_shown_and_said_to_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, TWO_SENTENCES)
    assert main(["digest", "-"]) == 0
    out = capsys.readouterr().out
    assert "Too short to summarise" in out
    assert "•" not in out
    typed(monkeypatch, TWO_SENTENCES)
    assert main(["digest", "-", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["summary"], data["whole"]) == ([0, 1], True)


def test_one_sentence_of_a_very_short_article_may_be_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, TWO_SENTENCES)
    assert main(["digest", "-", "--json", "--sentences", "1"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (len(data["summary"]), data["whole"]) == (1, False)


def test_digest_reads_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, Path(SAMPLE).read_text(encoding="utf-8"))
    assert main(["digest", "-", "--to", "id"]) == 0
    assert "Kereta Pesisir Utara Mulai Diuji" in capsys.readouterr().out


def test_an_article_that_cannot_be_digested_is_exit_1_and_said_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "terlalu pendek")
    assert main(["digest", "-"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "14 characters" in captured.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["digest"],
        ["digest", "x.txt", "--jsonl", "y"],
        ["digest", "not-there.txt"],
        ["digest", SAMPLE, "--out", "x"],
        ["digest", SAMPLE, "--to", "xx"],
        ["digest", "--jsonl", SAMPLE, "--out", SAMPLE],
        ["translate", "--from", "id", "--to", "en", "--in", SAMPLE, "--out", SAMPLE],
        ["run"],
        ["models", "install", "id"],
        ["models", "install", "id", "en", "--file", "x.argosmodel"],
        ["models", "install", "--file", "not-there.argosmodel"],
    ],
    ids=" ".join,
)
def test_what_is_asked_for_wrongly_is_exit_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("ringkas: ")


@pytest.mark.parametrize(
    "arguments", [["digest", "x", "--sentences", "11"], ["digest", "x", "--only", "verbs"], ["dance"]]
)
def test_arguments_that_make_no_sense_are_explained(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_run_without_a_token_tells_in_one_line_how_to_get_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run"]) == 2
    err = capsys.readouterr().err
    assert "BotFather" in err
    assert err.count("\n") == 1


def test_jsonl_answers_each_line_in_order_and_a_bad_line_with_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = Path(SAMPLE).read_text(encoding="utf-8")
    records = [
        json.dumps({"id": 1, "text": article, "title": "Judul"}),
        "{broken",
        json.dumps({"id": "c", "html": (ROOT / "samples/perpustakaan-apung.html").read_text("utf-8")}),
        json.dumps({"id": "d"}),
        json.dumps({"id": "e", "text": "pendek"}),
        json.dumps([1, 2]),
        json.dumps({"id": "g", "text": 5}),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(records) + "\n", encoding="utf-8")
    assert main(["digest", "--jsonl", "in.jsonl", "--out", "out.jsonl", "--only", "summary,quotes"]) == 0
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == [1, None, "c", "d", "e", None, "g"]
    assert ["digest" in line for line in lines] == [True, False, True, False, False, False, False]
    assert lines[0]["digest"]["title"]["source"] == "Judul"
    assert lines[0]["digest"]["quotes"]
    assert lines[0]["digest"]["entities"] == []
    assert lines[4]["error"].startswith("TooShort")
    assert lines[5]["error"].startswith("BadLine")
    assert capsys.readouterr().err == ""


def test_translate_answers_a_line_with_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "Presiden berkunjung ke Jakarta.\n\nHarga beras naik 5 persen.\n")
    assert main(["translate", "--from", "id", "--to", "en"]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert len(lines) == 4
    assert "Jakarta" in lines[0]
    assert lines[1] == ""
    assert "5" in lines[2]


def test_translate_names_the_package_that_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "Halo.\n")
    assert main(["translate", "--from", "id", "--to", "sw"]) == 1
    assert "models install id sw" in capsys.readouterr().err


def test_models_list_shows_what_ships_and_that_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("id -> en")]
    assert "shipped" in line
    assert line.endswith("  used")


def test_a_package_from_a_file_is_installed_used_and_removed(capsys: pytest.CaptureFixture[str]) -> None:
    (shipped,) = sorted((ROOT / "models").glob("translate-id_en-*.argosmodel"))[-1:]
    assert main(["models", "install", "--file", str(shipped)]) == 0
    assert main(["models", "list"]) == 0
    listing = capsys.readouterr().out
    assert "installed" in listing
    assert "not used" in listing
    assert main(["models", "remove", "id", "en"]) == 0
    assert main(["models", "remove", "id", "en"]) == 1
    assert "is installed" in capsys.readouterr().err


def test_doctor_says_what_is_to_be_mended(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "ok   models" in out
    assert "ok   database" in out
    assert "BAD  telegram: BOT_TOKEN is not set" in out


def test_doctor_shows_no_token_that_telegram_does_not_know(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with ThreadedBotApiServer(World()) as server:
        monkeypatch.setenv("BOT_TOKEN", "7000000001:another")
        monkeypatch.setenv("TELEGRAM_API_URL", server.url)
        assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert f"BAD  telegram: Telegram at {server.url} does not know this BOT_TOKEN" in out
    assert "another" not in out


def test_doctor_looks_at_the_rest_where_the_models_are_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "is_dir", lambda path: path.name != "models")
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert f"BAD  models: the folder of the models is missing: {ROOT / 'models'}" in out
    assert "ok   database" in out
