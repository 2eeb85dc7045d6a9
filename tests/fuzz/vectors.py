"""What people have put into editors to make a script run: each calls `trip()` when it succeeds."""

import html
import json
from collections.abc import Callable

from hypothesis import strategies as st

WIRED = "<img src=x onerror=trip()>"


def attached(fields: object) -> str:
    """As the editor writes an attachment: its JSON in an attribute."""
    return f'<figure data-trix-attachment="{html.escape(json.dumps(fields))}">{WIRED}words</figure>'


def ours(kind: str, value: object) -> str:
    return attached({"contentType": f"application/vnd.korzo.{kind}", "value": json.dumps(value), "content": WIRED})


PLAIN_WAYS = [
    "<script>trip()</script>",
    "<SCRIPT SRC=data:text/javascript,trip()></SCRIPT>",
    "<script/x>trip()</script/x>",
    WIRED,
    "<img src=x onerror=trip() ",
    "<img/src/onerror=trip()>",
    "<svg onload=trip()>",
    "<svg/onload=trip()//",
    "<body onload=trip()>",
    "<iframe srcdoc='<script>parent.trip()</script>'></iframe>",
    "<iframe src=javascript:parent.trip()></iframe>",
    "<object data=javascript:trip()></object>",
    "<embed src=javascript:trip()>",
    "<a href=javascript:trip() autofocus onfocus=trip()>x</a>",
    "<a href='java\tscript:trip()'>x</a>",
    "<a href='&#106;avascript&colon;trip()'>x</a>",
    "<a href='\x01javascript:trip()'>x</a>",
    "<a href='data:text/html,<script>trip()</script>'>x</a>",
    "<a href=https://a.example/ onmouseover=trip()>x</a>",
    "<details open ontoggle=trip()><summary>a</summary>b</details>",
    "<p onclick=trip() onmouseover=trip() style='animation-name:x' onanimationstart=trip()>x</p>",
    "<input autofocus onfocus=trip()>",
    "<select autofocus onfocus=trip()>",
    "<textarea autofocus onfocus=trip()>",
    "<video><source onerror=trip()></video>",
    "<audio src=x onerror=trip()>",
    "<marquee onstart=trip()>x</marquee>",
    "<form action=javascript:trip()><button>x</button></form>",
    "<button form=reply-form formaction=javascript:trip()>",
    "<base href=javascript:/trip()//>",
    "<meta http-equiv=refresh content='0;url=javascript:trip()'>",
    "<link rel=stylesheet href=javascript:trip()>",
    "<style>@import 'javascript:trip()';</style>",
    "<korzo-live on=member></korzo-live><korzo-poll data-url='javascript:trip()'></korzo-poll>",
    "<p hx-get='/me/' hx-trigger=load hx-on:load=trip() hx-on--before-request=trip()>x</p>",
    "<p id=main class='sheet post' data-menu data-quote popovertarget=me-menu>x</p>",
    "<p is=korzo-composer>x</p>",
]
MUTATING_WAYS = [
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=trip()&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=trip()>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=trip()>",
    "<svg></p><style><a id='</style><img src=1 onerror=trip()>'>",
    "<math><annotation-xml encoding='text/html'><svg onload=trip()></annotation-xml></math>",
    "<select><option><style></select><img src=x onerror=trip()>",
    "<svg><foreignObject><iframe srcdoc='<script>parent.trip()</script>'></foreignObject></svg>",
    "<template><script>trip()</script></template><template shadowrootmode=open><img src=x onerror=trip()></template>",
    "<![CDATA[<script>trip()</script>]]>",
    "<!--><img src=x onerror=trip()>-->",
    "<!--!><img src=x onerror=trip()>--!>",
    "<title><a title='</title><img src=x onerror=trip()>'>",
    "<textarea><a title='</textarea><img src=x onerror=trip()>'>",
    "<xmp><p title='</xmp><img src=x onerror=trip()>'>",
    "<noembed><p title='</noembed><img src=x onerror=trip()>'>",
    "<plaintext><img src=x onerror=trip()>",
    "<table><tr><td><svg><desc><table><tr><td><img src=x onerror=trip()>",
    "<math><mi//xlink:href='data:x,<script>trip()</script>'>",
    "<svg><use href='data:image/svg+xml,<svg onload=trip()>'/>",
    "<svg><animate onbegin=trip() attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:trip()'><text>x</text></a></svg>",
    "<pre><code>&lt;img src=x onerror=trip()&gt;</code></pre>",
    "&lt;img src=x onerror=trip()&gt;",
    "&amp;lt;script&amp;gt;trip()&amp;lt;/script&amp;gt;",
    "\uff1cscript\uff1etrip()\uff1c/script\uff1e",
    "<\u0130mg src=x onerror=trip()>",
    '<p title="\u2028" lang=\'x" onmouseover=trip() y\'>x</p>',
]
ATTACHED_WAYS = [
    attached({"contentType": "text/html", "content": WIRED}),
    attached({"contentType": "application/vnd.korzo.table", "content": WIRED, "value": "not json"}),
    attached({"contentType": "image/png", "url": "javascript:trip()", "href": "javascript:trip()", "width": "x"}),
    attached({"contentType": ["text/html"], "content": {"a": WIRED}}),
    attached([]),
    attached("x"),
    attached(None),
    f"<figure data-trix-attachment='{{' data-trix-attributes='{{\"caption\":\"{WIRED}\"}}'>x</figure>",
    f'<figure data-trix-attributes="{html.escape(json.dumps({"caption": WIRED}))}" data-trix-content-type=text/html>x',
    f'<span data-trix-cursor-target=left data-trix-serialized-attributes=\'{{"onclick":"trip()"}}\'>{WIRED}</span>',
    ours("table", {"rows": [[WIRED, "</td></table><script>trip()</script>"], [["x"], {"y": 1}, None, 3]]}),
    ours("spoiler", {"title": "</summary>" + WIRED, "text": "</details>" + WIRED}),
    ours("code", {"text": "</code></pre>" + WIRED}),
    ours("product", {"id": "1' onload=trip() x='"}),
    ours("product", {"id": -(10**40)}),
    ours("product", {"id": 1.5e300}),
    ours("quote", {"ref": 'post:1:1" onmouseover=trip() "', "text": WIRED}),
    ours("quote", {"ref": ["x"], "text": 1}),
    ours("spoiler", {"title": "lone \ud800 half", "text": "\udfff\x00\x1b[31m"}),
    ours("table", {"rows": "x" * 5_000}),
    ours("table", {"rows": [["x"] * 200] * 200}),
    ours("mention", {"id": 1, "handle": WIRED}),
    ours("code", {"text": 7}),
    ours("code", {"text": "lone \ud800 half"}),
    ours("quote", {"ref": "post:1:1", "text": "\ud83d"}),
    "<figure data-ref='product:5\" onload=trip()'>x</figure>",
    "<blockquote data-ref='quote:post:9:1'>a</blockquote>",
]
ODD_TEXTS = [
    "\u202egnp.exe\u202c \u2066\u2067\u2068 words \u2069",
    "\u200b\u200d\ufeff\u2060 words",
    "Z\u0351\u036b\u0343" * 400,
    "\ufdfd" * 300,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467" * 200,
    "a" * 30_000,
    "word " * 9_000,
    "<p>x</p>" * 7_000,
    "<div>" * 12_000,
    "<blockquote>" * 400 + "deep",
    "<ul><li>" * 3_000,
    "&" * 20_000,
    "&#x1F600" * 5_000,
    "&#0;&#xD800;",
    "@" * 5_000,
    "@tea " * 500,
    "https://a.example/" + "a" * 5_000,
    "http://[::1",
    "https://\u0440aypal.example/%00%ff",
    "[](javascript:trip())",
    "| a " * 3_000,
    "> " * 4_000 + "x",
    "```\n" * 500,
    ">! a\n" * 500,
    "\r\n" * 20_000,
    "\x00\x01\x02\x7f\x80\x9f words",
    "% %s %(x)s {} {0} {{ x }} {% load ui %} ${1} #{1} <%= 1 %>",
    "'; DROP TABLE x; --",
    "x" * 300_000,
]
# Nothing of it runs, and all of it would tell somebody else who reads.
AWAY = "https://evil.example"
LOADING_WAYS = [
    f"<img src={AWAY}/a.png>",
    f"<img alt='>' src={AWAY}/b.png>",
    f"<im<img>g src={AWAY}/c.png>",
    f"<image src={AWAY}/d.png>",
    f"<img srcset='{AWAY}/e.png 1x'>",
    f"<picture><source srcset={AWAY}/f.png><img alt=x></picture>",
    f"<video poster={AWAY}/g.png src={AWAY}/h.mp4></video><audio src={AWAY}/i.mp3 autoplay></audio>",
    f"<link rel=stylesheet href={AWAY}/j.css><link rel=prefetch href={AWAY}/k>",
    f"<style>@import url({AWAY}/l.css); p {{ background: url({AWAY}/m.png) }}</style><p>x</p>",
    f"<p style='background: url({AWAY}/n.png)'>x</p><p title=''style=\"background:url({AWAY}/o.png)\">y</p>",
    f"<iframe src={AWAY}/></iframe><object data={AWAY}/></object><embed src={AWAY}/>",
    f"<svg><image href={AWAY}/p.png /><feImage xlink:href={AWAY}/q.png /></svg>",
    f"<table background={AWAY}/r.png><tr><td background={AWAY}/s.png>x</td></tr></table>",
    f"<input type=image src={AWAY}/t.png><a href={AWAY}/ ping={AWAY}/u>x</a>",
    attached({"contentType": "image/png", "url": f"{AWAY}/v.png"}),
    attached({"contentType": "x/y", "previewable": True, "url": f"{AWAY}/w.png"}),
    attached({"contentType": "application/vnd.korzo.code", "value": '{"text":"x"}', "content": f"<img src={AWAY}/x>"}),
    attached({"contentType": "application/vnd.korzo.code", "value": '{"text":"x"}', "url": f"{AWAY}/y.png"}),
]
ALL = [*PLAIN_WAYS, *MUTATING_WAYS, *ATTACHED_WAYS, *LOADING_WAYS, *ODD_TEXTS]
# As a browser never sends them: bytes that are no text, twice the same field, a field in pieces.
RAW_FORMS = [
    b"body=%FF%FE%80words&body_format=html&seconds_typed=60",
    b"body=%C0%AFscript%C0%BE%ED%A0%80&body_format=html&seconds_typed=60",
    b"body=%00%00words&body_format=%00html&seconds_typed=nan",
    b"body=a&body=b&body_format=html&body_format=plain&seconds_typed=1e999",
    b"body[]=a&pictures=99999999999999999999&pictures=-1&draft_key=%00&seconds_typed=-5",
    b"body=words&poll_question=%00&poll_option=%FF&poll_kind=x&poll_min=1e5&poll_closes_at=9999999-99-99T99:99",
]

_pieces = st.sampled_from(
    [
        "<script>",
        "</script>",
        WIRED,
        "<svg>",
        "</svg>",
        "<math>",
        "<mtext>",
        "<mglyph>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        '<p title="',
        '">',
        "'",
        "=",
        "<table><tr><td>",
        "</table>",
        "<form>",
        "</form>",
        "<select><option>",
        "<noscript>",
        "</noscript>",
        "<template>",
        "<a href='javascript:trip()'>",
        "<a href=https://a.example/>",
        "</a>",
        "<div dir=rtl>",
        "</div>",
        "<blockquote>",
        "</blockquote>",
        "<pre>",
        "</pre>",
        "<ul><li>",
        "</ul>",
        "<details>",
        "<summary>",
        "\x00",
        "\u202e",
        "&lt;",
        "&#x3c;",
        "&",
        "\n",
        "<br>",
        "<b>",
        "</b>",
        "<figure data-ref=x>",
        "</p>",
        '<figure data-trix-attachment=\'{"contentType":"text/html","content":"',
        "\"}'>",
        "</figure>",
        "<x:y z=",
        "/>",
    ]
)
BODIES = st.lists(st.one_of(_pieces, st.sampled_from(ALL[:110]), st.text(max_size=12)), max_size=30).map("".join)


def is_sendable(body: str, encode: Callable[[str], bytes] = str.encode) -> bool:
    """No browser can send half of a letter in a form; inside the JSON of an attachment it can."""
    try:
        encode(body)
    except UnicodeEncodeError:
        return False
    return True
