"""Staff set up a second factor before anything else; a code opens once, a recovery code once, and wrong ones lock."""

import re
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client

from yuzhi.kernel.errors import NotPermitted, Refused
from yuzhi.records.accounts.actions import create_account
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.models import SecondFactor, User
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.accounts.second_factor import confirm, has, needed, offered, passes, reset
from yuzhi.records.evidence.models import Leaf
from yuzhi.site.wiring import toolbox

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "loess-jade-camel-7781"
BY = Operator("story")


@pytest.fixture
def tools(tmp_path, settings):
    settings.HOME, settings.SECOND_FACTOR = tmp_path, True
    return toolbox(tmp_path)


def account(tools, role="city_officer", name="shi", **more):
    return create_account(name, name, PASSWORD, by=BY, at=tools.now(), remit=Remit(role), **more)


def signing_in(name="shi", password=PASSWORD):
    client = Client()
    return client, client.post("/sign-in/", {"username": name, "password": password})


def code_of(secret, at):
    import base64  # noqa: PLC0415 - the other side of the page is an app of its own
    return TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(int(at.timestamp())).decode()


def set_up(client, tools):
    """What a person does with the page and the phone; the recovery codes."""
    page = client.get("/me/second-factor/").content.decode()
    secret = re.search(r'<code class="mono">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    done = client.post("/me/second-factor/", {"code": code_of(secret, tools.now())}).content.decode()
    return secret, re.findall(r"<li>([a-z2-9]{5}-[a-z2-9]{5})</li>", done)


def test_an_officer_sets_it_up_before_anything_else_and_is_asked_for_it_ever_after(tools):
    account(tools)
    client, answer = signing_in()
    assert answer.status_code == 302
    for address in ("/", "/data/", "/dues/", "/targets/"):
        assert client.get(address).url == "/me/second-factor/"
    refused = client.get("/api/targets")
    assert refused.status_code == 403 and "第二因素" in refused.json()["error"]["sentence"]
    assert client.get("/me/").status_code == 200
    image = client.get("/me/second-factor.svg")
    assert image["Content-Type"] == "image/svg+xml" and ET.fromstring(image.content).tag.endswith("svg")
    assert client.post("/me/second-factor/", {"code": "000000"}).status_code == 422
    _secret, codes = set_up(client, tools)
    assert len(codes) == 10
    assert client.get("/data/").status_code == 200
    assert Leaf.objects.filter(act="account.factor_confirmed").count() == 1
    assert client.get("/me/second-factor/").status_code == 302, "the secret is shown no more"
    assert "备用码还剩 10 个" in client.get("/me/").content.decode()

    later, answer = signing_in()
    assert answer.url == "/sign-in/code/"
    assert not later.get("/me/").context or later.get("/me/").status_code == 302, "a right password alone opens nothing"
    assert later.post("/sign-in/code/", {"code": "123 456"}).status_code in (403, 422)
    assert later.post("/sign-in/code/", {"code": codes[0].upper().replace("-", " ")}).status_code == 302
    assert later.get("/data/").status_code == 200
    assert Leaf.objects.filter(act="account.recovery_used").count() == 1
    again, _ = signing_in()
    assert again.post("/sign-in/code/", {"code": codes[0]}).status_code == 403, "a recovery code opens once"


def test_a_code_opens_once_and_only_about_its_time(tools):
    user = account(tools)
    secret, now = offered(user, at=tools.now()), tools.now()
    assert offered(user, at=now) == secret, "the same until it is confirmed"
    confirm(user, code_of(secret, now), at=now)
    assert not passes(user, code_of(secret, now), at=now), "the code that confirmed it is used"
    for away, well in ((-90, False), (60, False), (30, True)):
        assert passes(user, code_of(secret, now + timedelta(seconds=away)), at=now) is well, away
    later = now + timedelta(seconds=300)
    assert not passes(user, code_of(secret, now + timedelta(seconds=30)), at=later)
    assert passes(user, code_of(secret, later), at=later)
    assert not passes(user, code_of(secret, later), at=later)
    for nonsense in ("", "12345", "1234567", "１２３４５６", "abcdef", "-" * 20):
        assert not passes(user, nonsense, at=later)


def test_wrong_codes_lock_as_wrong_passwords_do(tools):
    user = account(tools)
    confirm(user, code_of(offered(user, at=tools.now()), tools.now()), at=tools.now())
    client, _ = signing_in()
    answers = [client.post("/sign-in/code/", {"code": "000000"}) for _ in range(5)]
    assert "已暂停登录" in answers[-1].content.decode()
    locked, answer = signing_in()
    assert answer.status_code == 403 and "分钟后再试" in answer.content.decode()
    assert locked.get("/me/").status_code == 302


def test_the_code_page_belongs_to_a_right_password_and_for_minutes_only(tools):
    user = account(tools)
    confirm(user, code_of(offered(user, at=tools.now()), tools.now()), at=tools.now())
    assert Client().get("/sign-in/code/").url == "/sign-in/"
    client, _ = signing_in()
    session = client.session
    session["password_was_right"] = [user.pk, tools.now().timestamp() - 301, "/"]
    session.save()
    assert client.get("/sign-in/code/").url == "/sign-in/"
    closed, _ = signing_in()
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert closed.get("/sign-in/code/").url == "/sign-in/"


def test_companies_may_and_demo_accounts_need_not(tools, settings):
    company, demo = account(tools, "company", "gongsi"), account(tools, "city_officer", "demo", made_up=True)
    assert not needed(company) and not needed(demo)
    client, _ = signing_in("gongsi")
    assert client.get("/").status_code == 200
    set_up(client, tools)
    assert has(company) and signing_in("gongsi")[1].url == "/sign-in/code/"
    officer, _ = signing_in("demo")
    assert officer.get("/").status_code == 200 and "示例账号不要求" in officer.get("/me/").content.decode()
    settings.SECOND_FACTOR = False
    assert not needed(account(tools, name="other"))


def test_only_another_security_administrator_takes_it_off_and_says_why(tools):
    user, admin, system = account(tools), account(tools, "security_admin", "anquan"), account(tools, "system_admin", "xitong")
    confirm(user, code_of(offered(user, at=tools.now()), tools.now()), at=tools.now())
    confirm(admin, code_of(offered(admin, at=tools.now()), tools.now()), at=tools.now())
    for by, who in ((system, user), (user, user), (admin, admin)):
        with pytest.raises(NotPermitted):
            reset(who, by=by, reason="手机丢失", at=tools.now())
    with pytest.raises(Refused, match="为什么解除"):
        reset(user, by=admin, reason=" ", at=tools.now())
    reset(user, by=admin, reason="当面核对工作证", at=tools.now())
    assert not has(user) and Leaf.objects.filter(act="account.factor_reset").count() == 1
    with pytest.raises(Refused, match="没有第二因素"):
        reset(user, by=admin, reason="再来", at=tools.now())


def test_what_is_stored_opens_nothing_by_itself(tools, settings):
    user = account(tools)
    secret, now = offered(user, at=tools.now()), tools.now()
    codes = confirm(user, code_of(secret, now), at=now)
    held = SecondFactor.objects.get()
    import base64  # noqa: PLC0415
    assert base64.b32decode(secret) not in bytes(held.sealed)
    assert not set(codes) & set(held.recovery) and all(len(one) == 64 for one in held.recovery)
    settings.SECRET_KEY = "another deployment's secret that is long enough"
    with pytest.raises(Refused, match="secret_key 换过了"):
        passes(user, "123456", at=now)
