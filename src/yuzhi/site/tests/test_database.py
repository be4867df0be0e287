"""One address chooses the database; nothing else does."""

import pytest

from yuzhi.kernel.errors import Refused
from yuzhi.site.database import database


def test_without_an_address_the_database_is_a_file_of_the_data_folder(tmp_path):
    assert database("", tmp_path)["NAME"] == tmp_path / "city.sqlite3"


def test_an_address_names_server_user_and_database(tmp_path):
    told = database("postgresql://city:p%40ss%2Fword@db.example:5433/yulin?sslmode=verify-full", tmp_path)
    assert told["ENGINE"] == "django.db.backends.postgresql"
    assert (told["USER"], told["PASSWORD"], told["HOST"], told["PORT"], told["NAME"]) == ("city", "p@ss/word", "db.example", "5433", "yulin")
    assert told["OPTIONS"] == {"sslmode": "verify-full"}


def test_a_socket_is_named_behind_the_question_mark(tmp_path):
    told = database("postgresql:///yulin?host=/run/postgresql", tmp_path)
    assert (told["HOST"], told["OPTIONS"]) == ("/run/postgresql", {})


@pytest.mark.parametrize("address", [
    "mysql://city:s3cret@db/yulin", "postgresql://city:s3cret@db", "postgresql://city:s3cret@db/", "postgresql://city:s3cret@db/a/b",
    "postgresql://city:s3cret@db:x/yulin", "postgresql://city:s3cret@db:99999/yulin", "postgresql://city:s3cret@[db/yulin",
    "postgresql://city:s3cret@db/yulin?options=-c", "postgresql://city:s3cret@db/yulin?sslmode", "s3cret",
])
def test_another_address_is_refused_and_its_password_is_not_repeated(address, tmp_path):
    with pytest.raises(Refused) as refused:
        database(address, tmp_path)
    assert "s3cret" not in str(refused.value) and "YUZHI_DATABASE" in str(refused.value)
