"""Debian's Chromium, without a window and without a word to anybody outside.

Out: a browser of Playwright's. Playwright is a tool of the tests: this module is imported by them and by
`scenes` alone.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Browser

CHROMIUM = "chromium"
"""The program's name; playwright's own download of it is not needed."""

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--font-render-hinting=none",
)  # fmt: skip
"""--no-sandbox: it runs as root where the tests do, and shows nothing but our own page."""


@asynccontextmanager
async def opened_browser() -> AsyncIterator[Browser]:
    """Start a browser with an empty profile, gone at the end. Raises RuntimeError where there is none."""
    from playwright.async_api import async_playwright

    program = shutil.which(CHROMIUM)
    if program is None:
        raise RuntimeError(f"{CHROMIUM} is not installed; on Debian: apt-get install {CHROMIUM}")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program, headless=True, args=list(ARGUMENTS)
        )
        try:
            yield browser
        finally:
            await browser.close()
