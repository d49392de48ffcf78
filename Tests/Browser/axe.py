# SPDX-License-Identifier: Apache-2.0
"""What axe-core finds wrong on the page a browser shows."""

import importlib.util
from pathlib import Path

from selenium.webdriver import Chrome

# The package itself would ask for Playwright: only its copy of axe-core is wanted.
SOURCE = Path(importlib.util.find_spec("axe_playwright_python").origin).with_name("axe.min.js").read_text()


def violations(chrome: Chrome) -> list[str]:
    """Each broken rule with the elements that break it. Where nothing passed either, nothing was checked."""
    chrome.execute_script(SOURCE)
    result = chrome.execute_async_script(
        "const done = arguments[0]; axe.run(document).then(done, (error) => done({error: String(error)}));")
    assert result.get("passes"), f"axe did not run: {result}"
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:200]}"
        for rule in result["violations"] for node in rule["nodes"]
    ]
