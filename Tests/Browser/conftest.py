# SPDX-License-Identifier: Apache-2.0
"""One cluster, one website, and a Chromium of each setup for all tests."""

import os
import shutil
import signal
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from chrome import DESKTOP, PHONE, Setup, open_chrome
from cluster import Cluster
from pages import Page, errors
from website import TEXT, Website

HERE = Path(__file__).parent
FOLDER = HERE.parent.parent / ".local" / "browser" / "run"

SETUPS = {
    "ja": DESKTOP, "en": DESKTOP.but(language="en"), "dark": DESKTOP.but(is_dark=True), "phone": PHONE,
    "dark-en-phone": PHONE.but(language="en", is_dark=True),
}


def pytest_configure(config):
    # Otherwise it would end at once, and leave everything running.
    signal.signal(signal.SIGTERM, lambda *_: pytest.exit("told to end", returncode=143))


@pytest.fixture(scope="session")
def cluster():
    shutil.rmtree(FOLDER, ignore_errors=True)
    with Cluster(Path(os.environ["MOVIEGEN_BIN"]), FOLDER, HERE / "film.yaml") as cluster:
        yield cluster


@pytest.fixture(scope="session")
def website():
    with Website() as website:
        yield website


@contextmanager
def visit(cluster: Cluster, setup: Setup, tolerated: tuple[str, ...] = ()):
    """A new visitor's page. The console must have stayed silent at its end, but for what is `tolerated`."""
    chrome = browsers.get(setup) or browsers.setdefault(setup, open_chrome(setup))
    chrome.get("about:blank")
    chrome.execute_cdp_cmd("Network.clearBrowserCookies", {})
    errors(chrome)
    yield Page(chrome, cluster.address, setup.language)
    found = [each for each in errors(chrome) if not any(part in each for part in tolerated)]
    assert not found, f"the console says: {found}"


browsers: dict[Setup, Chrome] = {}


def pytest_unconfigure(config):
    for chrome in browsers.values():
        chrome.quit()


@pytest.fixture
def page(cluster):
    with visit(cluster, DESKTOP) as page:
        yield page


@pytest.fixture(scope="session")
def job_paths(cluster, website):
    """Jobs in every state that stays, made by a visitor: the path of each one's page."""
    with visit(cluster, DESKTOP) as page:
        done = page.submit_text(TEXT)
        page.await_film()
        failed = page.submit_url(website.address.replace("/article", "/missing"))
        page.await_text(page.words["failed"])
        with cluster.held("script-svc"):
            cancelled = page.submit_text(TEXT)
            page.one("button", page.words["cancel"]).click()
            page.await_text(page.words["cancelled"])
        return {"done": done, "script": f"{done}/script", "failed": failed, "cancelled": cancelled}
