"""A browser for the tests of the pages: Debian's chromium, driven by Playwright. Without one they are skipped."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BROWSER = os.environ.get("RELEVE_BROWSER", "/usr/bin/chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
ROOT = Path(__file__).parents[2]
NOT_RUN: list[str] = []


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(BROWSER).exists():
        _skip(f"there is no browser at {BROWSER} (apt-get install chromium)")
    try:
        from playwright import sync_api as playwright
    except ImportError:
        _skip("Playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh window in French; the test fails if a script of the page does."""
    context = chromium.new_context(locale="fr-FR", viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(10_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def until(page: Page, expression: str, seconds: float = 10) -> None:
    """Wait until an expression holds on the page. (Playwright's own wait needs eval, which the page forbids.)"""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"{expression} does not hold"
        time.sleep(0.02)


def _skip(reason: str) -> NoReturn:
    NOT_RUN.append(reason)
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A skipped test is easily overlooked: say that nobody has looked at the pages."""
    for reason in dict.fromkeys(NOT_RUN):
        terminalreporter.write_line(f"The pages were not tested in a browser: {reason}.", yellow=True)


class Review:
    """`releve review` as a process of its own, that can be killed."""

    def __init__(self, folder: Path, name: str = "ana") -> None:
        self.folder, self.name = folder, name
        self.address = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        command = [sys.executable, "-m", "pipeline", "review", str(self.folder), "--as", self.name, "--no-browser"]
        self._process = subprocess.Popen(
            [*command, "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{20,}", self.address)
        return self.address

    def kill(self) -> None:
        """As kill -9 does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    review = Review(tmp_path)
    yield review
    review.kill()
