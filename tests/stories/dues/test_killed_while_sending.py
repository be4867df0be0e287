"""`yuzhi warn` is killed while it sends: no mail is lost, and none comes twice without being known as such."""

import time
from collections import Counter
from contextlib import closing
from email import message_from_bytes, policy
from sqlite3 import connect

import pytest

from tests.stories.commands import Commands
from yuzhi.engines.messaging.tests.servers import mail_server

KILLS = 4


@pytest.fixture
def commands():
    server = Commands()
    yield server
    server.close()


def identities(box):
    return Counter(str(message_from_bytes(one.content, policy=policy.default)["Message-ID"]) for one in box.mail)


def written(home, sql):
    with closing(connect(home / "city.sqlite3", timeout=30)) as database, database:
        database.execute(sql)


def killed_in_between(commands, home, box):
    """Starts the command and kills it as soon as two more mails have gone out."""
    wanted, running = len(box.mail) + 2, commands.start(home, "warn")
    until = time.monotonic() + 60
    while len(box.mail) < wanted and time.monotonic() < until:
        time.sleep(0.002)
    running.kill()
    return running.wait()


def test_what_a_kill_leaves_open_is_told_and_nothing_is_lost(tmp_path, commands):
    home, city = tmp_path / "home", tmp_path / "city"
    assert commands.run(home, "sample", city, "--scale", "0.02", "--seed", "3").code == 0
    for word in ("企业", "专利", "商标"):
        files = [one for one in (city / "office").rglob("*") if word in one.name and one.is_file()]
        assert commands.run(home, "ingest", *files).code in (0, 5)
    assert commands.run(home, "accounts").code == 0
    with mail_server() as (box, port):
        config = home / "channels.toml"
        config.write_text(f'[email]\nhost = "127.0.0.1"\nport = {port}\nsender = "a@b.example"\nstarttls = false\n', encoding="utf-8")
        config.chmod(0o600)
        for _ in range(KILLS):
            killed_in_between(commands, home, box)
        assert commands.run(home, "warn").code == 0
        assert max(identities(box).values()) == 1      # what was begun is left alone while somebody may still be sending
        begun = commands.database(home, "select count(*) from outbox_attempt where state = 'begun'")[0][0]
        assert begun <= KILLS
        written(home, "update outbox_attempt set begun_at = datetime(begun_at, '-1 day') where state = 'begun'")
        assert commands.run(home, "warn").code == 0
        sent = identities(box)
    states = dict(commands.database(home, "select state, count(*) from outbox_message group by state"))
    again = commands.database(home, "select count(*) from outbox_attempt where maybe_again")[0][0]
    accepted = commands.database(home, "select count(*) from outbox_attempt where state = 'accepted' and channel = 'email'")[0][0]
    assert set(states) <= {"delivered", "escalated", "waiting", "failed"} and states["delivered"] >= KILLS * 2
    assert commands.database(home, "select count(*) from outbox_attempt where state = 'begun'")[0][0] == 0
    assert again == begun
    assert len(sent) == accepted
    assert sum(sent.values()) - len(sent) <= again
