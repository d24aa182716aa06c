"""Makes methods.json, the compact table of the Bot API, from its machine-readable description.

    python -m playground.build_rules FILE [OUTPUT]

In: a description as github.com/PaulSonOfLars/telegram-bot-api-spec publishes it (methods and types,
each with fields that name their types). Out: `methods.json`, which `rules.py` reads: a field is one
string, its types joined with "|", "!" in front where it is required, "=value" behind where the value
is fixed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("methods.json")


def compact(description: dict[str, Any]) -> dict[str, Any]:
    """The table: version, methods (parameters and what they return) and types (fields or subtypes)."""
    return {
        "version": description["version"],
        "methods": {
            name: {"returns": "|".join(method["returns"]), "fields": _fields(method)}
            for name, method in description["methods"].items()
        },
        "types": {
            name: type_["subtypes"] if "subtypes" in type_ else _fields(type_)
            for name, type_ in description["types"].items()
        },
        "reactions": description["reaction_emoji"],
    }


def _fields(described: dict[str, Any]) -> dict[str, str]:
    return {name: _field(field) for name, field in described.get("fields", {}).items()}


def _field(field: dict[str, Any]) -> str:
    fixed = f"={field['const']}" if "const" in field else ""
    return ("!" if field.get("required") else "") + "|".join(field["types"]) + fixed


def main(arguments: list[str]) -> int:
    """Writes the table and says how large it is."""
    if len(arguments) not in (1, 2):
        print("usage: python -m playground.build_rules FILE [OUTPUT]", file=sys.stderr)
        return 2
    output = Path(arguments[1]) if len(arguments) > 1 else TABLE
    table = compact(json.loads(Path(arguments[0]).read_text("utf-8")))
    lines = [f'"version": {json.dumps(table["version"])}', f'"reactions": {json.dumps(table["reactions"])}']
    for part in ("methods", "types"):
        rows = [
            f"{json.dumps(name)}: {json.dumps(row, separators=(',', ':'))}"
            for name, row in sorted(table[part].items())
        ]
        lines.append(f'"{part}": {{\n' + ",\n".join(rows) + "\n}")
    output.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    print(f"{output}: {len(table['methods'])} methods, {len(table['types'])} types, "
          f"{output.stat().st_size} bytes")  # fmt: skip
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
