"""Who may ask at all, and what every answer carries."""

from html import escape
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from trainer import NAME
from trainer.serve.address import Address

_POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # the terminal writes its own sizes and colours
    "font-src": "'self'",
    "img-src": "data:",
    "connect-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS: Final = {
    "Content-Security-Policy": "; ".join(f"{what} {where}" for what, where in _POLICY.items()),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), clipboard-read=()",
}
_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark">
<title>{title}</title>
<link rel="stylesheet" href="/static/page.css">
<link rel="icon" href="data:,">
</head>
<body class="told"><main><h1>{title}</h1><p>{sentence}</p></main></body>
</html>
"""


def short_page(status: int, sentence: str, **headers: str) -> web.Response:
    """Return a short page that says one thing."""
    text = _PAGE.format(title=escape(NAME), sentence=escape(sentence, quote=False))
    return web.Response(status=status, text=text, content_type="text/html", headers=headers)


def gate(address: Address) -> Middleware:
    """Return what lets a request through to its handler where its host and its origin are ours."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        host, origins = request.headers.getall("Host", []), request.headers.getall("Origin", [])
        if len(host) != 1 or not address.allows_host(host[0]):
            return short_page(403, "Nothing is served under this address. Open the one that was printed.")
        needs_origin = request.method not in {"GET", "HEAD"} or "Upgrade" in request.headers
        if needs_origin and not origins:
            return short_page(403, "This was not asked by a page of this server, and is refused.")
        if any(not address.allows_origin(origin, host[0]) for origin in origins):
            return short_page(403, "This was asked by a page of somebody else's, and is refused.")
        return await handler(request)

    return check


async def dress(_: web.Request, response: web.StreamResponse) -> None:
    """Give an answer its headers."""
    kept = response.headers.get("Cache-Control")
    response.headers.update(HEADERS | {"Server": "trainer"})
    if kept is not None:
        response.headers["Cache-Control"] = kept
