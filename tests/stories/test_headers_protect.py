"""What every answer carries so that a browser keeps strangers out, and what a stranger's header cannot do."""

import json
import os
import subprocess
import sys

import pytest
from django.test import Client, RequestFactory

from yuzhi.site import wiring
from yuzhi.site.signin import address
from yuzhi.site.wiring import toolbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(tmp_path, monkeypatch):
    """A browser of nobody, in an empty city."""
    tools = toolbox(tmp_path)
    monkeypatch.setattr(wiring, "toolbox", lambda home: tools)
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("place", [
    "/", "/search/?q=x", "/sign-in/", "/nowhere/", "/me/", "/api/openapi.json", "/api/search?top=x", "/api/nowhere", "/static/app.css",
])
def test_every_answer_carries_the_headers_that_protect_it(visitor, place):
    answer = visitor.get(place, headers={"origin": "https://elsewhere.example"})
    answer.close()
    told = answer.headers
    policy = dict(part.strip().split(" ", 1) for part in told["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "unsafe" not in told["Content-Security-Policy"]
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == told["Cross-Origin-Opener-Policy"] == "same-origin"
    assert not [name for name in told if name.lower().startswith("access-control-")]


def test_cookies_are_bound_to_https_and_to_this_host_where_there_is_https(tmp_path):
    names = ("SESSION", "CSRF", "LANGUAGE")
    code = (
        "import json; from yuzhi.site import settings as s; print(json.dumps({'hsts': s.SECURE_HSTS_SECONDS, 'redirect': s.SECURE_SSL_REDIRECT, "
        f"**{{n: [getattr(s, n + '_COOKIE_' + w) for w in ('NAME', 'SECURE', 'HTTPONLY', 'SAMESITE')] for n in {names}}}}}))"
    )
    told = json.loads(subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "YUZHI_HTTPS": "1", "YUZHI_HOME": str(tmp_path)}, capture_output=True, text=True, check=True,
    ).stdout)
    assert told["hsts"] >= 31536000 and told["redirect"]
    for name in names:
        spelled, secure, hidden, site = told[name]
        assert spelled.startswith("__Host-") and secure and hidden and site == "Lax"


def test_no_header_of_a_stranger_is_taken_for_the_proxys(visitor):
    forged = {"HTTP_X_FORWARDED_FOR": "10.9.8.7", "HTTP_X_REAL_IP": "10.9.8.7", "HTTP_X_FORWARDED_HOST": "elsewhere.example", "HTTP_X_FORWARDED_PROTO": "https"}
    request = RequestFactory().get("/", **forged)
    assert address(request) == "127.0.0.1"
    assert request.get_host() == "testserver" and not request.is_secure()
    assert visitor.get("/", HTTP_HOST="elsewhere.example").status_code == 400


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "MADE-UP"])
@pytest.mark.parametrize("place", ["/", "/search/", "/sign-in/", "/api/search", "/api/openapi.json"])
def test_trace_and_methods_of_no_page_are_refused(visitor, method, place):
    assert visitor.generic(method, place).status_code == 405
