"""SIP messages (RFC 3261) as text: parsing, writing, and the parts of headers that a phone needs."""

from __future__ import annotations

import hashlib
import random
import re
from dataclasses import dataclass, field

from tests.lab.rtp import Address

COMPACT = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "c": "content-type",
    "l": "content-length",
}
ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY"
Headers = list[tuple[str, str]]


@dataclass
class Message:
    """A request or response: first line, headers in order, body; `source` is who sent it."""

    first: str
    headers: Headers = field(default_factory=list)
    body: str = ""
    source: Address = ("", 0)

    @classmethod
    def parse(cls, data: bytes, source: Address) -> Message:
        """Read a datagram."""
        head, _, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
        lines = re.sub(r"\r\n[ \t]+", " ", head).split("\r\n")
        headers = []
        for line in lines[1:]:
            name, _, value = line.partition(":")
            name = name.strip().lower()
            headers.append((COMPACT.get(name, name), value.strip()))
        return cls(lines[0], headers, body, source)

    def get(self, name: str) -> str:
        """Return the first value of a header, or ""."""
        return next((value for key, value in self.headers if key == name), "")

    def all(self, name: str) -> list[str]:
        """Return every value of a header."""
        return [value for key, value in self.headers if key == name]

    @property
    def is_response(self) -> bool:
        """Whether a status line opens it."""
        return self.first.startswith("SIP/2.0")

    @property
    def code(self) -> int:
        """The status."""
        return int(self.first.split()[1])

    @property
    def reason(self) -> str:
        """The status in words."""
        return self.first.split(" ", 2)[-1]

    @property
    def method(self) -> str:
        """The method, also of the request that a response answers."""
        return self.get("cseq").split()[-1] if self.is_response else self.first.split()[0]

    @property
    def branch(self) -> str:
        """The transaction that it belongs to."""
        found = re.search(r"branch=([^;]+)", self.get("via"))
        return found.group(1) if found else ""

    def encode(self) -> bytes:
        """Write the datagram."""
        body = self.body.encode()
        lines = [self.first, *(f"{name}: {value}" for name, value in self.headers)]
        return "\r\n".join([*lines, f"content-length: {len(body)}", "", ""]).encode() + body


def tag_of(value: str) -> str:
    """Return the tag of a From or To header."""
    found = re.search(r";tag=([^;>\s]+)", value)
    return found.group(1) if found else ""


def uri_of(value: str) -> str:
    """Return the address inside a header."""
    found = re.search(r"<([^>]+)>", value)
    return found.group(1) if found else value.split(";")[0].strip()


def address_of(uri: str) -> Address:
    """Return host and port of a sip: address."""
    found = re.match(r"sips?:(?:[^@]*@)?([^:;>?]+)(?::(\d+))?", uri)
    assert found, uri
    return found.group(1), int(found.group(2) or 5060)


def token(length: int = 10) -> str:
    """Return a random word."""
    return "".join(random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=length))


def digest(challenge: str, user: str, password: str, method: str, uri: str) -> str:
    """Answer a challenge (RFC 2617) with MD5, as SIP phones do."""
    fields = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge))
    first = _md5(f"{user}:{fields['realm']}:{password}")
    second = _md5(f"{method}:{uri}")
    line = f'Digest username="{user}", realm="{fields["realm"]}", nonce="{fields["nonce"]}", uri="{uri}", algorithm=MD5'
    if "qop" in fields:
        cnonce = token()
        answer = _md5(f"{first}:{fields['nonce']}:00000001:{cnonce}:auth:{second}")
        line += f', qop=auth, nc=00000001, cnonce="{cnonce}"'
    else:
        answer = _md5(f"{first}:{fields['nonce']}:{second}")
    if "opaque" in fields:
        line += f', opaque="{fields["opaque"]}"'
    return f'{line}, response="{answer}"'


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
