"""What may not stand in a file that everybody can read: machine paths, hosts, real numbers."""

import re

# Written in parts, so that this file does not hold what it looks for.
HOSTS = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry" + ".npmjs",
    "npmjs" + ".com",
    "deb" + ".debian",
    "crates" + ".io",
    "proxy" + ".golang",
)
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/[\w.]", re.ASCII)
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
# A telephone number of the United Kingdom, however it is spaced.
TELEPHONE = re.compile(
    r"(?<![\w.+/-])(?:\+44 ?(?:\(0\) ?)?|0044 ?|0)([1-357-9](?:[ -]?\d){8,9})(?![\w-]|\.\d)"
)
# Ofcom's numbers for drama, which nobody has, and 0808, on which helplines are free to call.
NOBODYS = re.compile(
    r"7700900\d{3}|1\d1496\d{4}|1632960\d{3}|2079460\d{3}|2920180\d{3}|2896496\d{3}"
    r"|3069990\d{3}|9098790\d{3}|808\d{6,7}"
)


def not_for_everybody(text: str) -> list[str]:
    """What in a text belongs to one machine, one registry or one person."""
    lines = text.splitlines()
    return [
        f"line {number}: {found}"
        for number, line in enumerate(lines, start=1)
        for found in [*machine_paths(line), *hosts(line), *real_numbers(line)]
    ]


def machine_paths(line: str) -> list[str]:
    return MACHINE.findall(line)


def hosts(line: str) -> list[str]:
    return [host for host in HOSTS if host in line.lower()]


def real_numbers(line: str) -> list[str]:
    return [
        found.group()
        for found in TELEPHONE.finditer(line)
        if not NOBODYS.fullmatch(re.sub(r"\D", "", found.group(1)))
    ]


def unpinned(requirements: str) -> list[str]:
    """Packages of a lock file that are not pinned to one version with hashes."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", requirements.replace("\\\n", " "))
    entries = [entry for entry in entries if entry.strip() and not entry.startswith("#")]
    return [
        entry.split()[0]
        for entry in entries
        if not re.match(r"[\w.\[\],-]+==\S+", entry) or "--hash=sha256:" not in entry
    ]
