"""What is served from the storage, as what, and what is not."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

KEY = "abcdefghijklmnopqrst-_"


def put(path: str, content: bytes = b"drawn") -> str:
    assert default_storage.save(path, ContentFile(content)) == path
    return f"/media/{path}"


def body(client: Client, url: str) -> bytes:
    return client.get(url).getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        (f"pictures/{KEY}/320.avif", "image/avif"),
        (f"pictures/{KEY}/1600.webp", "image/webp"),
        ("products/ridge-3/main.webp", "image/webp"),
        ("products/9/2025/a_b.jpg", "image/jpeg"),
        ("avatars/Abc-1.webp", "image/webp"),
        ("brand/logo-1.svg", "image/svg+xml"),
        ("brand/theme-ab12.css", "text/css; charset=utf-8"),
    ],
)
def test_it_serves_what_the_rooms_keep(path: str, content_type: str, client: Client) -> None:
    url = put(path)
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, content_type)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none';")
    assert answer.headers["ETag"].startswith('"')
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Content-Length"] == "5"
    assert body(client, url) == b"drawn"


@pytest.mark.django_db
def test_it_answers_304_and_no_question_to_the_database(client: Client) -> None:
    url = put(f"pictures/{KEY}/320.webp")
    etag = client.get(url).headers["ETag"]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = client.get(url, headers={"If-None-Match": etag})
        assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert again.headers["Content-Security-Policy"].startswith("sandbox")
    assert len(queries) == 0
    assert client.head(url).status_code == 200
    assert client.post(url).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        f"pictures/{KEY}/320.html", f"pictures/{KEY}/320.svg", f"pictures/{KEY}/evil.webp", f"pictures/{KEY}/0320.webp",
        "pictures/short/320.webp", f"pictures/{KEY}/x/320.webp", "products/page.html", "products/.hidden.webp",
        "products/a.b.webp", "avatars/logo.svg", "avatars/a.php", "brand/run.js", "brand/page.html", "notes.txt",
        "documents/contract.pdf", "original_images/a.webp", "products/a%b.webp", "products/a b.webp",
    ],
)  # fmt: skip
def test_nothing_else_exists(path: str, client: Client) -> None:
    default_storage.save(path, ContentFile(b"<script>"))
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "products/../secret.webp", "products/%2e%2e/secret.webp", "../secret.webp", "..%2fsecret.webp", "/etc/passwd",
        "products/..%5csecret.webp", "//secret.webp", "products/a%00.webp", "quarantine/key", "products/", "",
        f"pictures/{KEY}/640.webp", "products/none.webp", "products/main.webp%0a",
    ],
)  # fmt: skip
def test_there_is_no_way_up(path: str, client: Client, folder: Path) -> None:
    (folder / "secret.webp").write_bytes(b"secret")
    put("products/main.webp")
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.django_db
def test_a_folder_is_not_a_file(client: Client) -> None:
    put("products/odd.webp/inner.webp")
    assert client.get("/media/products/odd.webp").status_code == 404
