"""What the README says can be done, can be done."""

from __future__ import annotations

import difflib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")

SAME_WORDS_SHARE = 0.8
"""How much of the transcript must come out again: processors round differently, so that a few words of a
translation may change from machine to machine."""


def shell_lines() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def run(*command: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in the checkout, with no terminal, no token and an empty home.

    Where rustup's shim is on the path it keeps its own folder: pip asks Rust for its version, for the name
    under which it speaks to an index, and the shim would make one in the empty home.
    """
    environment = {name: value for name, value in os.environ.items() if name not in ("BOT_TOKEN", "HOME")}
    return subprocess.run(
        command,
        cwd=ROOT,
        env={"RUSTUP_HOME": str(Path.home() / ".rustup")}
        | environment
        | {"HOME": str(home), "COLUMNS": "80"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_two_commands_come_first() -> None:
    assert shell_lines()[:2] == ["make run", "make test"]


@pytest.mark.parametrize("line", [line for line in shell_lines() if line.startswith("make ")])
def test_every_target_of_make_is_there(line: str, tmp_path: Path) -> None:
    done = run(*shlex.split(line), "--dry-run", home=tmp_path)
    assert done.returncode == 0, done.stderr


def test_make_run_without_a_token_digests_the_samples_and_tells_how_to_get_one(tmp_path: Path) -> None:
    done = run("make", "run", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "BotFather" in done.stderr
    for sample in ("kereta-pesisir.txt", "harga-cabai.txt", "perpustakaan-apung.html"):
        assert sample in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"^\| `python -m bot (\w+)", README, re.MULTILINE)))
)
def test_every_command_of_the_table_explains_itself(command: str, tmp_path: Path) -> None:
    done = run(sys.executable, "-m", "bot", command, "--help", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "usage" in done.stdout


def test_the_transcript_is_what_the_sample_gives(tmp_path: Path) -> None:
    found = re.search(r"<!-- transcript: (\S+) -->\n```\n(.*?)```", README, re.DOTALL)
    assert found
    done = run(sys.executable, "-m", "bot", "digest", found.group(1), home=tmp_path)
    assert done.returncode == 0, done.stderr
    said, printed = found.group(2).split(), done.stdout.split()
    assert difflib.SequenceMatcher(None, said, printed, autojunk=False).ratio() >= SAME_WORDS_SHARE


def test_the_settings_table_lists_every_setting_with_its_default() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    wanted = re.findall(r"^([A-Z_]+)=(.*)$", example, re.MULTILINE)
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*?)`)? *\|", README, re.MULTILINE)
    assert rows == wanted


def test_every_folder_is_explained() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {
        line.partition("/")[0] for line in tracked.splitlines() if "/" in line and not line.startswith(".")
    }
    assert {folder for folder in top if f"`{folder}/`" not in README} == set()
