# SPDX-License-Identifier: Apache-2.0
"""The pages as a visitor finds them: by role, label and text."""

import re
import time

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

# Long enough for a film on two busy cores; whoever waits stops waiting when it is there.
PATIENCE = 90

WORDS = {
    "ja": {
        "make": "動画を作成", "paste": "URLの代わりに文章を貼り付ける", "cancel": "キャンセル", "retry": "もう一度試す",
        "cancelled": "キャンセルされました", "failed": "動画の生成に失敗しました",
        "download": "動画をダウンロード", "back": "トップページに戻る", "recent": "最近の動画", "skip": "本文へ",
        "edit": "台本を編集", "line": "せりふ: シーン1の1行目", "make again": "この台本で作り直す",
        "token": "管理用トークン", "log in": "ログイン", "jobs": "ジョブ", "stop": "中止", "try again": "再試行",
    },
    "en": {
        "make": "Make the film", "paste": "Paste text instead", "cancel": "Cancel", "retry": "Try again",
        "cancelled": "was cancelled", "failed": "could not be made", "download": "Download the film",
        "back": "Back to the first page", "recent": "Your recent films", "skip": "Skip to the content",
        "edit": "Edit the script", "line": "Line: scene 1, line 1", "make again": "Make the film again",
        "token": "Administration token", "log in": "Log in", "jobs": "Jobs", "stop": "Cancel",
        "try again": "Try again",
    },
}

CANDIDATES = {"button": "button, [role=button], summary", "link": "a[href]", "heading": "h1, h2, h3",
              "textbox": "input, textarea", "status": "[role=status]", "alert": "[role=alert]",
              "table": "table", "progressbar": "progress, [role=progressbar]"}


class Page:
    def __init__(self, chrome: Chrome, address: str, language: str = "ja"):
        self.chrome, self.address, self.words = chrome, address, WORDS[language]

    def open(self, path: str = "/") -> "Page":
        self.chrome.get(self.address + path)
        return self

    @property
    def path(self) -> str:
        return self.chrome.current_url.removeprefix(self.address)

    def wait(self, condition, seconds: float = PATIENCE):
        """Until the condition gives something. While a page changes, what it looks at may vanish."""
        end = time.monotonic() + seconds
        while True:
            error = None
            try:
                if value := condition():
                    return value
            except WebDriverException as caught:
                error = caught
            if time.monotonic() > end:
                raise AssertionError(f"waited {seconds} s on {self.path}: {self.text[:500]}") from error
            time.sleep(0.1)

    def all(self, role: str, name: str = "") -> list[WebElement]:
        return [each for each in self.chrome.find_elements(By.CSS_SELECTOR, CANDIDATES[role])
                if each.is_displayed() and name in (each.text or each.accessible_name or "")]

    def one(self, role: str, name: str = "") -> WebElement:
        found = self.all(role, name)
        assert found, f"no {role} “{name}” on {self.path}: {self.text[:500]}"
        return found[0]

    def field(self, label: str) -> WebElement:
        element = self.chrome.find_element(By.XPATH, f"//label[contains(normalize-space(), '{label}')]")
        return self.chrome.find_element(By.ID, element.get_attribute("for"))

    @property
    def text(self) -> str:
        return self.chrome.find_element(By.TAG_NAME, "body").text

    # The home page.

    def submit_text(self, text: str) -> str:
        """Pastes a text, presses the button and gives the path of the job's page."""
        self.open()
        self.one("button", self.words["paste"]).click()
        area = self.chrome.find_element(By.ID, "text")
        area.send_keys(text)
        return self.submit()

    def submit_url(self, url: str) -> str:
        self.open()
        self.field("URL").send_keys(url)
        return self.submit()

    def submit(self) -> str:
        self.one("button", self.words["make"]).click()
        self.wait(lambda: re.fullmatch(r"/jobs/[0-9a-f-]{36}", self.path), 20)
        return self.path

    # The administration.

    def log_in(self, token: str) -> None:
        self.open("/admin")
        self.field(self.words["token"]).send_keys(token)
        self.one("button", self.words["log in"]).click()

    # A job's page.

    @property
    def percent(self) -> int:
        return int(self.one("progressbar").get_attribute("value"))

    @property
    def said(self) -> str:
        """What a screen reader is told."""
        return " ".join(each.text for each in self.all("status"))

    def await_film(self) -> WebElement:
        return self.wait(lambda: self.chrome.find_element(By.TAG_NAME, "video"))

    def await_text(self, text: str) -> None:
        self.wait(lambda: text in self.text)


def errors(chrome: Chrome) -> list[str]:
    """What the console complains of, the content security policy's refusals among it. Asking empties it."""
    entries = chrome.get_log("browser")
    return [entry["message"] for entry in entries if entry["level"] in ("SEVERE", "WARNING")]
