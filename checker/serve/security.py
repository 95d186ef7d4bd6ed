"""Who may ask: this machine's own programs and the desk's own page, not the pages of others that a browser has open.

A page elsewhere can have a browser post here and, by a name of its own that leads to this machine (DNS rebinding), even
read the answer. The first shows in `Origin` and `Sec-Fetch-Site`, the second in `Host`.
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from checker.serve.opening import page_going_on, plain_page

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:\[\]]+)(?::[0-9]{1,5})?")
_COOKIE = "copydesk-token"
# LanguageTool's browser add-ons ask from their own background page.
_ADD_ONS = ("chrome-extension://", "moz-extension://", "safari-web-extension://")
_LANGUAGETOOL = "/v2/"
_SAFE = ("GET", "HEAD", "OPTIONS")
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""What every answer has."""


class Guard:
    """Stands before the app: refuses what must not come in, and adds the headers that every answer has.

    `hosts` are the names under which the server may be addressed beside those of this machine. With a `token`, which is
    asked of everybody, any name will do: a page elsewhere does not have the token.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str] = frozenset(), token: str | None = None) -> None:
        self._app = app
        self._hosts = _LOOPBACK | hosts
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        origin = headers.get("origin", "")
        added = dict(HEADERS)
        if origin.startswith(_ADD_ONS) and scope["path"].startswith(_LANGUAGETOOL):
            added |= {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}
            added["Cross-Origin-Resource-Policy"] = "cross-origin"

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in added.items():
                    answer[name] = value
                if "cache-control" not in answer:
                    answer["Cache-Control"] = "no-store"
            await send(message)

        await (refused or self._app)(scope, receive, with_headers)

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request that must not come in; None for one that may."""
        host = headers.get("host", "")
        if self._token is None and _name(host) not in self._hosts:
            return _refusal(403, f"this server does not answer to the name {_name(host)!r}; use 127.0.0.1 or localhost")
        if not _same_site(scope, headers, host):
            return _refusal(403, "pages of other sites may not use this server")
        return self._unknown(scope, headers) if self._token is not None else None

    def _unknown(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to who does not have the token; to who brings it in the address, a cookie."""
        assert self._token is not None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        brought = [value for name, value in query if name == "token"]
        if brought and scope["path"] == "/" and scope["method"] == "GET" and self._is_token(brought[0]):
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            entry = _going_on(f"/?{rest}" if rest else "/")
            # The word of whoever asks is enough for this: it is their own cookie that is kept to TLS.
            secure = "https" in (scope.get("scheme"), headers.get("x-forwarded-proto"))
            entry.set_cookie(_COOKIE, self._token, httponly=True, samesite="strict", secure=secure)
            return entry
        if any(self._is_token(given) for given in _given(headers)):
            return None
        if headers.get("sec-fetch-site") not in (None, "none", "same-origin") and scope["path"] == "/":
            return _going_on("/", 401)  # after a link elsewhere the cookie comes only with the next request
        return _asking(scope, headers)

    def _is_token(self, given: str) -> bool:
        assert self._token is not None
        return secrets.compare_digest(given.encode("utf-8", "replace"), self._token.encode())


def _name(host: str) -> str:
    """A host without its port, in lower case; "" for what is no host."""
    found = _HOST.fullmatch(host.lower())
    return found[1] if found else ""


def _same_site(scope: Scope, headers: Headers, host: str) -> bool:
    """Whether no page of another site has sent a request."""
    origin = headers.get("origin")
    languagetool = scope["path"].startswith(_LANGUAGETOOL)
    if origin is not None:
        own = (f"http://{host.lower()}", f"https://{host.lower()}")  # TLS may end before us
        return origin.lower() in own or (languagetool and origin.startswith(_ADD_ONS))
    site = headers.get("sec-fetch-site")
    if site in (None, "none", "same-origin"):
        return True
    # A link elsewhere may lead to the page, and an add-on may ask for what is no secret.
    is_link = headers.get("sec-fetch-mode") == "navigate" and scope["path"] == "/"
    return scope["method"] in _SAFE and (is_link or (languagetool and scope["path"] != "/v2/check"))


def _given(headers: Headers) -> list[str]:
    """What a request brings as its token: as Bearer, as the password of Basic, which is what a client makes of
    http://user:token@host, or in our cookie."""
    given = []
    scheme, _, value = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        given.append(value.strip())
    elif scheme.lower() == "basic":
        with suppress(binascii.Error, ValueError):
            given.append(base64.b64decode(value, validate=True).decode("utf-8", "replace").partition(":")[2])
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(_COOKIE)
    except CookieError:
        morsel = None
    return [*given, morsel.value] if morsel else given


def _going_on(address: str, status: int = 200) -> Response:
    """A page that goes on to another of ours. After a link on another site, a browser keeps a SameSite=Strict cookie
    back from where a redirect leads, but not from where a page of our own does."""
    return HTMLResponse(page_going_on(address), status)


def _asking(scope: Scope, headers: Headers) -> Response:
    """The refusal of who has no token, in the form that they can read."""
    schemes = ["Bearer"]
    error = "send the token that copydesk serve printed: Authorization: Bearer TOKEN"
    if scope["path"].startswith(_LANGUAGETOOL):
        # Not every client of LanguageTool can send a header, but nearly all can send a password.
        schemes.append('Basic realm="copydesk"')
        answer: Response = PlainTextResponse(f"Error: {error}, or as the password of http://desk:TOKEN@HOST", 401)
    elif "text/html" in headers.get("accept", ""):
        said = (
            "<p>This desk needs a token. Open the whole address that <code>copydesk serve</code> printed when it was"
            " started; it ends in <code>/?token=…</code>.</p>"
        )
        answer = HTMLResponse(plain_page(said), 401)
    else:
        answer = _refusal(401, error)
    for scheme in schemes:
        answer.headers.append("WWW-Authenticate", scheme)
    return answer


def _refusal(status: int, error: str) -> Response:
    return JSONResponse({"error": error}, status)


def with_token(address: str, token: str) -> str:
    """The address that a person opens once."""
    return f"{address}/?token={quote(token)}"
