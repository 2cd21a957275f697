"""What may not be published is refused before any record is written, whoever writes it."""

from pathlib import Path

import pytest

from fictional import FIRST, files_under, gongkai
from gongkai_cli.cli.public import given_away

PHONE = "13800138000"


def test_what_gives_nothing_away_passes() -> None:
    assert given_away("已公开2023年度事项清单，共38项，电话0531-87654321") == ""


def test_what_is_given_away_is_starred_out_in_the_sentence() -> None:
    said = given_away(f"请找综合科，联系人{PHONE}，谢谢")
    assert said.startswith("含有手机号码：“") or "手机号码" in said
    assert PHONE not in said
    assert said.endswith("台账是公开的，请删掉。")


@pytest.mark.parametrize(
    "line",
    [
        (
            "update",
            "1",
            "-u",
            FIRST,
            "-s",
            "推进中",
            "-p",
            f"联系人{PHONE}",
            "--date",
            "2023-07-10",
        ),
        ("review", "2", "-u", FIRST, "--close", "--comment", f"问{PHONE}", "--date", "2023-07-10"),
    ],
)
def test_no_record_gives_a_number_away(district: Path, line: tuple[str, ...]) -> None:
    before = files_under(district)
    ran = gongkai(*line)
    assert (ran.code, ran.out) == (2, "")
    assert "手机号码" in ran.err
    assert "s: 联系人" not in ran.err
    assert PHONE not in ran.err
    assert files_under(district) == before
