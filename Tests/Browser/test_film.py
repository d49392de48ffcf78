# SPDX-License-Identifier: Apache-2.0
"""From a pasted text to a film that plays."""

from selenium.webdriver.common.by import By

from website import TEXT

DRAWN_SLIDES = """
return Array.from(document.querySelectorAll("main img")).filter((each) => each.naturalWidth > 0).length;
"""


def test_progress_of_a_pasted_text_moves_without_a_reload_until_its_film_is_there(page, cluster):
    # Not yet made by another test, so that there is something to watch.
    text = TEXT.replace("待ち行列", "行列")
    with cluster.held("script-svc"):
        page.submit_text(text)
        page.chrome.execute_script("window.isSamePage = true")
        before = page.said
        assert before and page.percent == 0
    with cluster.held("render-svc"):
        page.wait(lambda: page.percent > 0)
        assert page.said != before
        page.wait(lambda: page.chrome.execute_script(DRAWN_SLIDES) >= 2)
        assert page.chrome.execute_script("return window.isSamePage")
    page.await_film()


def test_a_film_plays_in_chromium_with_picture_and_sound(page, job_paths):
    page.open(job_paths["done"])
    video = page.await_film()
    page.chrome.execute_script("arguments[0].play()", video)
    page.wait(lambda: video.get_property("currentTime") > 1, 30)
    assert video.get_property("error") is None
    assert video.get_property("readyState") >= 2
    assert (video.get_property("videoWidth"), video.get_property("videoHeight")) == (640, 360)
    assert page.chrome.execute_script("return arguments[0].webkitAudioDecodedByteCount", video) > 0
    assert page.chrome.execute_script("return arguments[0].webkitDecodedFrameCount", video) > 0


def test_a_film_can_be_wound_to_its_end(page, job_paths):
    page.open(job_paths["done"])
    video = page.await_film()
    page.wait(lambda: video.get_property("readyState") >= 1, 20)
    length = video.get_property("duration")
    assert length > 5
    page.chrome.execute_script(
        "arguments[0].currentTime = arguments[1]; arguments[0].play()", video, length - 1)
    page.wait(lambda: video.get_property("ended"), 30)


def test_captions_have_lines_within_the_film(page, job_paths):
    page.open(job_paths["done"])
    video = page.await_film()
    page.wait(lambda: video.get_property("readyState") >= 1, 20)
    page.chrome.execute_script("arguments[0].textTracks[0].mode = 'showing'", video)
    cues = page.wait(lambda: page.chrome.execute_script(
        "const cues = arguments[0].textTracks[0].cues ?? [];"
        "return Array.from(cues, (cue) => [cue.startTime, cue.endTime, cue.text])", video), 20)
    assert len(cues) >= 4
    assert all(start < end <= video.get_property("duration") + 0.1 and text for start, end, text in cues)


def test_a_chapter_leads_to_its_place_in_the_film(page, job_paths):
    page.open(job_paths["done"])
    video = page.await_film()
    page.wait(lambda: video.get_property("readyState") >= 1, 20)
    chapters = page.chrome.find_elements(By.CSS_SELECTOR, "h3 a")
    assert len(chapters) >= 2
    marks = page.wait(lambda: page.chrome.execute_script(
        "const track = Array.from(arguments[0].textTracks).find((each) => each.kind === 'chapters');"
        "return Array.from(track.cues ?? [], (cue) => cue.startTime)", video), 20)
    assert len(marks) == len(chapters)
    chapters[-1].click()
    page.wait(lambda: video.get_property("currentTime") > marks[-1] and not video.get_property("paused"), 20)
    page.wait(lambda: chapters[-1].get_attribute("aria-current"), 20)


def test_an_edited_line_is_in_the_film_that_is_made_then(page):
    page.submit_text(TEXT)
    page.await_film()
    page.one("link", page.words["edit"]).click()
    line = page.wait(lambda: page.field(page.words["line"]), 20)
    line.clear()
    line.send_keys("この行は書き直しました。")
    page.one("button", page.words["make again"]).click()
    page.wait(lambda: not page.path.endswith("/script"), 20)
    page.await_film()
    subtitles = page.chrome.execute_async_script(
        "const [link, done] = arguments; fetch(link).then(async (answer) => done(await answer.text()));",
        page.one("link", "WebVTT").get_attribute("href"))
    assert "この行は書き直しました" in subtitles.replace("\n", "")


def test_the_picture_before_the_film_plays_is_there(page, job_paths):
    page.open(job_paths["done"])
    poster = page.await_film().get_property("poster")
    width = page.chrome.execute_async_script(
        "const image = new Image(); image.onload = () => arguments[1](image.naturalWidth);"
        "image.onerror = () => arguments[1](0); image.src = arguments[0];", poster)
    assert width > 0


def test_every_link_under_a_film_gives_something(page, job_paths):
    page.open(job_paths["done"])
    page.await_film()
    links = page.chrome.find_elements(By.CSS_SELECTOR, "main a[href]")
    assert len(links) >= 4
    for link in [each.get_attribute("href") for each in links]:
        status, size = page.chrome.execute_async_script(
            "const [link, done] = arguments;"
            "fetch(link).then(async (answer) => done([answer.status, (await answer.blob()).size]));", link)
        assert status == 200 and size > 0, f"{link}: {status}, {size} bytes"


def test_a_title_is_text_whatever_is_in_it(page):
    page.submit_text(TEXT.replace("# 待ち行列", "# `<script>alert(1)</script>` と `</title>\"'&amp;`", 1))
    page.await_film()
    title = "<script>alert(1)</script> と </title>\"'&amp;のはなし"
    page.wait(lambda: title in page.one("heading").text, 20)
    assert title in page.chrome.title
    page.open()
    assert page.one("link", title)


def test_the_language_is_switched_on_the_page_where_one_is(page, job_paths):
    page.open(job_paths["done"])
    page.one("link", "English").click()
    page.wait(lambda: page.all("link", "Download the film"), 20)
    assert page.path.split("?")[0] == job_paths["done"]
    assert page.chrome.execute_script("return document.documentElement.lang") == "en"


def test_a_visitor_finds_own_films_on_the_first_page(page):
    path = page.submit_text(TEXT)
    title = page.chrome.title
    page.await_film()
    page.open()
    assert page.words["recent"] in page.text
    link = page.one("link", "待ち行列のはなし")
    link.click()
    page.wait(lambda: page.path == path, 20)
    assert page.chrome.title != title
