"""What the heads of these pages tell search engines and those who share a link."""

from django.urls import reverse
from django.utils.translation import gettext as _

from korzo.comments.queries import CommentsPage
from korzo.kit.html import excerpt
from korzo.kit.page_head import HeadFeed, HeadPicture, PageHead
from korzo.kit.pictures import Photo
from korzo.members.models import Member
from korzo.shop.models import Product


def home_head(*, title: str, lead: str, is_plain: bool) -> PageHead:
    """The lists behind its tabs stand elsewhere, too."""
    return PageHead(
        address=reverse("web:home"),
        title=title,
        description=lead,
        is_indexed=is_plain,
        feeds=(HeadFeed(reverse("discussions:feed"), _("New topics")),),
    )


def products_head(*, is_plain: bool, is_empty: bool) -> PageHead:
    return PageHead(address=reverse("web:products"), title=_("Products"), is_indexed=is_plain and not is_empty)


def product_head(product: Product, photo: Photo | None, comments: CommentsPage) -> PageHead:
    """However its reviews are sorted and narrowed down, it is the page of the same product; older comments are not."""
    address = product.get_absolute_url()
    return PageHead(
        address=f"{address}?comments={comments.start}" if comments.start and comments.comments else address,
        next=f"{address}?comments={comments.before}" if comments.before else "",
        title=product.title,
        description=excerpt(product.description_plain),
        kind="product",
        picture=HeadPicture(photo.url, photo.width, photo.height, alt=photo.alt or product.title) if photo else None,
    )


def member_head(member: Member, *, has_written: bool, is_plain: bool) -> PageHead:
    """A page on which nobody said anything yet is nothing to be found by strangers."""
    picture = HeadPicture(member.avatar_url, alt=member.name) if member.avatar_url else None
    return PageHead(
        address=member.get_absolute_url(),
        title=member.name,
        description=excerpt(member.bio),
        kind="profile",
        is_indexed=has_written and is_plain,
        picture=picture,
        feeds=(HeadFeed(reverse("web:member_feed", args=[member.handle]), member.name),),
    )
