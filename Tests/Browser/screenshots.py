# SPDX-License-Identifier: Apache-2.0
"""Takes the pictures of the pages that the documents show: docs/screenshots."""

import base64
import os
import shutil
import tempfile
from pathlib import Path

from chrome import DESKTOP, PHONE, Setup, open_chrome
from cluster import ADMIN_TOKEN, Cluster
from pages import Page

ROOT = Path(__file__).parent.parent.parent
PLACE = ROOT / "docs" / "screenshots"
LARGEST_BYTES = 200_000
FILM = "style: {size: 1280x720}\ncontent: {target_seconds: 60}\n"


def main() -> None:
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "film.yaml"
        film.write_text(FILM)
        # As a new installation has it.
        settings = {"MOVIEGEN_DAILY_JOB_LIMIT": "5"}
        with Cluster(Path(os.environ["MOVIEGEN_BIN"]), Path(folder) / "run", film, settings) as cluster:
            take_desktop(cluster)
            take_phone(cluster)


def take_desktop(cluster: Cluster) -> None:
    with Visit(cluster, DESKTOP.but(language="en")) as page:
        # Nobody has this address.
        page.submit_url("https://articles.example/why-queues")
        page.await_text(page.words["failed"])
        save(page, "job-failed.png")
        with cluster.held("render-svc"):
            done = page.submit_text((ROOT / "Examples" / "content-addressing.en.md").read_text())
            page.await_text("Rendering")
            page.open(page.path)
            save(page, "job-open.jpg")
        show_film(page)
        save(page, "job-done.jpg")
        page.open()
        save(page, "home.png")
        page.log_in(ADMIN_TOKEN)
        page.wait(lambda: page.path == "/admin", 20)
        save(page, "admin-overview.png")
        page.open(f"/admin{done}")
        save(page, "admin-job.png", screens=1)


def take_phone(cluster: Cluster) -> None:
    with Visit(cluster, PHONE) as page:
        page.submit_text((ROOT / "Examples" / "why-queues.ja.md").read_text())
        show_film(page)
        save(page, "phone.jpg")


class Visit:
    def __init__(self, cluster: Cluster, setup: Setup):
        self.chrome = open_chrome(setup)
        self.page = Page(self.chrome, cluster.address, setup.language)

    def __enter__(self) -> Page:
        return self.page

    def __exit__(self, *_: object) -> None:
        self.chrome.quit()


def show_film(page: Page) -> None:
    """Stopped in the middle of a sentence."""
    video = page.await_film()
    page.wait(lambda: video.get_property("readyState") >= 1, 30)
    page.chrome.execute_script(
        "arguments[0].currentTime = arguments[0].duration / 2; arguments[0].play()", video)
    start = video.get_property("currentTime")
    page.wait(lambda: video.get_property("currentTime") > start + 1, 30)
    page.chrome.execute_script("arguments[0].pause()", video)


def save(page: Page, name: str, screens: int = 2) -> None:
    """The page as far down as it goes, so many screens at most."""
    page.chrome.execute_script("document.activeElement.blur(); scrollTo(0, 0)")
    width, height = page.chrome.execute_script(
        "const whole = document.documentElement.scrollHeight;"
        "return [innerWidth, Math.min(whole, innerHeight * arguments[0])]", screens)
    form = {"format": "jpeg", "quality": 85} if name.endswith(".jpg") else {"format": "png"}
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    picture = page.chrome.execute_cdp_cmd(
        "Page.captureScreenshot", form | {"clip": clip, "captureBeyondViewport": True})
    data = base64.b64decode(picture["data"])
    assert len(data) < LARGEST_BYTES, f"{name} has {len(data)} bytes"
    (PLACE / name).write_bytes(data)
    print(f"{name}: {width}x{height}, {len(data) // 1000} KB")


main()
