"""The mail server's address, as the settings name it."""

from dataclasses import dataclass, field
from typing import Literal, Self
from urllib.parse import parse_qs, unquote, urlsplit

Encryption = Literal["implicit", "required", "auto", "never"]
_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over, and how the connection is protected."""

    host: str
    port: int
    encryption: Encryption
    username: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Reads `smtp://` or `smtps://` `[user:password@]host[:port][?starttls=required|auto|never]`.

        Without `starttls`, a server that is given a password must offer it, any other is asked for it. A
        ValueError does not repeat the address, which may hold the password.
        """
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError("The mail server's address must read smtp://host:port or smtps://host:port.")
        return cls(
            host=parts.hostname,
            port=parts.port or _PORTS[parts.scheme],
            encryption="implicit"
            if parts.scheme == "smtps"
            else _starttls(parts.query, login=bool(parts.username)),
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password or "") if parts.username else None,
        )


def _starttls(query: str, *, login: bool) -> Encryption:
    match parse_qs(query).get("starttls", ["required" if login else "auto"]):
        case [("required" | "auto" | "never") as choice]:
            return choice
        case _:
            raise ValueError("The mail server's starttls must be required, auto or never.")
