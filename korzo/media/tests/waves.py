"""A sound of one second, made without any library."""

import io
import math
import wave
from array import array

RATE = 8_000


def make_wave() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(array("h", [round(9000 * math.sin(place / 9)) for place in range(RATE)]).tobytes())
    return out.getvalue()
