"""A real mailbox: Dovecot serves it by IMAP, aiosmtpd takes letters in by SMTP and puts them into it.

Both are Debian packages (dovecot-imapd, python3-aiosmtpd); where they are missing the tests say so and are skipped.
"""

import getpass
import grp
import imaplib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.installation import free_port, wait_for

PASSWORD = "a-password-for-tests"
SYSTEM_PYTHON = "/usr/bin/python3"

# Dovecot serves nobody as root, and aiosmtpd becomes nobody by itself.
NOBODY = 65534

CONFIG = """\
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/dovecot.log
mail_location = maildir:{folder}/mail
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
{users}
first_valid_uid = 0
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def why_not() -> str:
    """Empty where both servers are on the machine."""
    if shutil.which("dovecot") is None:
        return "no Dovecot on this machine: apt-get install dovecot-imapd"
    found = subprocess.run([SYSTEM_PYTHON, "-c", "import aiosmtpd"], check=False, capture_output=True)
    return "" if found.returncode == 0 else "no aiosmtpd on this machine: apt-get install python3-aiosmtpd"


@dataclass
class MailServers:
    folder: Path
    imap_port: int = field(default_factory=free_port)
    smtp_port: int = field(default_factory=free_port)

    @property
    def maildir(self) -> Path:
        return self.folder / "mail"

    def deliver(self, raw: bytes, number: int) -> None:
        """As the mail server would: whole under its name."""
        part = self.maildir / "tmp" / f"{number:06d}"
        part.write_bytes(raw)
        _hand_over(part)
        part.rename(self.maildir / "new" / f"{1_700_000_000 + number}.{number}.test")

    def renumber(self) -> None:
        """As after a restore: the same letters with other numbers and another validity."""
        for name in self.maildir.glob("dovecot*"):
            name.unlink()
        (self.maildir / "dovecot-uidvalidity").unlink(missing_ok=True)

    def flags(self) -> list[bytes]:
        with imaplib.IMAP4("127.0.0.1", self.imap_port, timeout=10) as box:
            box.login("korzo", PASSWORD)
            box.select("INBOX", readonly=True)
            _state, found = box.uid("FETCH", "1:*", "(FLAGS)")
            return [one for one in found if isinstance(one, bytes)]


@contextmanager
def mail_servers() -> Iterator[MailServers]:
    """In a folder of their own: that of a test is open to its owner alone."""
    folder = Path(tempfile.mkdtemp(prefix="korzo-mail-"))
    folder.chmod(0o755)
    servers = MailServers(folder)
    for name in ("cur", "new", "tmp"):
        (servers.maildir / name).mkdir(parents=True)
    (folder / "run").mkdir()
    for path in (folder, servers.maildir, *servers.maildir.iterdir()):
        _hand_over(path)
    started = [_dovecot(servers), _smtp(servers)]
    try:
        wait_for(lambda: _answers(servers), "the mail servers", 30)
        yield servers
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _hand_over(path: Path) -> None:
    if _is_root():
        os.chown(path, NOBODY, NOBODY)


def _is_root() -> bool:
    return os.getuid() == 0


def _dovecot(servers: MailServers) -> "subprocess.Popen[bytes]":
    path = servers.folder / "dovecot.conf"
    owner = servers.folder.stat()
    me, mine = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    own_users = f"default_login_user = {me}\ndefault_internal_user = {me}\ndefault_internal_group = {mine}"
    words = CONFIG.format(
        folder=servers.folder,
        users="" if _is_root() else own_users,
        uid=owner.st_uid,
        gid=owner.st_gid,
        port=servers.imap_port,
        password=PASSWORD,
    )
    path.write_text(words if not _is_root() else words.replace("  chroot =\n", ""))
    return subprocess.Popen(["dovecot", "-F", "-c", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _smtp(servers: MailServers) -> "subprocess.Popen[bytes]":
    where = f"127.0.0.1:{servers.smtp_port}"
    stays = [] if _is_root() else ["-n"]
    return subprocess.Popen(
        [SYSTEM_PYTHON, "-m", "aiosmtpd", *stays, "-l", where, "-c", "aiosmtpd.handlers.Mailbox", str(servers.maildir)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _answers(servers: MailServers) -> bool:
    try:
        servers.flags()
    except (OSError, imaplib.IMAP4.error):
        time.sleep(0.1)
        return False
    return True
