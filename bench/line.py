"""One kept connection to a server. As little as a client can be: its work must not hide the server's."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

TIMEOUT_SECONDS = 60.0
READ_BYTES = 262_144


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Line:
    host: str
    port: int
    cookie: str = ""
    left: bytes = b""
    _socket: socket.socket | None = field(default=None, repr=False)

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket, self.left = None, b""

    def get(self, path: str, **headers: str) -> Reply:
        return self.send(self.request("GET", path, headers))

    def post(self, path: str, form: Mapping[str, str], **headers: str) -> Reply:
        body = urlencode(form).encode("ascii")
        extra = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body)), **headers}
        return self.send(self.request("POST", path, extra) + body)

    def request(self, method: str, path: str, headers: Mapping[str, str]) -> bytes:
        """The bytes of a request, to be made once and sent often."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", ""]).encode("ascii")

    def send(self, request: bytes) -> Reply:
        self.ask(request)
        return self.take()

    def ask(self, request: bytes) -> None:
        self._connected().sendall(request)

    def take(self) -> Reply:
        """The answer to what was asked last."""
        wire = self._connected()
        head = self._until(wire, b"\r\n\r\n").decode("latin-1")
        first, *lines = head.split("\r\n")
        pairs = (line.partition(": ") for line in lines)
        headers = {name.lower(): value for name, _colon, value in pairs}
        if headers.get("transfer-encoding") == "chunked":
            body = self._chunks(wire)
        else:
            body = self._exactly(wire, int(headers.get("content-length", "0")))
        if headers.get("connection") == "close":
            self.close()
        return Reply(int(first.split(" ", 2)[1]), headers, body)

    def _connected(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection((self.host, self.port), timeout=TIMEOUT_SECONDS)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _until(self, wire: socket.socket, end: bytes) -> bytes:
        while end not in self.left:
            self.left += _read(wire)
        found, _end, self.left = self.left.partition(end)
        return found

    def _exactly(self, wire: socket.socket, size: int) -> bytes:
        pieces = [self.left]
        missing = size - len(self.left)
        while missing > 0:
            pieces.append(_read(wire))
            missing -= len(pieces[-1])
        whole = b"".join(pieces)
        self.left = whole[size:]
        return whole[:size]

    def _chunks(self, wire: socket.socket) -> bytes:
        pieces = []
        while size := int(self._until(wire, b"\r\n"), 16):
            pieces.append(self._exactly(wire, size))
            self._until(wire, b"\r\n")
        self._until(wire, b"\r\n")
        return b"".join(pieces)


def _read(wire: socket.socket) -> bytes:
    piece = wire.recv(READ_BYTES)
    if not piece:
        raise ConnectionResetError("The server hung up.")
    return piece


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
