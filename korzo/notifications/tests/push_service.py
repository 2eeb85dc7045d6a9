"""A push service as the standards want it: it checks who calls, and a browser beside it reads what was sent."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

AUTH = bytes(range(16))


def plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Browser:
    """Keeps its key and reads what is for it (RFC 8291), with nothing of ours."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def p256dh(self) -> str:
        return plain(self.point)

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def auth(self) -> str:
        return plain(AUTH)

    def read(self, body: bytes) -> bytes:
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        secret = derive(shared, AUTH, b"WebPush: info\0" + self.point + sender, 32)
        opened = AESGCM(derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)).decrypt(
            derive(secret, salt, b"Content-Encoding: nonce\0", 12), sealed, None
        )
        text, end = opened.rstrip(b"\0")[:-1], opened.rstrip(b"\0")[-1:]
        assert end == b"\x02"
        return text


def derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


@dataclass
class Received:
    headers: dict[str, str]
    body: bytes
    claims: dict[str, Any]


@dataclass
class Switchboard:
    """`answers`: status and headers for each call in turn; the last holds for all later ones."""

    answers: list[tuple[int, dict[str, str]]] = field(default_factory=lambda: [(201, {})])
    delay_seconds: float = 0
    received: list[Received] = field(default_factory=list)
    address: str = ""
    # Of the caller, seen first; a browser signed up for this one alone.
    key: str = ""

    def answer(self, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        if self.delay_seconds:
            sleep(self.delay_seconds)
        if int(headers.get("content-length", 0)) > 4096:
            return 413, {}
        token, key = _authorization(headers["authorization"])
        claims = _verified(token, key)
        assert claims["aud"] == self.address
        assert claims["sub"].startswith(("mailto:", "https://"))
        assert self.key in {"", key}
        self.key = key
        assert headers["content-encoding"] == "aes128gcm"
        assert int(headers["ttl"]) > 0
        assert len(headers["topic"]) <= 32
        self.received.append(Received(headers, body, claims))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def _authorization(words: str) -> tuple[str, str]:
    scheme, _space, rest = words.partition(" ")
    assert scheme == "vapid"
    parts = dict(one.strip().split("=", 1) for one in rest.split(","))
    return parts["t"], parts["k"]


def _verified(token: str, key: str) -> dict[str, Any]:
    """InvalidSignature where it is not signed by this key (RFC 8292, ES256)."""
    head, claims, signature = token.split(".")
    assert json.loads(raw(head)) == {"typ": "JWT", "alg": "ES256"}
    sealed = raw(signature)
    both = encode_dss_signature(int.from_bytes(sealed[:32], "big"), int.from_bytes(sealed[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(key))
    public.verify(both, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    return dict(json.loads(raw(claims)))


@contextmanager
def serving(service: Switchboard) -> Iterator[Switchboard]:
    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            try:
                status, headers = service.answer({name.lower(): value for name, value in self.headers.items()}, body)
            except Exception:
                # What is not by the standards is refused as a real one refuses it.
                status, headers = 400, {}
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Nothing to say."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    service.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
