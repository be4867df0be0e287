"""The addresses of the site: each open room's pages, the API, signing in."""

from django.urls import include, path, re_path
from django.views.i18n import set_language

from yuzhi.site.accounts import ACCOUNT_URLS
from yuzhi.site.api import api, nowhere
from yuzhi.site.auditing import AUDIT_URLS
from yuzhi.site.factor import FACTOR_URLS
from yuzhi.site.look import change_look
from yuzhi.site.looking import LOOKING_URLS
from yuzhi.site.rooms import ROOMS
from yuzhi.site.sessions import SESSION_URLS
from yuzhi.site.signin import SIGN_IN_URLS
from yuzhi.site.styleguide import styleguide

urlpatterns = [
    path("api/", nowhere),
    path("api/", api.urls),
    re_path("^api/", nowhere),
    path("language/", set_language, name="set_language"),
    path("look/", change_look, name="look"),
    path("styleguide/", styleguide, name="styleguide"),
    *SIGN_IN_URLS,
    *FACTOR_URLS,
    *LOOKING_URLS,
    *AUDIT_URLS,
    *SESSION_URLS,
    *ACCOUNT_URLS,
    *(path(room.path, include(f"yuzhi.rooms.{room.name}.urls")) for room in ROOMS),
]
