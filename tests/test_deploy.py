"""What the image copies is there, and the lock holds what it promises."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = {"stanza", "spacy", "torch", "minisbd", "onnxruntime"}


def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text(encoding="utf-8")


def copied_paths() -> list[str]:
    copies = re.findall(r"^COPY (?!--from)(.+)$", dockerfile(), re.MULTILINE)
    return [source for copy in copies for source in copy.split()[:-1]]


def normal(name: str) -> str:
    """A package's name as PEP 503 normalises it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked_names() -> set[str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return {normal(name) for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}


def test_every_path_that_the_image_copies_is_there() -> None:
    assert copied_paths()
    assert [path for path in copied_paths() if not (ROOT / path).exists()] == []


def test_the_docker_context_holds_what_is_copied_and_no_more() -> None:
    allowed = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(allowed) == sorted(copied_paths())


def test_the_image_runs_without_root() -> None:
    user = re.findall(r"^USER (\w+)$", dockerfile(), re.MULTILINE)
    assert user == ["ringkas"]


def test_the_image_has_a_health_check_on_the_address_that_it_listens_at() -> None:
    listen = re.search(r"HEALTH_LISTEN=(\S+)", dockerfile())
    assert listen
    assert f"http://{listen.group(1)}/healthz" in dockerfile()


def test_every_service_of_ours_has_a_read_only_system_and_no_rights() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    ours = [service for service in services.values() if service["image"] == "ringkas"]
    assert len(ours) == 3
    for service in ours:
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_a_service_that_is_started_again_whatever_ends_it_does_not_end_over_a_wrong_setting() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    ours = [service for service in services.values() if service["image"] == "ringkas"]
    assert [service["restart"] for service in ours] == ["unless-stopped"] * 3
    assert all("--stay" in service["command"] for service in ours)


def test_the_services_for_several_machines_start_only_when_they_are_asked_for() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert [name for name, service in services.items() if "profiles" not in service] == ["ringkas"]


def test_the_lock_is_hashed_and_holds_no_address() -> None:
    for lock in ("requirements.lock", "requirements-test.lock", "requirements-check.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        pinned = re.findall(r"^[\w.-]+==\S+.*?(?=^[\w.-]+==|\Z)", text, re.MULTILINE | re.DOTALL)
        assert pinned
        assert all("--hash=sha256:" in requirement for requirement in pinned)
        assert "://" not in text


def test_the_lock_leaves_out_what_nothing_here_imports() -> None:
    assert not locked_names() & LEFT_OUT


def test_the_lock_holds_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {normal(re.split(r"[\[<>=]", dependency)[0]) for dependency in project["dependencies"]}
    assert wanted <= locked_names()


def test_every_dependency_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text[text.index("dependencies = [") : text.index("\n]")]
    for line in block.splitlines()[1:]:
        assert re.search(r'",\s+# \S', line), line


@pytest.mark.parametrize("name", ["requirements-test", "requirements-check"])
def test_what_is_asked_for_is_pinned(name: str) -> None:
    asked = re.findall(r"^[A-Za-z][\w.-]*", (ROOT / f"{name}.in").read_text(encoding="utf-8"), re.MULTILINE)
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / f"{name}.lock").read_text(encoding="utf-8"), re.MULTILINE)
    assert asked
    assert set(asked) <= set(pinned)
