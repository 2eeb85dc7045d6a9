"""Comments under any page, by one tag: `{% load comments %}{% comments "content.article" page.pk page.url %}`."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from korzo.comments.queries import comments_page, parse_before, rendered

register = template.Library()


@register.simple_tag(takes_context=True)
def comments(context: Context, label: str, pk: int, url: str) -> SafeString:
    """The whole section under one thing, whose page has checked that its reader may see it.

    `url` is the page's own. Older comments are asked for by `?comments=…`, which the page names among those that change
    it (`shared_page("comments")`).
    """
    request = context.get("request")
    before = parse_before(request.GET.get("comments", "")) if request is not None else 0
    return rendered(comments_page(label, pk, before=before), url)
