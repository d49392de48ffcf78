# SPDX-License-Identifier: Apache-2.0
"""What schemathesis cannot know: the texts of our own formats, and what one request owes to another."""

import base64
import ipaddress
import re
import uuid

import schemathesis
from hypothesis import strategies as st

WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=30)
LABELS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=20)


def script(title, lines):
    spoken = "".join(f'  - persona_id: kohaku\n    text: "{line}"\n' for line in lines)
    return f'title: "{title}"\ndescription: "{title}"\nlanguage: en\nsections:\n- title: "{title}"\n  narrations:\n{spoken}'


def even(low, high):
    return st.integers(low // 2, high // 2).map(lambda half: 2 * half)


SCRIPTS = st.builds(script, WORDS, st.lists(WORDS, min_size=1, max_size=5))

schemathesis.openapi.format("movie-script", SCRIPTS)
schemathesis.openapi.media_type("application/yaml", SCRIPTS.map(str.encode))
# A host that is nobody's: a webhook is really sent.
schemathesis.openapi.format("uri", st.builds("https://{}.example/{}".format, LABELS, st.integers(0)))
schemathesis.openapi.format(
    "webhook-secret",
    st.binary(min_size=24, max_size=64).map(lambda secret: "whsec_" + base64.b64encode(secret).decode()),
)
schemathesis.openapi.format(
    "frame-size",
    st.sampled_from(["720p", "1080P"])
    | st.builds("{}x{}".format, even(128, 4096), even(128, 2304))
    | st.builds("{}X{}".format, even(128, 2304), even(128, 4096)),
)
# Nobody's networks (RFC 5737, RFC 3849): who is blocked is refused by every other operation.
schemathesis.openapi.format(
    "ip-network",
    st.sampled_from(["198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"]).flatmap(
        lambda network: st.builds(
            lambda number: str(ipaddress.ip_network(network)[number]), st.integers(0, 255)) | st.just(network)),
)


@schemathesis.hook
def before_call(context, case, kwargs):
    # A limit that is obeyed would refuse the jobs of the other operations. What is no limit stays, to be refused.
    if case.operation.definition.raw.get("operationId") == "changeLimits" and isinstance(case.body, dict):
        for name, value in case.body.items():
            if type(value) is int and 0 <= value <= 100_000:
                case.body[name] = 100_000
    # A key stands for one body: used for another it is refused, and rightly so.
    # One that is not allowed stays as it is, to be refused.
    if re.fullmatch("[ -~]{1,255}", (case.headers or {}).get("Idempotency-Key") or ""):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
