"""The first command makes the tables; killing it between any two of them leaves nothing in the way of the next."""

import sqlite3

import pytest

RECORDED = "django.db.migrations.recorder:MigrationRecorder.record_applied"


@pytest.mark.parametrize("nth", [1, 4, 9])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_while_tables_are_made_is_mended_by_the_rerun(nth, when, commands, tmp_path):
    killed = commands.run(tmp_path, "doctor", sabotage={"at": RECORDED, "nth": nth, "when": when, "compact_above": None})
    assert killed.code == -9, killed
    ended = commands.run(tmp_path, "doctor", "--json")
    assert "Traceback" not in ended.err
    assert next(one for one in ended.answer["findings"] if one["what"] == "数据库")["well"]


def test_tables_of_an_older_program_are_brought_forward_without_losing_a_row(commands, tmp_path):
    assert commands.run(tmp_path, "doctor").err == ""
    with sqlite3.connect(tmp_path / "city.sqlite3") as database:
        database.execute("insert into datasets_ignoredcolumn (source, column, reason, actor, made_at) values ('s', 'c', 'r', 'a', '2026-01-01')")
        for table in ("frozenobservation", "freezing", "observation"):
            database.execute(f"drop table observations_{table}")
        database.execute("delete from django_migrations where app = 'observations'")
    database.close()
    killed = commands.run(tmp_path, "doctor", sabotage={"at": RECORDED, "nth": 1, "when": "before", "compact_above": None})
    assert killed.code == -9
    assert commands.run(tmp_path, "doctor").err == ""
    with sqlite3.connect(tmp_path / "city.sqlite3") as database:
        assert database.execute("select source from datasets_ignoredcolumn").fetchall() == [("s",)]
        assert database.execute("select count(*) from observations_observation").fetchone() == (0,)
    database.close()
