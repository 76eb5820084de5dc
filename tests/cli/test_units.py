"""``luoshi units``: mistakes by row, a dry run, then the whole register."""

import pytest

from luoshi.cli.main import main
from luoshi.store.models import Event, Person, Unit
from tests.cast import at
from tests.cast import unit as make

HEAD = "单位名称,上级单位,类别,岗位,姓名,用户名\n"


@pytest.fixture
def installation(db, settings, tmp_path):
    settings.HOME = tmp_path
    Person.objects.create(username="keeper", name="管理员", is_keeper=True, made_at=at("03-01"))
    make("青禾县")
    return tmp_path / "名单.csv"


def test_mistakes_are_named_by_row_and_nothing_is_made(installation, capsys):
    installation.write_text(HEAD + "石桥镇,石乔镇,乡镇,,石乔,shiqiao\n", encoding="utf-8")

    assert 1 == main(["units", str(installation), "--lang", "zh"])
    assert "第 2 行：没有“石乔镇”这个单位。最像的是：石桥镇。" in capsys.readouterr().err
    assert 1 == Unit.objects.count()


def test_a_dry_run_makes_nothing_and_the_same_list_then_everything(installation, capsys):
    installation.write_text(HEAD + "石桥镇,,乡镇,,石乔,shiqiao\n桥头村,石桥镇,村,,,\n", encoding="utf-8")

    assert 0 == main(["units", str(installation), "--dry-run", "--lang", "zh"])
    assert "将新设 2 个单位、1 个岗位任职、1 个账号" in capsys.readouterr().out
    assert 1 == Unit.objects.count()
    assert 0 == main(["units", str(installation), "--lang", "zh"])
    (login,) = [line.split("\t") for line in capsys.readouterr().out.splitlines() if "\t" in line]
    assert ["石桥镇", "经办", "石乔", "shiqiao"] == login[:4]
    assert Person.objects.get(username="shiqiao").check_password(login[4])
    assert not Event.objects.filter(body__contains=login[4]).exists()


def test_a_file_that_is_no_list_is_told_in_one_line(installation, capsys):
    installation.with_suffix(".xlsx").write_bytes(b"PK\x03\x04 broken")

    assert 1 == main(["units", str(installation.with_suffix(".xlsx"))])
    assert 1 == len(capsys.readouterr().err.splitlines())
