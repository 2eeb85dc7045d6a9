"""Reads one film or sound that somebody sent, in a process of its own: it is run as a program and never imported.

The file may have been made to do damage, and what decodes it is a large library in C. So this process has no network,
no settings and no database; its memory, time and files are bounded; and whatever it says is judged by who started it.

It is given an `Order` as JSON, writes into the folder that it stands in, and says one line of JSON: what it found, or
`{"refused": …}` with one of the codes that `media.apart` has a sentence for.
"""

import contextlib
import json
import os
import resource
import sys
from array import array
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

# A film of 4K decodes in 300 MB; the libraries themselves take 600 MB of addresses.
MEMORY_BYTES_MAX = 2 * 1024**3
CPU_SECONDS_MAX = 180
OPEN_FILES_MAX = 64
# The copy may be a little larger than what came: its index is written anew.
COPY_BYTES_MORE = 8 * 1024**2

SIDE_MIN, SIDE_MAX = 16, 4096
# 4K, lying or standing.
PIXELS_MAX = 4096 * 2304
POSTER_SIDE_MAX = 1600
# Looked for in the first second, and a little further where that is dark.
POSTER_PLACES = (0.1, 0.3, 0.0)
POSTER_FRAMES_MAX = 90
# Brightest minus darkest of a frame that shows anything.
POSTER_CONTRAST_MIN = 24
# The rest of what the head promises did not arrive.
WHOLE_SHARE_MIN, WHOLE_SECONDS_MIN = 0.9, 2.0
STREAMS_MAX = 32
# Ten minutes with 240 frames a second, and sound, are a tenth of it.
PACKETS_MAX = 2_000_000

WAVE_SIZE, WAVE_BARS, WAVE_BAR_PX, WAVE_RATE = (1600, 400), 160, 6, 8000
WAVE_PAPER, WAVE_INK = (38, 52, 48), (232, 226, 210)

FORMATS = {"mov": "mov", "webm": "matroska", "mp3": "mp3", "ogg": "ogg", "wav": "wav"}
# What browsers play; everything else is not even opened.
VIDEO = {"mov": {"h264", "av1", "vp9"}, "webm": {"vp8", "vp9", "av1"}}
AUDIO = {
    "mov": {"aac", "mp3", "opus", "flac"},
    "webm": {"opus", "vorbis"},
    "mp3": {"mp3"},
    "ogg": {"opus", "vorbis", "flac"},
    "wav": {"pcm_s16le", "pcm_s24le", "pcm_u8", "pcm_f32le"},
}
DECODERS = (
    "h264,libdav1d,av1,vp8,libvpx,vp9,libvpx-vp9,aac,mp3,mp3float,opus,libopus,vorbis,flac,"
    "pcm_s16le,pcm_s24le,pcm_u8,pcm_f32le"
)
H264_PIXELS = {"yuv420p", "yuvj420p"}


class Refused(Exception):
    """The code of a sentence."""


@dataclass(frozen=True)
class Order:
    source: str
    container: str
    seconds_max: float
    bytes_max: int


@dataclass
class Found:
    kind: str
    ending: str
    seconds: float
    width: int
    height: int
    film: str
    poster: str


@dataclass
class Copy:
    """How far the copy came."""

    seconds: float = 0.0
    packets: int = 0
    start: float | None = None


def main() -> None:
    order = Order(**json.loads(sys.argv[1]))
    be_small(order)
    # Only now: loading it is part of what is bounded.
    import av  # noqa: PLC0415

    av.logging.set_level(None)
    try:
        said: dict[str, Any] = asdict(read(av, order))
    except Refused as refusal:
        said = {"refused": str(refusal)}
    except MemoryError:
        said = {"refused": "too_heavy"}
    except (av.error.FFmpegError, OSError, ValueError, LookupError, ArithmeticError, RuntimeError, TypeError):
        said = {"refused": "damaged"}
    sys.stdout.write(json.dumps(said))


def be_small(order: Order) -> None:
    """What is given up here does not come back."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_FSIZE, (order.bytes_max + COPY_BYTES_MORE,) * 2)
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES_MAX, OPEN_FILES_MAX))
    os.nice(5)
    # A net without a single way out. Some hosts forbid it; then the formats below still open no second file.
    with contextlib.suppress(OSError, AttributeError):
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)


def read(av: Any, order: Order) -> Found:
    with opened(av, order) as source:
        video, audio = streams_of(source, order.container)
        check_length(declared_seconds(source), order)
        ending = ending_of(order.container, has_video=video is not None)
        name = f"film.{ending}"
        copy = copied(av, source, [one for one in (video, audio) if one is not None], name, ending, order)
        check_whole(declared_seconds(source), copy)
    if video is not None:
        width, height = film_poster(av, order, copy.seconds)
    else:
        width, height = wave_poster(av, order, copy.seconds)
    kind = "film" if video is not None else "sound"
    return Found(kind, ending, copy.seconds, width, height, name, "poster.png")


def opened(av: Any, order: Order) -> Any:
    """The container was named by the first bytes: lists of other files (HLS, concat) are none that we name."""
    return av.open(
        order.source,
        format=FORMATS[order.container],
        options={
            "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mp3,ogg,wav",
            "codec_whitelist": DECODERS,
            "protocol_whitelist": "file",
        },
    )


def streams_of(source: Any, container: str) -> tuple[Any, Any]:
    """The film and its sound; subtitles, covers, and what phones write beside (places, movements) stay behind."""
    if len(source.streams) > STREAMS_MAX:
        raise Refused("damaged")
    films = [one for one in source.streams.video if not is_cover(one)]
    video, audio = next(iter(films), None), next(iter(source.streams.audio), None)
    if container not in VIDEO:
        video = None
    if video is None and audio is None:
        raise Refused("nothing_to_play")
    if video is not None:
        check_video(video, container)
    if audio is not None and codec_of(audio) not in AUDIO[container]:
        raise Refused("codec")
    return video, audio


def is_cover(stream: Any) -> bool:
    return bool(stream.disposition & type(stream.disposition).attached_pic)


def codec_of(stream: Any) -> str:
    """The name of what it is coded in, whichever library decodes it."""
    context = stream.codec_context
    return "" if context is None else str(context.codec.canonical_name)


def check_video(video: Any, container: str) -> None:
    codec = codec_of(video)
    if codec == "hevc":
        raise Refused("hevc")
    if codec not in VIDEO[container]:
        raise Refused("codec")
    width, height = video.codec_context.width, video.codec_context.height
    if max(width, height) > SIDE_MAX or width * height > PIXELS_MAX:
        raise Refused("too_large")
    if min(width, height) < SIDE_MIN:
        raise Refused("too_small")
    if codec == "h264" and video.codec_context.pix_fmt not in H264_PIXELS:
        raise Refused("codec")


def declared_seconds(source: Any) -> float:
    """0 where the head does not say: what a browser recorded often does not."""
    return 0.0 if source.duration is None else source.duration / 1_000_000


def check_length(seconds: float, order: Order) -> None:
    if seconds > order.seconds_max:
        raise Refused("too_long")


def ending_of(container: str, *, has_video: bool) -> str:
    if container == "mov":
        return "mp4" if has_video else "m4a"
    return container


# The copy


def copied(av: Any, source: Any, streams: list[Any], name: str, ending: str, order: Order) -> Copy:
    """Packet by packet, as they are, into a new file: without titles, places, devices, covers and chapters."""
    form = {"mp4": "mp4", "m4a": "mp4"}.get(ending, ending)
    # The index in front, so that a browser can begin before it has the whole; no words about who wrote it.
    options = {"fflags": "+bitexact"}
    if form == "mp4":
        options["movflags"] = "+faststart"
    if form == "mp3":
        options |= {"id3v2_version": "0", "write_id3v1": "0"}
    copy = Copy()
    with av.open(name, "w", format=form, container_options=options) as target:
        made = {one.index: target.add_stream_from_template(one) for one in streams}
        for one in made.values():
            one.metadata.clear()
        for packet in source.demux(*streams):
            # The last of each stream is empty.
            if packet.dts is None or packet.size == 0:
                continue
            follow(copy, packet, order)
            packet.stream = made[packet.stream.index]
            target.mux_one(packet)
    if not copy.packets:
        raise Refused("nothing_to_play")
    return copy


def follow(copy: Copy, packet: Any, order: Order) -> None:
    """The head may lie about the length; the packets cannot."""
    copy.packets += 1
    if copy.packets > PACKETS_MAX:
        raise Refused("too_heavy")
    place = packet.pts if packet.pts is not None else packet.dts
    at = float(place * packet.time_base)
    if copy.start is None or at < copy.start:
        copy.start = at
    copy.seconds = max(copy.seconds, at + float((packet.duration or 0) * packet.time_base) - copy.start)
    check_length(copy.seconds, order)


def check_whole(declared: float, copy: Copy) -> None:
    if declared > WHOLE_SECONDS_MIN and copy.seconds < declared * WHOLE_SHARE_MIN:
        raise Refused("cut")


# The picture that stands for it


def film_poster(av: Any, order: Order, seconds: float) -> tuple[int, int]:
    """One frame, upright, as a PNG; returns the size at which the film is shown."""
    image = None
    for place in POSTER_PLACES:
        found = frame_at(av, order, seconds * place)
        image = found or image
        if found is not None and shows_something(found):
            break
    if image is None:
        raise Refused("damaged")
    image.save("poster.png")
    return size_shown(av, order)


def frame_at(av: Any, order: Order, second: float) -> Any:
    """The frame at this second, or the last one before it that can be decoded."""
    image = None
    with opened(av, order) as source:
        video, _audio = streams_of(source, order.container)
        video.codec_context.thread_count = 1
        if second:
            source.seek(int(second * 1_000_000), backward=True)
        for count, frame in enumerate(frames(av, source, video)):
            image = frame
            if count >= POSTER_FRAMES_MAX or (frame.time or 0.0) >= second:
                break
        return None if image is None else upright(image, video)


def frames(av: Any, source: Any, video: Any) -> Iterator[Any]:
    """A frame that is broken is passed over."""
    for packet in source.demux(video):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue


def upright(frame: Any, video: Any) -> Any:
    shown_width, shown_height = square_pixels(frame.width, frame.height, video)
    scale = min(1.0, POSTER_SIDE_MAX / max(shown_width, shown_height))
    width, height = max(2, round(shown_width * scale)), max(2, round(shown_height * scale))
    image = frame.reformat(width=width, height=height, format="rgb24").to_image()
    return image.rotate(frame.rotation, expand=True) if frame.rotation % 360 else image


def square_pixels(width: int, height: int, video: Any) -> tuple[int, int]:
    """Some cameras store pixels that are wider than high; no further than fourfold, or it is a mistake."""
    ratio = video.sample_aspect_ratio
    if not ratio or not 0.25 <= float(ratio) <= 4:
        return width, height
    return max(2, round(width * float(ratio))), height


def size_shown(av: Any, order: Order) -> tuple[int, int]:
    with opened(av, order) as source:
        video, _audio = streams_of(source, order.container)
        frame = next(frames(av, source, video), None)
        if frame is None:
            raise Refused("damaged")
        width, height = square_pixels(frame.width, frame.height, video)
        return (height, width) if frame.rotation % 180 else (width, height)


def shows_something(image: Any) -> bool:
    low, high = image.convert("L").getextrema()
    return bool(high - low >= POSTER_CONTRAST_MIN)


def wave_poster(av: Any, order: Order, seconds: float) -> tuple[int, int]:
    """A sound is shown by how loud it is: bars from its beginning to its end."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 (within what is bounded)

    levels = loudness(av, order, seconds)
    if not any(levels):
        levels = [0] * WAVE_BARS
    width, height = WAVE_SIZE
    image = Image.new("RGB", WAVE_SIZE, WAVE_PAPER)
    pen = ImageDraw.Draw(image)
    step, loudest = width / WAVE_BARS, max(1, *levels)
    for place, level in enumerate(levels):
        half = max(WAVE_BAR_PX // 2, round(level / loudest * height * 0.42))
        left = round(place * step + (step - WAVE_BAR_PX) / 2)
        box = (left, height // 2 - half, left + WAVE_BAR_PX, height // 2 + half)
        pen.rounded_rectangle(box, radius=WAVE_BAR_PX // 2, fill=WAVE_INK)
    image.save("poster.png")
    return WAVE_SIZE


def loudness(av: Any, order: Order, seconds: float) -> list[int]:
    """The peak of each part, 0 to 32768."""
    levels = [0] * WAVE_BARS
    per_bar = max(1, round(seconds * WAVE_RATE / WAVE_BARS))
    place = 0
    with opened(av, order) as source:
        _video, audio = streams_of(source, order.container)
        audio.codec_context.thread_count = 1
        resampler = av.AudioResampler(format="s16", layout="mono", rate=WAVE_RATE)
        for frame in frames(av, source, audio):
            for part in resampler.resample(frame):
                values = array("h", bytes(part.planes[0])[: part.samples * 2])
                bar = min(WAVE_BARS - 1, place // per_bar)
                levels[bar] = max(levels[bar], max(values, default=0), -min(values, default=0))
                place += part.samples
    if not place:
        raise Refused("damaged")
    return levels


if __name__ == "__main__":
    main()
