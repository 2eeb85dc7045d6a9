"""The two standards of web push: who we are (RFC 8292) and what only the browser can read (RFC 8291, RFC 8188)."""

import base64
import binascii
import json
import os
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# One record holds it all; push services take no more than this encrypted.
RECORD_BYTES = 4_096
# Salt, size of the record, length of the key and the key; the end mark; the tag of the cipher.
OVERHEAD_BYTES = 16 + 4 + 1 + 65 + 1 + 16
PAYLOAD_BYTES_MAX = RECORD_BYTES - OVERHEAD_BYTES
POINT_BYTES = 65
SECRET_BYTES = 16
# Half of what the standard allows, for clocks that go wrong.
TOKEN_LASTS = timedelta(hours=12)
_CURVE = ec.SECP256R1()


class BadKey(ValueError):
    """What a browser gave us is no key of this standard."""


def to_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKey(text) from error


def new_private_pem() -> str:
    key = ec.generate_private_key(_CURVE)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return pem.decode("ascii")


def private_key(pem: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem.encode("ascii"), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise BadKey("not an elliptic curve key")
    return key


def public_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """As browsers want it: uncompressed."""
    return key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def check_keys(p256dh: str, auth: str) -> None:
    """BadKey unless messages can be written for these."""
    point = from_base64url(p256dh)
    if len(point) != POINT_BYTES or len(from_base64url(auth)) != SECRET_BYTES:
        raise BadKey("of another length")
    _point(point)


def _point(point: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
    except ValueError as error:
        raise BadKey("not on the curve") from error


def encrypt(
    payload: bytes,
    *,
    p256dh: str,
    auth: str,
    salt: bytes | None = None,
    key: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """The body of a message. Salt and key are new for each; they are given only to prove the vectors of the RFC."""
    if len(payload) > PAYLOAD_BYTES_MAX:
        raise ValueError(f"{len(payload)} bytes are more than a push service takes")
    salt, own = salt or os.urandom(SECRET_BYTES), key or ec.generate_private_key(_CURVE)
    their_point, our_point = from_base64url(p256dh), public_point(own)
    shared = own.exchange(ec.ECDH(), _point(their_point))
    # Both sides' keys go into it, so that a message for one browser is none for another.
    secret = _derived(shared, from_base64url(auth), b"WebPush: info\0" + their_point + our_point, 32)
    cipher = AESGCM(_derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16))
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD_BYTES.to_bytes(4, "big") + bytes([POINT_BYTES]) + our_point
    return head + cipher.encrypt(nonce, payload + b"\x02", None)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def origin_of(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def authorization(endpoint: str, *, key: ec.EllipticCurvePrivateKey, subject: str, now: datetime) -> str:
    """The header that says who we are, for this push service alone. `subject`: how its people reach ours."""
    claims = {"aud": origin_of(endpoint), "exp": int((now + TOKEN_LASTS).timestamp()), "sub": subject}
    signed = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
    r, s = decode_dss_signature(key.sign(signed.encode("ascii"), ec.ECDSA(hashes.SHA256())))
    signature = to_base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={to_base64url(public_point(key))}"


def _json(value: dict[str, object]) -> str:
    return to_base64url(json.dumps(value, separators=(",", ":")).encode())
