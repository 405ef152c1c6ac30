"""What a page loads: all of it comes from here, and the terminal and its font from the package that brings them."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from aiohttp import web

_SCRIPT: Final = "text/javascript; charset=utf-8"
_STYLE: Final = "text/css; charset=utf-8"
_FONT: Final = "font/ttf"
_OURS: Final = Path(__file__).parent / "page"
_THEIRS: Final = Path(str(files("textual_serve"))) / "static"
_ASSETS: Final = {
    "page.css": (_OURS / "page.css", _STYLE),
    "page.js": (_OURS / "page.js", _SCRIPT),
    "open.js": (_OURS / "open.js", _SCRIPT),
    "terminal.css": (_THEIRS / "css" / "xterm.css", _STYLE),
    "terminal.js": (_THEIRS / "js" / "textual.js", _SCRIPT),
    "upright.ttf": (_THEIRS / "fonts" / "RobotoMono-VariableFont_wght.ttf", _FONT),
    "italic.ttf": (_THEIRS / "fonts" / "RobotoMono-Italic-VariableFont_wght.ttf", _FONT),
}


async def asset(request: web.Request) -> web.StreamResponse:
    """Answer with a file that a page loads."""
    found = _ASSETS.get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    path, kind = found
    return web.FileResponse(path, headers={"Content-Type": kind, "Cache-Control": "no-cache"})


async def page(name: str) -> web.FileResponse:
    """Answer with a page."""
    return web.FileResponse(_OURS / f"{name}.html", headers={"Content-Type": "text/html; charset=utf-8"})
