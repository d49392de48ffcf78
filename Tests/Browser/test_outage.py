# SPDX-License-Identifier: Apache-2.0
"""A page that is open while the gateway is not."""

import pytest

from chrome import DESKTOP
from conftest import visit
from pages import errors
from website import TEXT, Website

# What a proxy answers for a gateway that is away; None where nobody answers at all.
ANSWERS = {"nobody": None, "a proxy": 503}


@pytest.mark.parametrize("status", ANSWERS.values(), ids=ANSWERS)
def test_an_open_page_shows_the_film_after_the_gateway_was_away(cluster, status):
    with visit(cluster, DESKTOP, tolerated=("ERR_", "503 (")) as page:
        with cluster.held("script-svc"):
            page.submit_text(TEXT)
            with cluster.without_gateway() as port:
                if status is None:
                    page.wait(lambda: any("ERR_" in message for message in errors(page.chrome)))
                else:
                    with Website(port, status_without=status) as proxy:
                        page.wait(lambda: any("/events" in path for path in proxy.asked_for))
        page.await_film()
