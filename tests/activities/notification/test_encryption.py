"""Mail servers that ask for encryption and a password."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from activities.notification.delivery import MailServerUnavailable
from console.embedded.ports import free_port
from ledger.connection import Pool
from tests.activities.notification.post import REQUEST, PostRoom, open_office

pytestmark = pytest.mark.postgres


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A file with key and certificate of a server at 127.0.0.1, its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file = tmp_path / "server.pem"
    file.write_bytes(key.private_bytes(pem, form, serialization.NoEncryption()) + signed.public_bytes(pem))
    return file


@pytest.fixture
async def guarded(post_room: PostRoom, certificate: Path) -> AsyncIterator[str]:
    """`127.0.0.1:port` of a server that takes mail by STARTTLS and from `post` with password `p/w` only."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    port = free_port()

    def protocol() -> SMTP:
        return SMTP(
            post_room,
            hostname="sink",
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=_knows,
        )

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", port)
    yield f"127.0.0.1:{port}"
    server.close()
    await server.wait_closed()


def _knows(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, login: object
) -> AuthResult:
    return AuthResult(success=login == LoginPassword(b"post", b"p/w"), handled=False)


async def test_a_letter_travels_encrypted_and_logged_in(
    pool: Pool, post_room: PostRoom, guarded: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    office = open_office(pool, post_room, f"smtp://post:p%2Fw@{guarded}")
    assert (await office.notification.send_notice(REQUEST)).outcome == "sent"
    assert len(post_room.mails) == 1


async def test_a_wrong_password_is_an_incident_of_the_server_not_of_the_letter(
    pool: Pool, post_room: PostRoom, guarded: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(MailServerUnavailable, match=r"^535 5\.7\.8: connection refused$"):
        await open_office(pool, post_room, f"smtp://post:old@{guarded}").notification.send_notice(REQUEST)


async def test_a_server_nobody_vouches_for_is_not_given_a_letter(
    pool: Pool, post_room: PostRoom, guarded: str
) -> None:
    with pytest.raises(MailServerUnavailable, match=r"^connection: encryption failed$"):
        await open_office(pool, post_room, f"smtp://post:p%2Fw@{guarded}").notification.send_notice(REQUEST)
    assert post_room.mails == []


async def test_a_password_is_not_given_to_a_server_without_encryption(
    pool: Pool, post_room: PostRoom, smtp_url: str
) -> None:
    url = smtp_url.replace("smtp://", "smtp://post:p%2Fw@")
    with pytest.raises(MailServerUnavailable, match=r"^connection: encryption or login not offered$"):
        await open_office(pool, post_room, url).notification.send_notice(REQUEST)
