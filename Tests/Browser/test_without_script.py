# SPDX-License-Identifier: Apache-2.0
"""Everything with JavaScript switched off."""

from selenium.webdriver.common.by import By

from chrome import DESKTOP
from conftest import visit
from website import TEXT

WITHOUT_SCRIPT = DESKTOP.but(has_script=False)


def test_a_text_becomes_a_film_on_a_page_that_refreshes_itself(cluster):
    with visit(cluster, WITHOUT_SCRIPT) as page:
        with cluster.held("script-svc"):
            path = page.submit_text(TEXT)
            assert page.percent == 0
            # Only where scripts do not run is this more than text.
            assert page.chrome.find_elements(By.CSS_SELECTOR, "noscript > meta[http-equiv=refresh]")
        page.await_film()
        assert page.path == path
        assert page.one("link", page.words["download"])
        page.open()
        assert page.one("link", "待ち行列のはなし")


def test_a_job_is_cancelled(cluster):
    with visit(cluster, WITHOUT_SCRIPT) as page, cluster.held("script-svc"):
        page.submit_text(TEXT)
        page.one("button", page.words["cancel"]).click()
        page.await_text(page.words["cancelled"])


def test_the_language_is_switched(cluster):
    with visit(cluster, WITHOUT_SCRIPT) as page:
        page.open()
        page.one("link", "English").click()
        page.wait(lambda: page.all("button", "Make the film"), 20)
        page.open()
        assert page.all("button", "Make the film")
