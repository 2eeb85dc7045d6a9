"""What the team does with one review: hide it for a reason, show it again, reply for the shop."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from korzo.kit.errors import Refused
from korzo.kit.fragments import is_deletion
from korzo.kit.html import stored
from korzo.members.permissions import person_of
from korzo.reviews.actions import hide_review, reply_for_shop, show_again
from korzo.reviews.forms import BodyForm, HidingForm
from korzo.reviews.models import ShopReply
from korzo.reviews.permissions import check_hide, check_reply
from korzo.reviews.queries import get_hiding_of, get_review_for, review_shown
from korzo.reviews.views.asking import address_after


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def hiding(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    review = get_review_for(person, pk)
    check_hide(person, review)
    address = address_after(request, review.get_absolute_url())
    if is_deletion(request):
        show_again(review, actor=person)
        messages.success(request, _("The review is shown again. Its author is told."))
        return redirect(address)
    form = HidingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hide_review(review, actor=person, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The review is hidden. Its author is told why."))
            return redirect(address)
    context = {
        "review": review_shown(review),
        "product": review.product,
        "hiding": get_hiding_of(review) if review.is_hidden else None,
        "form": form,
        "next": address,
    }
    return render(request, "reviews/hiding.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    review = get_review_for(person, pk)
    check_reply(person, review)
    address = address_after(request, review.get_absolute_url())
    form = BodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reply_for_shop(review, actor=person, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your reply stands under the review."))
            return redirect(address)
    standing = ShopReply.objects.filter(review=review).first()
    context = {
        "review": review_shown(review),
        "product": review.product,
        "form": form,
        "value": form.data.get("body", standing.plain if standing else ""),
        "value_html": stored(standing.html) if standing and not form.is_bound else "",
        "next": address,
    }
    return render(request, "reviews/reply.html", context, status=422 if form.errors else 200)
