# SPDX-License-Identifier: Apache-2.0
"""The operator's pages."""

import pytest

import axe
from chrome import DESKTOP, PHONE
from cluster import ADMIN_TOKEN
from conftest import SETUPS, visit
from test_appearance import WIDEST
from website import TEXT

PLACES = ["/admin", "/admin/jobs", "/admin/jobs?state=failed", "/admin/dead", "/admin/limits"]


@pytest.fixture
def operator(page):
    page.log_in(ADMIN_TOKEN)
    page.wait(lambda: page.path == "/admin", 20)
    return page


def test_a_wrong_token_opens_nothing_and_says_so(cluster):
    with visit(cluster, DESKTOP, tolerated=("401 (", "403 (")) as page:
        page.log_in("not-the-token-of-anybody")
        page.wait(lambda: page.all("alert"), 20)
        page.open("/admin/jobs")
        assert page.path.startswith("/admin/login")


@pytest.mark.parametrize("setup", SETUPS.values(), ids=SETUPS)
def test_axe_finds_nothing_and_nothing_is_too_wide(cluster, job_paths, setup):
    jobs = [f"/admin{job_paths[state]}" for state in ["done", "failed", "cancelled"]]
    with visit(cluster, setup) as page:
        page.open("/admin/login")
        assert axe.violations(page.chrome) == []
        page.log_in(ADMIN_TOKEN)
        page.wait(lambda: page.path == "/admin", 20)
        for path in PLACES + jobs:
            page.open(path)
            assert page.path == path
            assert axe.violations(page.chrome) == [], f"on {path}"
            assert page.chrome.execute_script("return document.documentElement.scrollWidth") <= setup.width
            assert page.chrome.execute_script(WIDEST) == [], f"on {path}"


def test_the_overview_follows_what_happens_without_a_reload(operator, cluster):
    operator.chrome.execute_script("window.isSamePage = true")
    before = operator.wait(lambda: operator.one("table", operator.words["jobs"]).text, 20)
    with cluster.held("script-svc"):
        job = cluster.submit(TEXT)
        operator.wait(lambda: operator.one("table", operator.words["jobs"]).text != before, 30)
        assert operator.chrome.execute_script("return window.isSamePage")
        cluster.cancel(job)


def test_an_operator_sees_why_a_job_stands_still_and_stops_it(operator, cluster):
    with cluster.held("script-svc"):
        job = cluster.submit(TEXT)
        operator.open("/admin/jobs?state=open")
        operator.one("link", job[:8]).click()
        operator.wait(lambda: operator.path == f"/admin/jobs/{job}", 20)
        assert "→" in operator.text
        operator.one("button", operator.words["stop"]).click()
        operator.wait(lambda: operator.all("status", "✓"), 20)
    operator.open(f"/jobs/{job}")
    operator.await_text(operator.words["cancelled"])


def test_an_operator_tries_a_failed_job_again_and_it_becomes_a_film(operator, cluster, website):
    website.has_article = False
    path = operator.submit_url(website.address)
    operator.await_text(operator.words["failed"])
    website.has_article = True
    operator.open(f"/admin{path}")
    operator.one("button", operator.words["try again"]).click()
    operator.wait(lambda: operator.all("status", "✓"), 20)
    operator.open(path)
    operator.await_film()
