"""Who may know whom, held against the code."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(path for folder in ("bot", "handlers") for path in (ROOT / folder).rglob("*.py"))

STAGES = ("bot.intake", "bot.digest", "bot.translation", "bot.reply")

LIBRARY_ROOMS = {
    "telegram": ("handlers", "bot.app", "bot.doctor", "bot.__main__"),
    "httpx": ("bot.intake.fetch", "bot.translation.package_index"),
    "trafilatura": ("bot.intake.extract",),
    "lxml": ("bot.intake.markup",),
    "py3langid": ("bot.intake.language",),
    "pypdf": ("bot.intake.pdf",),
    "ftfy": ("bot.intake.clean",),
    "sumy": ("bot.digest.rank_sumy",),
    "argostranslate": ("bot.translation.argos", "bot.translation.package_index"),
    "ctranslate2": ("bot.translation.decoder",),
    "sentencepiece": ("bot.translation.decoder",),
    "fluent": ("bot.reply.wording",),
    "babel": ("bot.reply.wording",),
    "sqlalchemy": ("bot.runtime",),
    "alembic": ("bot.runtime.database", "bot.runtime.migrations"),
    "dbos": ("bot.runtime.work",),
    "prometheus_client": ("bot.runtime.metrics",),
    "tornado": ("bot.runtime.health",),
    "pydantic_settings": ("bot.settings",),
    "pydantic": ("bot.settings",),
    "rich": ("bot.terminal",),
    "prompt_toolkit": ("bot.terminal",),
}
"""Where a library may be named. Each has one room; httpx has two, since pages and packages come over the
network, and SQLAlchemy's is the whole of runtime: what is durable shares one database."""

EDGES = (
    "bot.intake.fetch",
    "bot.intake.sandbox",
    "bot.translation.engine",
    "bot.translation.argos",
    "bot.translation.archive",
    "bot.translation.disk",
    "bot.translation.packages",
    "bot.translation.package_index",
)
"""The stages' modules that touch network, processes, disk or model."""


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def within(module: str, rooms: tuple[str, ...]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield node.module or ""


every_module = pytest.mark.parametrize("path", SOURCES, ids=module_name)


@every_module
def test_a_stage_never_imports_another(path: Path) -> None:
    module = module_name(path)
    own = next((stage for stage in STAGES if within(module, (stage,))), None)
    if own is None:
        return
    foreign = [name for name in imports_of(path) if name.partition(".")[0] in ("bot", "handlers")]
    allowed = (own, "bot.records", "bot.errors", "bot.data")
    assert [name for name in foreign if not within(name, allowed)] == []


@every_module
def test_records_and_errors_know_nobody(path: Path) -> None:
    if module_name(path) in ("bot.records", "bot.errors"):
        assert [name for name in imports_of(path) if name.startswith(("bot", "handlers"))] == []


@every_module
def test_only_the_composition_root_knows_the_handlers(path: Path) -> None:
    module = module_name(path)
    if not within(module, ("handlers", "bot.app")):
        assert [name for name in imports_of(path) if within(name, ("handlers",))] == []


@every_module
def test_a_library_is_named_in_its_own_room_only(path: Path) -> None:
    module = module_name(path)
    strangers = [
        name
        for name in imports_of(path)
        if (room := LIBRARY_ROOMS.get(name.partition(".")[0])) and not within(module, room)
    ]
    assert strangers == []


@every_module
def test_a_pure_module_has_nothing_async(path: Path) -> None:
    pure = (*STAGES, "bot.records", "bot.errors", "bot.schema", "bot.settings")
    if within(module_name(path), pure) and not within(module_name(path), EDGES):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert [node for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef | ast.Await)] == []


@every_module
def test_the_environment_is_read_in_settings_alone(path: Path) -> None:
    if module_name(path) in (
        "bot.settings",
        "bot.translation.argos",
    ):  # argostranslate reads it as it loads
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not named & {"environ", "getenv"}


@every_module
def test_a_module_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not tree.body or ast.get_docstring(tree)


def test_nothing_is_built_at_import(tmp_path: Path) -> None:
    """Importing everything writes no file, and loads none of the heavy libraries into the pure rooms."""
    import subprocess
    import sys

    modules = [module_name(path) for path in SOURCES if path.name != "__main__.py"]
    script = f"import importlib, sys; [importlib.import_module(name) for name in {modules!r}]"
    environment = {"PATH": "", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", script], check=True, env=environment, cwd=tmp_path, timeout=120)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("table", sorted((ROOT / "bot" / "data").glob("*.toml")), ids=lambda path: path.name)
def test_a_table_is_read_by_the_one_module_that_its_header_names(table: Path) -> None:
    header = re.match(r"(?:#.*\n)+", table.read_text(encoding="utf-8"))
    assert header, "a table says what it holds, who reads it and where it comes from"
    named = re.findall(r"bot/\w+/\w+\.py", header.group())
    readers = [path for path in SOURCES if f'"{table.name}"' in path.read_text(encoding="utf-8")]
    assert [str(path.relative_to(ROOT)) for path in readers] == named
    assert re.search(r"source|written|fitted", header.group(), re.IGNORECASE)


@pytest.mark.parametrize("table", sorted((ROOT / "bot" / "data").glob("*.toml")), ids=lambda path: path.name)
def test_no_list_of_a_table_says_a_word_twice(table: Path) -> None:
    groups = tomllib.loads(table.read_text(encoding="utf-8")).items()
    lists = {name: list(map(str, group)) for name, group in groups if isinstance(group, list)}
    assert {
        name: said for name, words in lists.items() if (said := [*(Counter(words) - Counter(set(words)))])
    } == {}
