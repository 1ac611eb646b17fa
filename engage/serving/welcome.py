"""What the terminal says when the service is ready: the address, what to try, who to be."""

from __future__ import annotations

from datetime import datetime

from engage import staff
from engage.example.people import EXAMPLE_STAFF
from engage.extensions import settings


def welcome(*, now: datetime) -> str:
    """The message; makes a fresh one-time sign-in link for each example role there is."""
    base = settings().public_url
    lines = ["", f"{settings().service_name} is ready:  {base}", ""]
    links = [
        (role.who, f"{base}/staff/link/{staff.new_link(found, now=now)}")
        for role in EXAMPLE_STAFF
        if (found := staff.by_email(role.email)) is not None
    ]
    if links:
        lines += _things_to_try(base)
        lines += ["Sign in once as:"]
        lines += [f"  {who:<16}{link}" for who, link in links]
        lines += ["", "Everything in it is made up. To take it away:  ./run flask example remove"]
    else:
        lines += [
            "There is nothing in it yet. Add yourself, then open the link it prints:",
            "  ./run flask staff add you@example.org --name Sam --role facilitator",
        ]
    lines += ["Stop with Ctrl-C.", ""]
    return "\n".join(lines)


def _things_to_try(base: str) -> list[str]:
    return [
        "Try this first:",
        f"  1. Pick up a phone and reply YES:       {base}/phones",
        f"  2. Answer the same survey on the web:   {base}/s/having-a-say",
        "  3. Sign in as the facilitator to see replies come in, and plan a session.",
        "  4. Sign in as the policy reader to read the themed summary.",
        "",
    ]
