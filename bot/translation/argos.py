"""What Argos knows of a package: its metadata, and the tokenizer of those that have no SentencePiece.

In: the folder of an unpacked package. Out: its `Package` record, or why it is none. This module owns
argostranslate; it must not know how a model is run nor that there is a network, and it never imports
`argostranslate.translate`, which needs stanza.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Protocol

from bot.errors import ConfigError
from bot.translation.disk import disk_errors
from bot.translation.package import NotAPackage, Package

FIELD_CHARS = 60
"""What is shown of a version or of a language's name; real ones have 3 to 21 characters."""
CAN_BE_TOLD = "can_be_told"
"""A field of metadata.json that Argos has not: see bot/translation/telling.py."""
LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")
"""ISO codes, two that Argos made up ("zt", "pb"), and codes with a region or script ("pt-BR")."""
_import_lock = threading.Lock()


class Tokenizer(Protocol):
    """Text to subwords and back."""

    def encode(self, sentence: str) -> list[str]: ...
    def decode(self, tokens: list[str]) -> str: ...


def bpe_tokenizer(package: Package) -> Tokenizer:
    """Argos' tokenizer for packages with a `bpe.model`: Moses' rules, then byte pairs.

    It is loaded here and not at its first use, as Argos would: two threads could meet there, and a
    broken file ends the process. Raises ConfigError for such a file.
    """
    path = package.path / "bpe.model"
    tokenizer = load_argos().BPETokenizer(path, package.source, package.target)
    try:
        with disk_errors(f"read {path}"):
            tokenizer.lazy_load()
    except (SystemExit, ValueError) as exc:
        raise ConfigError(f"{path} holds no byte pairs") from exc
    loaded: Tokenizer = tokenizer
    return loaded


def read_package(path: Path, origin: Literal["installed", "shipped"]) -> Package:
    """The package in the folder `path`. Raises NotAPackage when something of it is missing or wrong."""
    try:
        with disk_errors(f"read {path}"):
            about = json.loads((path / "metadata.json").read_bytes())
        refusal = _refusal(about)
        argos = load_argos().AvailablePackage(about)
    except (ValueError, AttributeError, TypeError, RecursionError) as exc:
        raise NotAPackage(f"{path}: metadata.json cannot be read: {exc}") from exc
    if refusal:
        raise NotAPackage(f"{path} is no package for one pair of languages: {refusal}")
    codes = (argos.from_code, argos.to_code)
    if not all(isinstance(code, str) and LANGUAGE_CODE.fullmatch(code) for code in codes):
        raise NotAPackage(f"{path}: metadata.json names no languages (from_code, to_code)")
    with disk_errors(f"read {path}"):
        if not (path / "model" / "model.bin").is_file():
            raise NotAPackage(f"{path} is no translation package: model/model.bin is missing")
        if not any((path / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
            raise NotAPackage(f"{path} is no translation package: no sentencepiece.model, no bpe.model")
    version, prefix = printable(argos.package_version), str(argos.target_prefix or "")
    can_be_told = about.get(CAN_BE_TOLD) is True
    return Package(*codes, version, path, origin, target_prefix=prefix, can_be_told=can_be_told)


def printable(value: object) -> str:
    """What a stranger wrote into a field, as text that a terminal can show; empty for null."""
    text = "" if value is None else str(value)
    return "".join(c for c in text[:FIELD_CHARS] if c.isprintable())


def load_argos() -> Any:
    """argostranslate.package, imported at the first call.

    Its settings make folders in the user's home when they are imported and read them from the
    environment; they get a scratch folder instead, and nothing of theirs is used but the metadata
    reader, the tokenizer and the address of the index.
    """
    name = "argostranslate.package"
    with _import_lock:
        if name not in sys.modules:
            with tempfile.TemporaryDirectory() as scratch, _environment(scratch):
                importlib.import_module(name)
        return sys.modules[name]


def _refusal(about: Mapping[str, Any]) -> str:
    """Why metadata describes something else than a package for one pair; empty when it does not."""
    kind = about.get("type") or "translate"
    if kind != "translate":
        return f"its type is {printable(kind)!r}"
    many = any(about.get(f"{side}languages") for side in ("", "source_", "target_"))
    if many and not (about.get("from_code") and about.get("to_code")):
        return "it is for many languages at once"
    return ""


@contextmanager
def _environment(scratch: str) -> Iterator[None]:
    names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, scratch))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
