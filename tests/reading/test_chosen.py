from pathlib import Path

import pytest

from gongkai_cli.reading import chosen
from gongkai_cli.reading.chosen import CannotChoose, Chosen, read_chosen


def read(tmp_path: Path, content: str | bytes) -> list[Chosen]:
    file = tmp_path / "选中.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_chosen(file)


def refusal(tmp_path: Path, content: str | bytes) -> list[str]:
    with pytest.raises(CannotChoose) as caught:
        read(tmp_path, content)
    return [each.replace(f"{tmp_path}/", "") for each in caught.value.sentences]


@pytest.mark.parametrize(
    "content",
    [
        "单位,序号\n示例一局,1\n示例二局,46\n",
        "\ufeff单位,序号\r\n示例一局,1\r\n示例二局,46\r\n",
        "序号;意见;单位\n1;好；行;示例一局\n46;;示例二局\n",
        "序号\t单位\n1\t示例一局\n46\t示例二局",
        ' 单位 ,"序号","工作,任务"\n示例一局 , 1,"多\n行"\n示例二局,４６,\n',
        "单位,序号\n,\n示例一局,1\n\n示例二局,46\n示例一局,1\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_items_are_read_once_each_in_order(content: str, encoding: str, tmp_path: Path) -> None:
    found = read(tmp_path, content.encode(encoding))
    assert [(each.unit, each.task) for each in found] == [("示例一局", 1), ("示例二局", 46)]


def test_each_knows_its_line(tmp_path: Path) -> None:
    found = read(tmp_path, '单位,序号,任务\n示例一局,1,"多\n行"\n示例二局,2,\n')
    assert [each.line for each in found] == [3, 4]


SAVE = "不是 CSV，请另存为“CSV UTF-8（逗号分隔）”再用。"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "选中.csv 的第一行没有“单位”和“序号”两列。"),
        ("单位,任务\n示例一局,1\n", "选中.csv 的第一行没有“单位”和“序号”两列。"),
        ("单位,序号\n", "选中.csv 里除了标题没有任何一行。"),
        ("单位,序号\n示例一局\n", "选中.csv 第2行缺了列。"),
        ("单位,序号\n,1\n", "选中.csv 第2行没有写单位。"),
        ("单位,序号\n甲,一\n", "选中.csv 第2行的序号“一”不是任务序号。"),
        ("单位,序号\n甲,\n", "选中.csv 第2行的序号“”不是任务序号。"),
        ("单位,序号\n甲,1234567890\n", "选中.csv 第2行的序号“1234567890”不是任务序号。"),
        (b"PK\x03\x04", f"选中.csv 是 Excel 或 WPS 的工作簿，{SAVE}"),
        (b"\xff\xfe\x55\x53", f"选中.csv 是 UTF-16 文本，{SAVE}"),
        (b"\xff\x00\x81", "选中.csv 的编码既不是 UTF-8 也不是 GBK，请另存为“CSV UTF-8”再用。"),
        (
            "单位,序号\n甲," + "9" * 200_000,
            "选中.csv 第2行不成表格，请用 Excel 或 WPS 另存为 CSV 再用。",
        ),
    ],
)
def test_what_is_no_list_is_refused(content: str | bytes, said: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, content)[0] == said


def test_many_wrong_lines_are_counted(tmp_path: Path) -> None:
    said = refusal(tmp_path, "单位,序号\n" + "甲,无\n" * 12)
    assert (len(said), said[-1]) == (11, "……共有12行不对。")


def test_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen, "MAX_ROWS", 2)
    assert len(read(tmp_path, "单位,序号\n甲,1\n甲,2\n")) == 2
    assert refusal(tmp_path, "单位,序号\n甲,1\n甲,2\n甲,3\n") == ["选中.csv 超过2行，请分成几份。"]
    monkeypatch.setattr(chosen, "MAX_BYTES", 1024 * 1024)
    said = refusal(tmp_path, "单位,序号\n" + "甲,1\n" * 200_000)
    assert said == ["选中.csv 超过 1 MB，请只留要核验的行。"]


def test_what_cannot_be_opened_says_why(tmp_path: Path) -> None:
    for place, why in {tmp_path / "无.csv": "没有这个文件", tmp_path: "是文件夹"}.items():
        with pytest.raises(CannotChoose, match=why):
            read_chosen(place)
