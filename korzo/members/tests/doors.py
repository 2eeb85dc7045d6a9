"""How somebody comes in: the forms of the sign-up, as a browser would fill them in."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

from django.core import mail
from django.test import Client

from korzo.members.proof import Challenge

PASSWORD = "four-words-of-a-walk"
# The code of a mail stands alone on its line.
_CODE = re.compile(r"^([\d-]{6,})$", re.MULTILINE)


class _Proof(HTMLParser):
    found: Challenge | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "korzo-proof":
            data = {name.removeprefix("data-"): value or "" for name, value in attrs}
            self.found = Challenge(
                data["algorithm"], data["challenge"], int(data["maxnumber"]), data["salt"], data["signature"]
            )


def challenge_in(html: str) -> Challenge:
    reader = _Proof()
    reader.feed(html)
    assert reader.found is not None
    return reader.found


def solved(challenge: Challenge) -> str:
    """What `korzo-proof.js` sends: the number that somebody had to count for."""
    number = next(
        number
        for number in range(challenge.maxnumber + 1)
        if hashlib.sha256(f"{challenge.salt}{number}".encode()).hexdigest() == challenge.challenge
    )
    answer = {
        "algorithm": challenge.algorithm,
        "challenge": challenge.challenge,
        "number": number,
        "salt": challenge.salt,
        "signature": challenge.signature,
    }
    return base64.b64encode(json.dumps(answer).encode()).decode()


def sign_up_form(email: str = "zora@example.com", name: str = "Zora Nováková", **more: str) -> dict[str, str]:
    return {"email": email, "name": name, "password1": PASSWORD, **more}


def proven_form(client: Client, email: str = "zora@example.com", **more: str) -> dict[str, str]:
    page = client.get("/accounts/signup/").content.decode()
    return sign_up_form(email, proof=solved(challenge_in(page)), **more)


def code_in_mail(number: int = -1) -> str:
    found = _CODE.search(str(mail.outbox[number].body))
    assert found is not None, mail.outbox[number].body
    return found.group(1)
