"""Answers as they go out."""

from dataclasses import dataclass, field

from korzo.edge.incoming import Headers, Malformed, Message, Send

# Pages are far smaller. A large file goes out as it is read, and keeps its thread meanwhile.
ANSWER_BYTES_HELD_MAX = 4 * 1024 * 1024


@dataclass
class Answer:
    status: int
    headers: Headers
    body: bytes

    def header(self, name: bytes) -> bytes:
        return next((value for known, value in self.headers if known == name), b"")


@dataclass
class HeldAnswer:
    """Holds an answer back until Django is done with it, so that its thread need not wait for the reader."""

    send: Send
    held: list[Message] = field(default_factory=list)
    held_bytes: int = 0

    async def take(self, message: Message) -> None:
        self.held.append(message)
        self.held_bytes += len(message.get("body", b""))
        if self.held_bytes > ANSWER_BYTES_HELD_MAX:
            await self._pass_on()

    async def let_go(self) -> None:
        """The rest, joined: one piece is cheaper on the way out than many."""
        bodies = [message for message in self.held if message["type"] == "http.response.body"]
        if len(bodies) == len(self.held) - 1 and len(bodies) > 1:
            whole = b"".join(message.get("body", b"") for message in bodies)
            self.held = [self.held[0], {"type": "http.response.body", "body": whole}]
        await self._pass_on()

    async def _pass_on(self) -> None:
        messages, self.held = self.held, []
        for message in messages:
            await self.send(message)


@dataclass
class CollectedAnswer:
    """Takes in an answer whole, for the edge to look at."""

    messages: list[Message] = field(default_factory=list)

    async def take(self, message: Message) -> None:
        self.messages.append(message)

    def answer(self) -> Answer:
        start = self.messages[0]
        body = b"".join(message.get("body", b"") for message in self.messages[1:])
        return Answer(start["status"], [(name.lower(), value) for name, value in start["headers"]], body)


async def send_answer(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def refuse(send: Send, refusal: Malformed) -> None:
    text = f"{refusal.sentence}\n".encode("ascii")
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
        # Whatever is still to come belongs to a request that nobody reads.
        (b"connection", b"close"),
    ]
    await send_answer(send, refusal.status, headers, text)
