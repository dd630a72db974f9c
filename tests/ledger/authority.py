"""A real RFC 3161 authority on loopback: openssl answers, behind Python's own HTTP server."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

_CONFIG = """
[req]
distinguished_name = name
prompt = no
x509_extensions = stamps
[name]
CN = A trial authority
[stamps]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = trial
[trial]
serial = {folder}/serial
signer_cert = {folder}/authority.pem
signer_key = {folder}/authority.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
accuracy = secs:1
"""


@contextmanager
def authority(folder: Path) -> Iterator[str]:
    """Its address; the certificate to trust lies in `folder/authority.pem`."""
    folder.mkdir()
    (folder / "openssl.cnf").write_text(_CONFIG.format(folder=folder), encoding="ascii")
    (folder / "serial").write_text("01\n", encoding="ascii")
    making = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-config", "openssl.cnf"]
    openssl([*making, "-keyout", "authority.key", "-out", "authority.pem"], folder)

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            (folder / "request.tsq").write_bytes(request)
            openssl(
                ["ts", "-reply", "-config", "openssl.cnf", "-queryfile", "request.tsq", "-out", "answer.tsr"],
                folder,
            )
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write((folder / "answer.tsr").read_bytes())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def openssl(arguments: list[str], folder: Path) -> str:
    """What openssl prints; CalledProcessError when it refuses."""
    done = subprocess.run(
        ["openssl", *arguments],  # noqa: S607 -- the system's
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout
