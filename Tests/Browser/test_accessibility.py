# SPDX-License-Identifier: Apache-2.0
"""axe-core on every kind of page, in both languages, light and dark, large and small."""

import pytest

import axe
from conftest import SETUPS, visit
from website import TEXT

@pytest.fixture(params=SETUPS)
def setup(request):
    return SETUPS[request.param]


def test_axe_finds_nothing_on_the_page_of_an_open_job(cluster, setup):
    with visit(cluster, setup) as page, cluster.held("script-svc"):
        page.submit_text(TEXT)
        page.one("progressbar")
        assert axe.violations(page.chrome) == []
        page.one("button", page.words["cancel"]).click()


def test_axe_finds_nothing_on_pages_that_stay(cluster, job_paths, setup):
    with visit(cluster, setup, tolerated=("404 (Not Found)",)) as page:
        for path in ["/", *job_paths.values(), "/no/such/page", "/jobs/00000000-0000-4000-8000-000000000000"]:
            page.open(path)
            assert axe.violations(page.chrome) == [], f"on {path}"


def test_axe_finds_nothing_on_the_first_page_with_all_unfolded_and_a_refusal(cluster, setup):
    with visit(cluster, setup, tolerated=("400 (Bad Request)", "422 (")) as page:
        page.open()
        page.field("URL").send_keys("ftp://example.com/article")
        page.one("button", page.words["make"]).click()
        page.wait(lambda: page.all("alert"), 20)
        page.chrome.execute_script("for (const all of document.querySelectorAll('details')) all.open = true")
        assert axe.violations(page.chrome) == []
