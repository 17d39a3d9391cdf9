"""Names and secrets that occur nowhere else, and how they are looked for."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from briefing.run.privacy import TOKENS

USER: Final = "zq-user-8153"
HOST: Final = "zq-host-5508"
PROJECT: Final = "zq-project-2296"


def _signed() -> str:
    parts = (b'{"alg":"HS256"}', b'{"sub":"boats-4711"}', b"no-signature-at-all")
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


# Put together here, so that no scanner takes these files for a leak.
SECRETS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AWS_ACCESS_KEY_ID": "AKIA" + "ZQ7PLANTED00KEY8",
        "GITHUB_TOKEN": "ghp" + "_" + "zqPlanted0" * 4,
        "SLACK_BOT_TOKEN": "xoxb" + "-" + "2296-8153-zqplanted",
        "SIGNED_TOKEN": _signed(),
        "DEPLOY_PASSWORD": "zq boats & <bridges> 77",
        "DATABASE_DSN": "postgresql:" + "//" + "zq:planted5508" + "@db.example/boats",
        "SIGNING_KEY": "-----BEGIN " + "PRIVATE KEY-----\nzqplantedkey\n-----END PRIVATE KEY-----",
    }
)
"""By variable; the names are what people use, the values are nobody's."""

HARMLESS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ZQ_SETTING": "zq-setting-4417",
        "USER": USER,
        "LOGNAME": USER,
        "EMAIL": "zq-mail@boats.example",
    }
)
"""Variables that hold no secret; their values are none of a reader's business all the same."""

NAMES: Final = (USER, HOST, PROJECT)


def leaks(found: Iterable[tuple[str, str]], extra: Iterable[str] = ()) -> list[str]:
    """Give each place where a marker, a token or one of `extra` stands, as ``what: where``.

    Tokens of other origin than ours count too, by their form.
    """
    sought = {*NAMES, *SECRETS.values(), *HARMLESS.values(), *extra}
    sought |= {text.replace(" ", "") for text in SECRETS.values()}
    sought |= {line for text in SECRETS.values() for line in text.splitlines() if "zq" in line}
    told = []
    for where, text in found:
        told += [f"{item}: {where}" for item in sought if item in text]
        told += [
            f"{what}: {where}"
            for what, (marks, form) in TOKENS.items()
            if any(mark in text for mark in marks) and form.search(text)
        ]
    return told
