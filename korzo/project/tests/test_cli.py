import io
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings

from korzo import __version__
from korzo.members.models import Member
from korzo.project import supervisor
from korzo.project.cli import EXIT_FAILED, EXIT_FINE, EXIT_PARTLY, EXIT_REFUSED, HELP, main
from korzo.project.installation import this_installation
from korzo.shop.models import Connection, Product

PASSWORD = "lamps-along-the-river"
PRODUCTS = Path(supervisor.__file__).parent / "demo" / "shop" / "shopify" / "products_export.csv"


@pytest.fixture
def owner_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KORZO_OWNER_PASSWORD", PASSWORD)
    # Nobody is there to ask.
    monkeypatch.setattr("sys.stdin", io.StringIO())


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """The products of the demo shop, as a shop owner downloads them."""
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "products_export.csv").write_bytes(PRODUCTS.read_bytes())
    return folder


def damage(export: Path) -> None:
    """Somebody typed words into a column of prices."""
    path = export / "products_export.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    header = lines[0].rstrip().split(",")
    place = next(name for name in ("Price", "Variant Price") if name in header)
    price = header.index(place)
    rows = [number for number, line in enumerate(lines) if number and len(line.split(",")) == len(header)]
    cells = lines[rows[0]].split(",")
    cells[price] = "many"
    lines[rows[0]] = ",".join(cells)
    path.write_text("".join(lines), encoding="utf-8")


def test_it_helps_when_nothing_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == EXIT_FINE
    told = capsys.readouterr().out
    assert all(command in told for command in HELP)
    assert "exit codes:" in told


@pytest.mark.parametrize("command", HELP)
def test_it_helps_with_each_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    if command == "manage":
        return
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == EXIT_FINE
    assert HELP[command][:20] in capsys.readouterr().out


def test_it_refuses_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["dance"])
    assert ended.value.code == EXIT_REFUSED
    assert "dance" in capsys.readouterr().err


def test_it_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version"]) == EXIT_FINE
    assert capsys.readouterr().out == f"Korzo {__version__}\n"


def test_it_refuses_a_wrong_setting_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KORZO_BIND", "nowhere")
    assert main(["up"]) == EXIT_REFUSED
    assert (
        capsys.readouterr().err == "Unexpected value KORZO_BIND=nowhere. Use host:port, for example 127.0.0.1:8000.\n"
    )


def test_it_refuses_a_data_folder_that_cannot_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("KORZO_DATA", str(tmp_path / "file" / "data"))
    assert main(["up"]) == EXIT_REFUSED
    assert "cannot be written to" in capsys.readouterr().err


def test_the_process_that_stays_is_small() -> None:
    """It lives beside web and worker for ever, so it must not carry what they carry."""
    code = (
        "import sys; from korzo.project.cli import up, demo, web; "
        "print([name for name in ('django', 'wagtail', 'http.client', 'ssl', 'asyncio') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_it_reads_the_same_addresses_as_the_settings(settings: LazySettings) -> None:
    found = this_installation()
    assert (found.data, found.bind, found.url) == (settings.KORZO_DATA, settings.KORZO_BIND, settings.KORZO_URL)


def test_it_calls_itself_where_it_can_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KORZO_BIND", "0.0.0.0:8123")
    monkeypatch.setenv("KORZO_URL", "https://talk.shop.example")
    found = this_installation()
    assert (found.own_address, found.host_header) == (("127.0.0.1", 8123), "talk.shop.example")


@pytest.mark.django_db
def test_it_opens_the_account_of_the_owner(owner_variables: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["createowner", "--email", "mira@example.com", "--name", "Mira Nováková"]) == EXIT_FINE
    owner = Member.objects.get()
    assert (owner.email, owner.name, owner.role) == ("mira@example.com", "Mira Nováková", Member.Role.OWNER)
    assert owner.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=owner).verified
    assert "Mira Nováková owns this community now" in capsys.readouterr().out


@pytest.mark.django_db
def test_it_reads_the_password_from_a_file(owner_variables: None, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("another-long-evening\n")
    arguments = ["--email", "mira@example.com", "--name", "Mira", "--password-file", str(tmp_path / "password")]
    assert main(["createowner", *arguments]) == EXIT_FINE
    assert Member.objects.get().check_password("another-long-evening")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "password", "sentence"),
    [
        (["--email", "mira", "--name", "Mira"], PASSWORD, "mira is no mail address."),
        (["--email", "mira@example.com", "--name", "Mira"], "short", "too short"),
        (["--email", "mira@example.com"], PASSWORD, "There is nobody to ask."),
        (["--email", "mira@example.com", "--name", "Mira", "--language", "xx"], PASSWORD, "Choose a language"),
    ],
)
def test_it_refuses_an_owner_that_cannot_be(
    owner_variables: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    arguments: list[str], password: str, sentence: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("KORZO_OWNER_PASSWORD", password)
    assert main(["createowner", *arguments]) == EXIT_REFUSED
    assert sentence in capsys.readouterr().err
    assert not Member.objects.exists()


@pytest.mark.django_db
def test_it_opens_only_one_account_of_an_owner(owner_variables: None) -> None:
    for email, code in (("mira@example.com", EXIT_FINE), ("nada@example.com", EXIT_REFUSED)):
        assert main(["createowner", "--email", email, "--name", "Mira"]) == code
    assert Member.objects.count() == 1


@pytest.mark.django_db
def test_it_checks_the_installation(settings: LazySettings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.KORZO_DATA, settings.MEDIA_ROOT, settings.MAIL_FOLDER = tmp_path, tmp_path / "media", tmp_path / "mail"
    key = tmp_path / "secret-key"
    key.write_text("secret")
    key.chmod(0o644)
    assert main(["check"]) == EXIT_FAILED
    told = capsys.readouterr().out
    assert "not well  Secret key: Others on this machine can read the secret key." in told
    assert f"          Put it right with: chmod 600 {key}" in told
    assert "    well  Updates: The database is up to date with this version." in told
    assert "    look  Backup: There is no backup yet." in told
    key.chmod(0o600)
    assert main(["check"]) == EXIT_FINE
    assert "    well  Secret key: The secret key is secret." in capsys.readouterr().out


@pytest.mark.django_db
def test_it_takes_over_the_files_of_a_shop(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "shopify", str(export), "--name", "Kamzo"]) == EXIT_FINE
    count = Product.objects.count()
    assert count > 10
    assert "Kamzo: " in capsys.readouterr().out
    assert main(["import", "shopify", str(export)]) == EXIT_FINE
    assert "Kamzo: 0 new, 0 changed" in capsys.readouterr().out
    assert (Product.objects.count(), Connection.objects.count()) == (count, 1)


@pytest.mark.django_db
def test_it_changes_nothing_in_a_dry_run(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "shopify", str(export), "--dry-run"]) == EXIT_FINE
    assert "Nothing was changed." in capsys.readouterr().out
    assert not Connection.objects.exists()


@pytest.mark.django_db
def test_it_names_the_file_with_the_rows_it_left_out(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(export)
    rejects = tmp_path / "left-out.csv"
    assert main(["import", "shopify", str(export), "--rejects", str(rejects)]) == EXIT_PARTLY
    assert f"They stand in {rejects} with the reason." in capsys.readouterr().out
    assert "many" in rejects.read_text(encoding="utf-8-sig")
    assert Product.objects.exists()


@pytest.mark.django_db
def test_it_takes_nothing_when_it_must_be_strict(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(export)
    assert main(["import", "shopify", str(export), "--strict"]) == EXIT_REFUSED
    told = capsys.readouterr().err
    assert "products_export.csv, line " in told
    assert "so nothing was taken." in told
    assert not Product.objects.exists()


@pytest.mark.django_db
def test_it_refuses_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "woocommerce", str(tmp_path / "nowhere")]) == EXIT_REFUSED
    assert "There is no folder" in capsys.readouterr().err
    assert main(["import", "woocommerce", str(tmp_path)]) == EXIT_REFUSED
    assert not Connection.objects.exists()
