import argparse
import getpass
import os
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from korzo.kit import env
from korzo.kit.errors import Refused
from korzo.members.actions import become_owner
from korzo.members.models import NAME_LENGTH_MAX, Member
from korzo.members.setup import is_waiting_for_owner, setup_code
from korzo.project.preparation import prepare

PASSWORD_VARIABLE = "KORZO_OWNER_PASSWORD"  # noqa: S105 (the name of a variable)


def run(options: argparse.Namespace) -> int:
    prepare()
    if not is_waiting_for_owner():
        raise Refused("This community has an owner already. They can give others that role at /staff/.")
    email = options.email or ask("Mail address: ")
    name = (options.name or ask("Name: ")).strip()
    check(email, name, options.language)
    password = password_for(Member(email=email, name=name), options.password_file)
    owner = become_owner(code=setup_code(), email=email, name=name, password=password, language=options.language)
    sys.stdout.write(f"{owner.name} owns this community now and signs in at {settings.KORZO_URL}/accounts/login/\n")
    return 0


def ask(question: str) -> str:
    if not sys.stdin.isatty():
        raise Refused("There is nobody to ask. Give --email and --name, and the password by a file or a variable.")
    return input(question)


def check(email: str, name: str, language: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(f"{email} is no mail address.") from None
    if not 0 < len(name) <= NAME_LENGTH_MAX:
        raise Refused(f"A name has 1 to {NAME_LENGTH_MAX} characters.")
    if language not in dict(settings.LANGUAGES):
        raise Refused(f"Choose a language from {', '.join(dict(settings.LANGUAGES))}.")
    if Member.objects.get_queryset().in_any_case("email", email).exists():
        raise Refused(f"{email} has an account already.")


def password_for(member: Member, file_name: str | None) -> str:
    """From the file, else the variable (or its `_FILE`), else asked for twice; never on the command line."""
    if file_name:
        try:
            password = Path(file_name).read_text(encoding="utf-8").strip("\r\n")
        except OSError as error:
            raise Refused(f"{file_name} cannot be read: {error.strerror}.") from None
    elif PASSWORD_VARIABLE in os.environ or f"{PASSWORD_VARIABLE}_FILE" in os.environ:
        password = env.secret(PASSWORD_VARIABLE)
    elif sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if getpass.getpass("The same again: ") != password:
            raise Refused("The two were not the same. Nothing was done.")
    else:
        raise Refused(f"There is nobody to ask. Set {PASSWORD_VARIABLE} or give --password-file.")
    try:
        validate_password(password, member)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    return password
