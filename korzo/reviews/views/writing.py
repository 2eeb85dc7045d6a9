"""What an author does: write a review, change it, withdraw it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from korzo.kit.errors import Refused
from korzo.kit.formats import spoken
from korzo.kit.html import clean, stored, to_plain
from korzo.media.actions import receive_picture
from korzo.media.models import Picture
from korzo.media.permissions import visible_to as pictures_visible_to
from korzo.members.models import Member
from korzo.members.permissions import person_of
from korzo.reviews.actions import edit_review, withdraw_review, write_review
from korzo.reviews.actions.words import PICTURES_MAX
from korzo.reviews.forms import ReviewForm, initial_of, picture_ids_in
from korzo.reviews.models import Review
from korzo.reviews.permissions import check_edit, check_own, check_write
from korzo.reviews.queries import get_product_to_review, get_review_for, review_by
from korzo.reviews.queries.gallery import pictures_of
from korzo.shop.models import Product
from korzo.writing import queries as drafts


@dataclass(frozen=True)
class Page:
    """Everything that the form shows, also after something was not right."""

    product: Product
    form: ReviewForm
    review: Review | None = None
    value: str = ""
    value_html: SafeString | str = ""
    pictures: Sequence[Picture] = ()


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, handle: str) -> HttpResponse:
    product, person = get_product_to_review(handle), person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    member = check_write(person, product)
    if request.method != "POST":
        own = review_by(member, product)
        if own is not None:
            return redirect("reviews:edit", pk=own.pk)
        return _page(request, Page(product, ReviewForm()))
    form, ids = _sent(request, member)
    if form.is_valid():
        try:
            review = write_review(product, actor=member, **form.as_said(ids))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            _say(request, review, _("Thank you. Your review is there, and others can read it."))
            return redirect(review)
    return _again(request, member, Page(product, form), ids)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    review = get_review_for(person, pk)
    member = check_edit(person, review)
    if request.method != "POST":
        form = ReviewForm(initial=initial_of(review))
        page = Page(review.product, form, review, form["body"].value(), stored(review.html), pictures_of(review))
        return _page(request, page)
    form, ids = _sent(request, member)
    if form.is_valid():
        try:
            changed = edit_review(review, actor=member, **form.as_said(ids))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            _say(request, changed, _("Saved. Others see your review as it is now."))
            return redirect(review)
    return _again(request, member, Page(review.product, form, review), ids)


def _say(request: HttpRequest, review: Review, words: str) -> None:
    if review.is_waiting:
        messages.info(request, _("Thank you. Somebody of the team looks at it first; until then only you see it."))
    else:
        messages.success(request, words)


def _sent(request: HttpRequest, member: Member) -> tuple[ReviewForm, list[int]]:
    """Files that came with the form itself are taken in first, so that nobody has to choose them twice."""
    form, ids = ReviewForm(request.POST), picture_ids_in(request.POST)
    files = request.FILES.getlist("files")
    for file in files[: max(0, PICTURES_MAX - len(ids))]:
        try:
            ids.append(receive_picture(file, owner=member).pk)
        except Refused as refusal:
            name = file.name or ""
            form.add_error("body", _("%(file)s: %(problem)s") % {"file": name, "problem": refusal.sentence})
    if len(picture_ids_in(request.POST)) + len(files) > PICTURES_MAX:
        form.add_error("body", _("Up to %(count)s pictures fit here.") % {"count": spoken(PICTURES_MAX)})
    return form, ids


def _again(request: HttpRequest, member: Member, page: Page, ids: list[int]) -> HttpResponse:
    """Nothing that was typed or chosen is lost. Rich text passes the cleaner before it meets the page again."""
    body = request.POST.get("body", "")
    cleaned = clean(body, rich=True) if request.POST.get("body_format") == "html" else None
    found = pictures_visible_to(member).in_bulk(ids)
    return _page(
        request,
        Page(
            page.product,
            page.form,
            page.review,
            value="\n\n".join(to_plain(cleaned.html).split("\n")) if cleaned else body,
            value_html=stored(cleaned.html) if cleaned else "",
            pictures=[found[pk] for pk in ids if pk in found],
        ),
        status=422,
    )


def _page(request: HttpRequest, page: Page, status: int = 200) -> HttpResponse:
    context = {
        "page": page,
        **drafts.composer(f"review:{page.product.pk}", about=page.product.title),
        "upload_url": reverse("media:pictures"),
        "pictures_max": PICTURES_MAX,
        "pictures_left": max(0, PICTURES_MAX - len(page.pictures)),
    }
    return render(request, "reviews/write.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    review = get_review_for(person, pk)
    check_own(person, review)
    if request.method != "POST":
        return render(request, "reviews/withdrawal.html", {"review": review})
    withdraw_review(review, actor=person)
    messages.success(request, _("Your review is gone. You can write another one whenever you like."))
    return redirect(review.product)
