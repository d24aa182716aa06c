"""A PostgreSQL of our own: a server in a temporary folder, reached by a socket there.

In: PostgreSQL's programs on this machine; out: the address of one empty database, gone at the end.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_TIMEOUT_S = 60
SUPERUSER = "ringkas"


def _programs() -> Path | None:
    """The folder of initdb and pg_ctl: Debian keeps them out of the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("pg_ctl")
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None) or (
        Path(found).parent if found else None
    )


def is_installed() -> bool:
    """Whether PostgreSQL's programs are here."""
    return _programs() is not None


def _as_user() -> list[str]:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


@contextmanager
def postgres() -> Iterator[str]:
    """Run a server with one empty database; yield its SQLAlchemy address."""
    programs = _programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="ringkas-pg-"))  # short: a socket's path has 107 characters
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data, options = folder / "data", f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"

    def run(program: str, *arguments: str) -> None:
        command = [*_as_user(), str(programs / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=folder, timeout=START_TIMEOUT_S)

    run("initdb", "--pgdata", str(data), "--username", SUPERUSER, "--auth", "trust", "--no-sync")
    control = ("--pgdata", str(data), "--log", str(folder / "log"), "--wait")
    run("pg_ctl", *control, "--options", options, "start")
    try:
        yield f"postgresql://{SUPERUSER}@/postgres?host={folder}"
    finally:
        run("pg_ctl", *control, "--mode", "immediate", "stop")
        shutil.rmtree(folder)
