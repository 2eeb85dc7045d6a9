"""Whatever comes in by the composer: no crash, nothing that runs, and cleaning again changes nothing."""

import html
import json
import re
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from korzo.kit import blocks
from korzo.kit.blocks import for_editor
from korzo.kit.html import SCHEMES, TAGS, TEXT_LENGTH_MAX, UNSEEN, clean
from korzo.kit.typed import as_typed

# Ways in that worked somewhere once: mutation, foreign elements, templates, comments, attributes, addresses.
KNOWN = [
    "<script>alert(1)</script>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><annotation-xml encoding='text/html'><svg onload=alert(1)></annotation-xml></math>",
    "<select><option><style></select><img src=x onerror=1>",
    "<svg><foreignObject><iframe srcdoc='<script>1</script>'></foreignObject></svg>",
    "<template><script>1</script></template>",
    "<![CDATA[<script>1</script>]]>",
    "<![foo[ x ]]>",
    "<!doctype html><!--><script>1</script>-->",
    "<?xml version='1.0'?><?php echo 1 ?>",
    '<a href="java&#8238;script:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="&#1;javascript:alert(1)">x</a>',
    "<a href='//evil.test'>x</a><a href='/\\evil.test'>x</a><a href='\\\\evil.test'>x</a>",
    "<a href='https://x.test/<div>'>q</a>",
    "<p onclick=alert(1) style='position:fixed' id=main class=sheet>x</p>",
    "<figure data-ref='product:5\" onload=1'>x</figure><figure data-ref='link:5'><a href='javascript:1'>x</a></figure>",
    "<blockquote data-ref='quote:post:9:1'>a<blockquote data-ref=x>b</blockquote></blockquote>",
    "&#8238;abc\u202e\u2066\u0000\u0007",
    "<pre>\n\n\nx</pre><pre><code>\n\n y</code></pre>",
    "<table><tr><td>a<td>b<table><caption>c</table><p>d",
    "<details><summary>a<details>b</summary>c</details>",
    "</p></br></table></details></figure>",
    "<ol start='9999999999'><li>a<ol start=-1><li>b</ol></ol>",
]


def attachment(fields: object) -> str:
    return f'<figure data-trix-attachment="{html.escape(json.dumps(fields))}"><img src=x onerror=1>words</figure>'


HOSTILE = "<img src=x onerror=alert(1)>"
ATTACHMENTS = [
    attachment({"contentType": "text/html", "content": HOSTILE}),
    attachment({"contentType": "image/png", "url": "javascript:1", "href": "javascript:1"}),
    *(
        attachment({"contentType": f"application/vnd.korzo.{kind}", "value": json.dumps(value), "content": HOSTILE})
        for kind, value in [
            ("table", {"rows": [[HOSTILE, "b"], ["c"]], "head": True}),
            ("table", {"rows": [[HOSTILE] * 50] * 200}),
            ("table", {"rows": {"a": 1}}),
            ("table", {"rows": [1, None, [2, {"a": 1}]]}),
            ("spoiler", {"title": HOSTILE, "text": f"a\n{HOSTILE}"}),
            ("spoiler", {"title": 1, "text": ["a"]}),
            ("code", {"text": "</code></pre><script>1</script>"}),
            ("product", {"id": 5}),
            ("product", {"id": '5"><script>'}),
            ("product", {"id": True}),
            ("product", {"id": 10**30}),
            ("quote", {"ref": "post:9:1", "text": HOSTILE}),
            ("quote", {"ref": 'post:9:1"><script>', "text": "a"}),
            ("unknown", {"text": "a"}),
            ("table", None),
        ]
    ),
    attachment([]),
    attachment({"contentType": ["a"], "value": 5}),
    "<figure data-trix-attachment='{'>x</figure>",
    f"<figure data-trix-attachment='{'[' * 5000}'>x</figure>",
    "<figure data-trix-attachment='{}'><figure>inner</figure>still</figure>behind",
    "<figure data-trix-attachment='{}'>never closed",
]
PIECES = [
    *KNOWN, *ATTACHMENTS, *(f"<{tag}>" for tag in sorted(TAGS)), *(f"</{tag}>" for tag in sorted(TAGS)),
    "<div>", "</div>", "<b>", "</b>", "<h1>", "</h1>", "<s>", " ", "\n", "&lt;", "&amp;amp;", "<", ">", "&",
    '"', "'", "=",
    "@tea", "> ", ">! ", "| a | b |", "```\n", "- ", "**", "https://a.test/b", "#post.9.1\n",
]  # fmt: skip

raw = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=12).map("".join)


class Browser(HTMLParser):
    """What a browser meets in the finished text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            check_attribute(tag, name, value or "")

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def check_attribute(tag: str, name: str, value: str) -> None:
    assert name in {"href", "rel", "dir", "data-ref", "start"}, (tag, name)
    if name == "href":
        own = value.startswith("/") and value[1:2] not in {"/", "\\"}
        assert own or value.split(":", 1)[0].lower() in SCHEMES, value
    if name == "data-ref":
        assert blocks.REF.fullmatch(value), value


def check(text: str, *, rich: bool) -> None:
    once = clean(text, rich=rich)
    Browser(once.html)
    assert not UNSEEN.search(once.html)
    # The parser of browsers reads the same as ours: it finds nothing to mend.
    mended = nh3.clean(once.html, tags=TAGS, attributes={"*": {"dir", "data-ref", "href", "start"}})
    assert mended.count("<") == once.html.count("<")
    again = clean(once.html, rich=True)
    if len(once.html) <= TEXT_LENGTH_MAX:
        assert again.html == once.html
        assert again.plain == once.plain
    back = for_editor(once.html, {"product:5": HOSTILE})
    if len(back) <= TEXT_LENGTH_MAX:
        Browser(clean(back, rich=True).html)
    Browser(clean(as_typed(once.html), rich=False).html)
    assert not re.search(r"<(?:script|img|svg|iframe)", once.html)


@pytest.mark.parametrize("text", [*KNOWN, *ATTACHMENTS])
@pytest.mark.parametrize("rich", [True, False])
def test_nothing_known_comes_through(text: str, rich: bool) -> None:
    check(text, rich=rich)


@given(raw, st.booleans())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_comes_through_however_it_is_put_together(text: str, rich: bool) -> None:
    check(text, rich=rich)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["rows", "text", "title", "id", "ref", "head", "contentType", "value", "content"]),
                inner,
                max_size=5,
            )
        ),
        max_leaves=15,
    ),
    st.sampled_from(["table", "spoiler", "code", "product", "quote"]),
)
@settings(max_examples=200, deadline=None)
def test_no_value_of_a_block_breaks_out(value: object, kind: str) -> None:
    check(attachment({"contentType": f"application/vnd.korzo.{kind}", "value": json.dumps(value)}), rich=True)
    check(attachment(value), rich=True)


@pytest.mark.parametrize(
    "piece",
    ["<!--", "<div>", "<a ", "<", "</", "<![CDATA[", "<script>", "&#", "<p><table>", "<b><i>", "<a href='", "a=b ",
     "> ", "| ",
     "```\n", "<figure data-trix-attachment='{}'>", "<details>", "<blockquote data-ref='quote:post:9:1'>"],
)  # fmt: skip
def test_the_longest_text_of_one_piece_is_read_in_moments(piece: str) -> None:
    """The parser of the standard library alone takes half a minute for one of these."""
    text = (piece * (TEXT_LENGTH_MAX // len(piece) + 1))[:TEXT_LENGTH_MAX]
    for rich in (True, False):
        Browser(clean(text, rich=rich).html)
