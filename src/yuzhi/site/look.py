"""How a reader wants pages to look: text size, light or dark, language. Kept in cookies, nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

TEXT = ("normal", "large")
THEME = ("auto", "light", "dark")
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Look:
    """The choices of one reader; every value is one of the closed lists above."""

    text: str = "normal"
    theme: str = "auto"


def look(request: HttpRequest) -> dict[str, object]:
    """Context of every page: the reader's look and the page's own address, for links that come back to it."""
    text, theme = request.COOKIES.get("yuzhi_text", ""), request.COOKIES.get("yuzhi_theme", "")
    chosen = Look(text if text in TEXT else "normal", theme if theme in THEME else "auto")
    return {"look": chosen, "here": request.get_full_path()}


def language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answers in the language that the reader chose, in Chinese before any choice.

    What the browser says it accepts is not a choice: many computers here were set up in English by somebody else.
    """
    offered = {code for code, _ in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        request.LANGUAGE_CODE = chosen if chosen in offered else settings.LANGUAGE_CODE  # type: ignore[attr-defined]
        with translation.override(request.LANGUAGE_CODE):  # type: ignore[attr-defined]
            response = get_response(request)
        patch_vary_headers(response, ("Cookie",))
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)  # type: ignore[attr-defined]
        return response
    return middleware


@require_safe
def change_look(request: HttpRequest) -> HttpResponse:
    """The choice is kept for a year and the reader is back where they were.

    A link, not a form: it works without script and changes nothing but the reader's own cookies.
    """
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    languages = tuple(code for code, _ in settings.LANGUAGES)
    for parameter, cookie, allowed in (
        ("text", "yuzhi_text", TEXT),
        ("theme", "yuzhi_theme", THEME),
        ("lang", settings.LANGUAGE_COOKIE_NAME, languages),
    ):
        value = request.GET.get(parameter)
        if value in allowed:
            response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response
