"""What is sent is measured before it is read: nobody fills the disk without an account, nobody at all beyond the bound."""

import pytest

from yuzhi.rooms.datahub.api.files import LARGEST
from yuzhi.rooms.dues.forms import LARGEST as VOUCHER
from yuzhi.site.uploads import FORM

KIND = "multipart/form-data; boundary=x"


class Unread:
    """A body that must not be touched."""

    def read(self, *_):
        raise AssertionError("the body was read")

    readline = read


def send(client, address, length):
    sent = {"CONTENT_LENGTH": str(length), "CONTENT_TYPE": KIND, "wsgi.input": Unread(), "HTTP_X_CSRFTOKEN": "x" * 32}
    return client.generic("POST", address, b"", content_type=KIND, **sent)


@pytest.mark.parametrize("length", [FORM + 1, 40 * 2**20, 10 * LARGEST])
@pytest.mark.parametrize("address", ["/api/files", "/data/upload/", "/", "/sign-in/", "/nowhere/"])
def test_nobody_sends_files_without_an_account(visitor, address, length):
    answer = send(visitor, address, length)
    if address.startswith("/api/"):
        assert answer.status_code == 401
        assert "请先登录" in answer.json()["error"]["sentence"]
    else:
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", ["/api/files", "/data/upload/"])
def test_a_file_beyond_the_bound_is_refused_unread_with_what_to_do(signed_in, address):
    answer = send(signed_in("city_officer"), address, LARGEST + FORM + 1)
    assert answer.status_code == 413
    said = answer.json()["error"]["sentence"] if address.startswith("/api/") else answer.content.decode()
    assert "512 MB" in said
    assert "yuzhi 命令" in said


@pytest.mark.parametrize("address", ["/api/files", "/data/upload/", "/dues/desk/"])
def test_who_hands_in_no_files_of_offices_sends_a_voucher_and_no_more(signed_in, address):
    answer = send(signed_in("company"), address, VOUCHER + 2 * FORM)
    assert answer.status_code == 413
    assert "10 MB" in (answer.json()["error"]["sentence"] if address.startswith("/api/") else answer.content.decode())


@pytest.mark.parametrize("length", ["", "x", "-5", "²"])
def test_a_length_that_is_none_is_no_length(visitor, length):
    answer = visitor.generic("POST", "/api/files", b"", content_type=KIND, CONTENT_LENGTH=length)
    assert answer.status_code in (400, 401, 403)
