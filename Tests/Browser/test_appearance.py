# SPDX-License-Identifier: Apache-2.0
"""Small screens, dark rooms, and no mouse."""

import re

import pytest
from selenium.webdriver.common.keys import Keys

from chrome import DESKTOP, PHONE
from conftest import visit
from website import TEXT

WIDEST = """
return Array.from(document.querySelectorAll("body *")).filter((each) => {
  const box = each.getBoundingClientRect();
  // What is in a part that scrolls by itself, as a wide table does, is no wider than that.
  const scrolls = each.parentElement.closest("[role=region]");
  return box.width > 0 && box.right > innerWidth + 0.5 && !scrolls;
}).map((each) => each.outerHTML.slice(0, 120));
"""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_on_a_phone_nothing_is_wider_than_the_screen(cluster, job_paths, language):
    with visit(cluster, PHONE.but(language=language), tolerated=("404 (Not Found)",)) as page:
        for path in ["/", *job_paths.values(), "/no/such/page"]:
            page.open(path)
            assert page.chrome.execute_script("return innerWidth") == PHONE.width
            assert page.chrome.execute_script("return document.documentElement.scrollWidth") <= PHONE.width
            assert page.chrome.execute_script(WIDEST) == [], f"on {path}"
            assert page.chrome.execute_script("return document.documentElement.lang") == language
        with cluster.held("script-svc"):
            page.submit_text(TEXT)
            assert page.chrome.execute_script("return document.documentElement.scrollWidth") <= PHONE.width
            assert page.chrome.execute_script(WIDEST) == []
            page.one("button", page.words["cancel"]).click()


def test_what_a_finger_touches_on_a_phone_is_big_enough(cluster, job_paths):
    with visit(cluster, PHONE) as page:
        for path in ["/", job_paths["done"], job_paths["failed"], job_paths["script"]]:
            page.open(path)
            for control in page.all("button") + page.all("textbox"):
                assert control.size["height"] >= 44, f"{control.accessible_name} on {path}: {control.size}"


def test_who_likes_it_dark_gets_light_letters_on_dark_paper(cluster, job_paths):
    def brightness(page, property_name):
        color = page.chrome.execute_script(
            f"return getComputedStyle(document.body).{property_name}")
        return sum(int(part) for part in re.findall(r"\d+", color)[:3]) / 3

    for is_dark in [False, True]:
        with visit(cluster, DESKTOP.but(is_dark=is_dark)) as page:
            for path in ["/", job_paths["done"]]:
                page.open(path)
                assert (brightness(page, "backgroundColor") < brightness(page, "color")) == is_dark


FOCUSABLE = """
return Array.from(document.querySelectorAll("a[href], button, input, textarea, select, summary, video"))
  .filter((each) => each.type !== "hidden" && each.checkVisibility({contentVisibilityAuto: true}));
"""
FOCUS_IS_VISIBLE = """
const style = getComputedStyle(arguments[0]), box = arguments[0].getBoundingClientRect();
return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
  && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
"""


@pytest.mark.parametrize("kind", ["home", "failed", "done", "script"])
def test_tab_goes_to_everything_in_the_order_it_is_read_and_shows_where_it_is(page, job_paths, kind):
    page.open(job_paths.get(kind, "/"))
    expected = page.chrome.execute_script(FOCUSABLE)
    assert len(expected) >= 4
    for element in expected:
        # A player has controls of its own inside.
        for _ in range(20):
            page.chrome.switch_to.active_element.send_keys(Keys.TAB)
            active = page.chrome.switch_to.active_element
            if active.tag_name != "video" or element.tag_name == "video":
                break
        assert active == element, f"{markup(active)} instead of {markup(element)}"
        if element.tag_name != "video":
            assert page.chrome.execute_script(FOCUS_IS_VISIBLE, active), markup(active)


def markup(element):
    return element.get_attribute("outerHTML")[:150]


def test_the_first_tab_offers_to_skip_to_the_content(page):
    page.open()
    page.chrome.switch_to.active_element.send_keys(Keys.TAB)
    link = page.chrome.switch_to.active_element
    assert link.text == page.words["skip"]
    link.send_keys(Keys.ENTER)
    page.chrome.switch_to.active_element.send_keys(Keys.TAB)
    inside = page.chrome.execute_script(
        "return document.querySelector('main').contains(document.activeElement)")
    assert inside


def test_a_film_is_made_and_another_cancelled_by_keys_alone(page, cluster, website):
    def press_until(key, arrived):
        for _ in range(40):
            if arrived(page.chrome.switch_to.active_element):
                return page.chrome.switch_to.active_element
            page.chrome.switch_to.active_element.send_keys(key)
        raise AssertionError(f"not reached on {page.path}")

    website.has_article = True
    page.open()
    field = press_until(Keys.TAB, lambda active: active.get_attribute("id") == "url")
    with cluster.held("script-svc"):
        field.send_keys(website.address, Keys.ENTER)
        page.wait(lambda: page.path.startswith("/jobs/"), 20)
        press_until(Keys.TAB, lambda active: active.text == page.words["cancel"]).send_keys(Keys.SPACE)
        page.await_text(page.words["cancelled"])
    page.open()
    press_until(Keys.TAB, lambda active: active.tag_name == "summary").send_keys(Keys.ENTER)
    press_until(Keys.TAB, lambda active: active.get_attribute("id") == "text").send_keys(TEXT)
    press_until(Keys.SHIFT + Keys.TAB, lambda active: active.text == page.words["make"]).send_keys(Keys.ENTER)
    page.await_film()
