"""The topology of compose.yaml by processes: two web hosts, a worker, PostgreSQL with a copy, Redis and an S3 store.

Each "host" has a data folder of its own and shares nothing with the others but the servers.
"""

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import boto3
import httpx
import psycopg
import pytest
from moto.server import ThreadedMotoServer
from PIL import Image

from tests import postgres
from tests.cast import PASSWORD
from tests.installation import ROOT, free_port, wait_for
from tests.redis_server import RedisServer, needs_redis, redis_server

pytestmark = [
    pytest.mark.stress,
    needs_redis,
    pytest.mark.skipif(postgres.binaries() is None, reason="PostgreSQL is not installed here"),
]

NAME = "localhost:8999"
ORIGIN = f"http://{NAME}"
BUCKET = "korzo-many"
# Fewer than the posts that a page shows.
ROUNDS = 15
# A machine that does other things at the same time.
PREPARE_SECONDS_MAX = 900
START_SECONDS_MAX = 180

# An open space with a topic for each test, and people who may write.
BEGIN = """
from datetime import timedelta
from allauth.account.models import EmailAddress
from django.utils import timezone
from korzo.community.actions import change_community, set_up
from korzo.discussions.actions import Written, open_space, start_topic
from korzo.members.models import Member
from tests.cast import make_cast
cast = make_cast()
change_community(actor_id=cast.mira.pk, name="Klub")
set_up(actor_id=cast.mira.pk)
Member.objects.update(joined_at=timezone.now() - timedelta(days=100))
for member in Member.objects.all():
    EmailAddress.objects.update_or_create(user=member, email=member.email, defaults={"verified": True, "primary": True})
space = open_space("Trail talk", actor=cast.mira)
for number in range(3):
    words = Written(f"What do you wear when it rains on ridge number {number}?")
    print("topic", start_topic(space, actor=cast.sara, title=f"Rain on ridge {number}", written=words).pk)
"""


ASK_TIME_OUT = """
from django.db import connection
cursor = connection.cursor()
cursor.execute("SHOW statement_timeout")
print(cursor.fetchone())
"""


@dataclass
class Town:
    folder: Path
    shared: dict[str, str]
    redis: RedisServer
    replica: postgres.Replica
    store: str
    processes: "dict[str, subprocess.Popen[bytes]]" = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)

    def environment(self, host: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
        port = self.ports.setdefault(host, free_port())
        return {
            **kept, **self.shared, "PYTHONPATH": str(ROOT), "KORZO_DATA": str(self.folder / host),
            "KORZO_BIND": f"127.0.0.1:{port}",
        }  # fmt: skip

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "korzo.project.cli", *words],
            env=self.environment("preparing"),
            capture_output=True,
            text=True,
            check=False,
            timeout=PREPARE_SECONDS_MAX,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, host: str, *words: str) -> None:
        with (self.folder / f"{host}.log").open("ab") as log:
            self.processes[host] = subprocess.Popen(
                [sys.executable, "-P", "-m", "korzo.project.cli", *words],
                env=self.environment(host),
                stdout=log,
                stderr=log,
                cwd=self.folder,
            )

    def kill(self, host: str) -> None:
        process = self.processes.pop(host)
        for pid in [*_children(process.pid), process.pid]:
            os.kill(pid, 9)
        process.wait()

    def log(self, host: str) -> str:
        return (self.folder / f"{host}.log").read_text(errors="replace")

    def browser(self, host: str, cookies: httpx.Cookies | None = None) -> httpx.Client:
        """As the balancer would pass it on: the same name, whichever host it is."""
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.ports[host]}",
            headers={"Host": NAME, "Origin": ORIGIN, "Referer": f"{ORIGIN}/"},
            cookies=cookies,
            timeout=30,
        )

    def is_well(self, host: str) -> bool:
        try:
            with self.browser(host) as browser:
                return browser.get("/health/").status_code == 200
        except httpx.HTTPError:
            return False


def _children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in found.stdout.split()]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    with ExitStack() as stack:
        address = stack.enter_context(postgres.server())
        replica = stack.enter_context(postgres.replica_of(address))
        redis = stack.enter_context(redis_server(folder))
        store = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port(), verbose=False)
        store.start()
        stack.callback(store.stop)
        host, port = store.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        shared = {
            "KORZO_URL": ORIGIN,
            "KORZO_SECRET_KEY": "one-key-for-all-hosts-0123456789-0123456789-0123456789",
            "KORZO_DATABASE": address,
            "KORZO_DATABASE_REPLICAS": replica.address,
            "KORZO_REDIS": redis.address,
            "KORZO_FILES": f"s3://{BUCKET}?endpoint={endpoint}&region=eu-central-1",
            "KORZO_FILES_KEY": "k",
            "KORZO_FILES_SECRET": "s",
            "KORZO_WEB_PROCESSES": "2",
        }
        made = Town(folder, shared, redis, replica, endpoint)
        bucket(made).create(CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        try:
            made.run("prepare")
            for name, words in (("a", ["web"]), ("b", ["web"]), ("w", ["worker"])):
                made.environment(name)
                made.start(name, *words)
            for name in ("a", "b"):
                wait_for(lambda name=name: made.is_well(name), f"host {name}", START_SECONDS_MAX)  # type: ignore[misc]
            yield made
        finally:
            for name in list(made.processes):
                made.kill(name)


def bucket(town: Town) -> SimpleNamespace:
    found: SimpleNamespace = boto3.resource(
        "s3", endpoint_url=town.store, region_name="eu-central-1", aws_access_key_id="k", aws_secret_access_key="s"
    ).Bucket(BUCKET)
    return found


@pytest.fixture(scope="module")
def topics(town: Town) -> list[int]:
    return [int(pk) for pk in re.findall(r"topic (\d+)", town.run("manage", "shell", "-v", "0", "-c", BEGIN))]


@pytest.fixture
def topic(topics: list[int]) -> int:
    return topics.pop()


def signed_in(town: Town, host: str, name: str) -> httpx.Client:
    browser = town.browser(host)
    browser.get("/accounts/login/")
    token = browser.cookies.get("korzo_csrf", "")
    answer = browser.post(
        "/accounts/login/",
        data={"login": f"{name}@example.com", "password": PASSWORD, "csrfmiddlewaretoken": token},
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/"), answer.text[:500]
    return browser


def reply(browser: httpx.Client, topic: int, words: str) -> None:
    token = browser.cookies.get("korzo_csrf", "") or token_of(browser.get(f"/talk/t/{topic}/", follow_redirects=True))
    answer = browser.post(f"/talk/t/{topic}/replies/", data={"body": f"<p>{words}</p>"}, headers={"X-CSRFToken": token})
    assert answer.status_code in {200, 302}, answer.text


def token_of(answer: httpx.Response) -> str:
    found = re.search(r"csrfmiddlewaretoken\W+value=\"(\w+)\"|X-CSRFToken\W+(\w{32,})", answer.text)
    assert found, answer.text[:500]
    return found[1] or found[2]


def page(browser: httpx.Client, topic: int) -> str:
    answer = browser.get(f"/talk/t/{topic}/", follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_what_is_written_on_one_host_is_read_on_the_other(town: Town, topic: int) -> None:
    mira = signed_in(town, "a", "mira")
    elsewhere = town.browser("b", mira.cookies)
    guests = [town.browser("a"), town.browser("b")]
    late = 0
    for turn in range(ROUNDS):
        words = f"Wool in turn number {turn} of this walk"
        for guest in guests:
            page(guest, topic)
        reply(mira, topic, words)
        # Whoever wrote sees it at once, on the host where it was written and on the other.
        assert words in page(mira, topic)
        elsewhere.cookies.update(mira.cookies)
        assert words in page(elsewhere, topic)
        for guest in guests:
            late += words not in page(guest, topic)
            wait_for(lambda guest=guest, words=words: words in page(guest, topic), "the reply", 5)  # type: ignore[misc]
    # The message to the other host is under way for a millisecond; a page that keeps being old is a mistake.
    assert late <= ROUNDS // 5


def test_a_picture_comes_in_on_one_host_and_is_seen_on_the_other(town: Town, topic: int) -> None:
    mira = signed_in(town, "a", "mira")
    token = mira.cookies.get("korzo_csrf", "") or token_of(mira.get(f"/talk/t/{topic}/", follow_redirects=True))
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "#305080").save(out, "JPEG")
    answer = mira.post(
        "/media/pictures/",
        files={"file": ("walk.jpg", out.getvalue(), "image/jpeg")},
        headers={"X-CSRFToken": token, "Accept": "application/json"},
    )
    assert answer.status_code == 201, answer.text
    key = answer.json()["url"].split("/")[3]
    other = town.browser("b")
    wait_for(lambda: other.get(f"/media/pictures/{key}/640.avif").status_code == 200, "the picture of the worker")
    assert not (town.folder / "a" / "media").exists()
    wait_for(lambda: not [one for one in bucket(town).objects.all() if "quarantine" in one.key], "an empty quarantine")


def test_visitors_notice_nothing_of_what_dies(town: Town, topic: int) -> None:
    mira, guest = signed_in(town, "a", "mira"), town.browser("b")
    town.redis.kill()
    for turn in range(3):
        words = f"Said without Redis number {turn} here"
        reply(mira, topic, words)
        wait_for(lambda words=words: words in page(guest, topic), "the reply", 5)  # type: ignore[misc]
    town.redis.start()
    words = "Said as soon as Redis was back again"
    reply(mira, topic, words)
    wait_for(lambda: words in page(guest, topic), "the reply", 5)

    town.replica.kill()
    for _turn in range(5):
        page(mira, topic)
        page(guest, topic)

    town.kill("b")
    assert words in page(mira, topic)
    town.start("b", "web")
    wait_for(lambda: town.is_well("b"), "host b", START_SECONDS_MAX)
    assert words in page(town.browser("b"), topic)


def test_the_time_outs_reach_the_server(town: Town) -> None:
    with psycopg.connect(town.shared["KORZO_DATABASE"]) as connection:
        found = connection.execute(
            "SELECT DISTINCT application_name FROM pg_stat_activity WHERE application_name LIKE 'korzo%'"
        ).fetchall()
    assert {row[0] for row in found} >= {"korzo web", "korzo worker"}
    for part, expected in (("web", "15s"), ("worker", "1h"), ("manage", "0")):
        done = subprocess.run(
            [sys.executable, "-m", "django", "shell", "-v", "0", "-c", ASK_TIME_OUT],
            env=town.environment("asking") | {"KORZO_PART": part, "DJANGO_SETTINGS_MODULE": "korzo.project.settings"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert f"('{expected}',)" in done.stdout
