# SPDX-License-Identifier: Apache-2.0
"""Jobs that end without a film."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

from chrome import DESKTOP
from conftest import visit
from website import TEXT


def test_a_cancelled_job_says_so_and_leads_back(page, cluster):
    with cluster.held("script-svc"):
        page.submit_text(TEXT)
        page.one("button", page.words["cancel"]).click()
        page.await_text(page.words["cancelled"])
    page.one("link", page.words["back"]).click()
    page.wait(lambda: page.path == "/", 20)


def test_a_button_pressed_twice_makes_one_film(page, cluster):
    with cluster.held("script-svc"):
        page.open()
        page.field("URL").send_keys("https://articles.example/once")
        ActionChains(page.chrome).double_click(page.one("button", page.words["make"])).perform()
        page.wait(lambda: page.path.startswith("/jobs/"), 20)
        job = page.path
        page.open()
        links = page.chrome.find_elements(By.CSS_SELECTOR, "main a[href^='/jobs/']")
        assert [each.get_attribute("href").removeprefix(cluster.address) for each in links] == [job]
        page.open(job)
        page.one("button", page.words["cancel"]).click()
        page.await_text(page.words["cancelled"])


def test_a_job_in_the_middle_of_its_work_can_be_cancelled(page, cluster):
    with cluster.held("audio-svc"):
        page.submit_text(TEXT.replace("待ち行列", "順番待ちの列"))
        page.wait(lambda: page.percent > 0)
        page.one("button", page.words["cancel"]).click()
    page.await_text(page.words["cancelled"])


def test_an_article_that_is_not_there_fails_in_a_sentence_and_is_tried_again_when_it_is(page, website):
    website.has_article = False
    page.submit_url(website.address)
    page.await_text(page.words["failed"])
    assert "404" in page.text
    website.has_article = True
    page.one("button", page.words["retry"]).click()
    page.await_film()


def test_a_refused_address_keeps_what_was_typed_and_says_what_is_wrong(cluster):
    with visit(cluster, DESKTOP, tolerated=("400 (Bad Request)", "422 (")) as page:
        page.open()
        field = page.field("URL")
        field.send_keys("ftp://example.com/article")
        page.one("button", page.words["make"]).click()
        page.wait(lambda: page.all("alert"), 20)
        field = page.field("URL")
        assert field.get_attribute("value") == "ftp://example.com/article"
        described = page.chrome.find_element(By.ID, field.get_attribute("aria-describedby"))
        assert described.text == page.one("alert").text != ""
