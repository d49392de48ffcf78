# SPDX-License-Identifier: Apache-2.0
"""Debian's Chromium without a window, and what a visitor may have set in it."""

import os
from dataclasses import dataclass, replace

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service


@dataclass(frozen=True)
class Setup:
    language: str = "ja"
    width: int = 1280
    height: int = 900
    is_phone: bool = False
    is_dark: bool = False
    has_script: bool = True

    def but(self, **changes: object) -> "Setup":
        return replace(self, **changes)


DESKTOP = Setup()
PHONE = Setup(width=360, height=740, is_phone=True)


def open_chrome(setup: Setup) -> Chrome:
    options = ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ["--headless=new", "--hide-scrollbars", "--autoplay-policy=no-user-gesture-required",
                     "--disable-dev-shm-usage"]:
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    preferences: dict[str, object] = {"intl.accept_languages": setup.language}
    if not setup.has_script:
        preferences["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", preferences)
    if setup.is_phone:
        screen = {"width": setup.width, "height": setup.height, "pixelRatio": 2.0, "mobile": True}
        options.add_experimental_option("mobileEmulation", {"deviceMetrics": screen})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    chrome.set_page_load_timeout(30)
    if not setup.is_phone:
        # The window's own frame counts for --window-size.
        chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": setup.width, "height": setup.height, "deviceScaleFactor": 1, "mobile": False})
    if setup.is_dark:
        chrome.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
    return chrome
