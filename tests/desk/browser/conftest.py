"""The desk on loopback and a real Chromium in front of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from socket import socket
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from desk.office import Office
from desk.web import make_app
from tests.desk.conftest import PASSWORD

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ROOT = Path(__file__).parents[3]
PICTURES = ROOT / "docs" / "images"

Enter = Callable[[str], Page]
PATIENCE = 60_000
"""Milliseconds until something counts as never coming: machines that test are busy."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where it is not installed the tests skip, in CI they fail."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI must run the tests in Chromium")
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--force-color-profile=srgb"]
        )
        yield opened
        opened.close()


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    """Where the desk listens."""
    server = uvicorn.Server(uvicorn.Config(make_app(office), host="127.0.0.1", port=0, log_level="error"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(5)


@pytest.fixture
def enter(browser: Browser, address: str) -> Iterator[Enter]:
    """Opens a browser of its own for a person and signs in; any error on a page fails the test."""
    contexts, errors = [], []

    def come_in(login: str) -> Page:
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda told: errors.append(told.text) if "Content Security Policy" in told.text else None)
        page.goto("/")
        page.fill("[name=login]", login)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_selector("header.bar")
        page.wait_for_load_state()  # a page listens to keys once its scripts have run
        return page

    yield come_in
    for context in contexts:
        context.close()
    assert errors == []


def picture(page: Page, name: str) -> None:
    """A screenshot for the docs, where they are asked for (HESHU_SCREENSHOTS=1)."""
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    if os.environ.get("HESHU_SCREENSHOTS"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"desk-{name}.png")


def free_port() -> int:
    """A port that nobody listens at."""
    with closing(socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def started(store: Path) -> tuple[subprocess.Popen[str], str, str]:
    """``heshu desk`` as an office starts it for the first time: (process, address, one-time password)."""
    port = free_port()
    call = "from desk.cli import main; main()"
    command = [sys.executable, "-c", call, "desk", "--store", str(store), "--port", str(port)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=environment, cwd=ROOT)
    assert process.stdout is not None
    password = process.stdout.readline().partition("一次性密码 ")[2].partition("（")[0]
    process.stdout.readline()
    return process, f"http://127.0.0.1:{port}", password
