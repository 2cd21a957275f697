import pytest

from gongkai_cli.reading.draft.headings import Role, find_header, meaning
from reading.draft.grids import grid

N, S, T, Q = Role.NUMBER, Role.SECTION, Role.TOPIC, Role.REQUIREMENT
R, L, A, D = Role.RESPONSIBLE, Role.LEAD, Role.ASSIST, Role.DEADLINE
E, O = Role.EXTRA, Role.OTHER  # noqa: E741 - as the roles begin


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("序号", "number"),
        ("指标序号", "number"),
        ("编 号", "number"),
        ("工作任务", "task"),
        ("任务", "task"),
        ("主要任务", "task"),
        ("项目名称", "task"),
        ("重点任务", "task"),
        ("民生实事", "task"),
        ("一级指标", "task"),
        ("具体要求", "requirement"),
        ("工作要求", "requirement"),
        ("工作内容", "requirement"),
        ("主要内容", "requirement"),
        ("具体措施", "requirement"),
        ("任务内容", "requirement"),
        ("责任单位", "responsible"),
        ("责 任 单 位", "responsible"),
        ("责任\n部门", "responsible"),
        ("责任科室", "responsible"),
        ("责任处室", "responsible"),
        ("承办单位", "responsible"),
        ("单位", "responsible"),
        ("牵头单位", "lead"),
        ("牵头（责任）单位", "lead"),
        ("配合单位", "assist"),
        ("协办部门", "assist"),
        ("完成时限", "deadline"),
        ("时限要求", "deadline"),
        ("时限", "deadline"),
        ("完成时间（2023年）", "deadline"),
        ("备注", "remark"),
        ("落实情况", ""),
        ("完成情况", ""),
        ("责任领导", ""),
        ("电话", ""),
        ("责任单位责任单位责任单位责任单位责任单位责任单位责任单位单位", ""),
    ],
)
def test_title_means(title: str, said: str) -> None:
    assert meaning(title) == said


@pytest.mark.parametrize(
    ("table", "roles"),
    [
        ("序号|工作任务|<|具体要求|责任单位|完成时限", [N, S, T, Q, R, D]),
        ("任务|工作内容|责任部门|时限", [T, Q, R, D]),
        ("编号|项目名称|承办单位|完成时间", [N, Q, R, D]),
        ("序号|重点任务|主要任务|具体措施|牵头单位|配合单位|时限", [N, S, T, Q, L, A, D]),
        ("序号|任务|要求|牵头单位|责任单位|时限|备注", [N, T, Q, L, A, D, E]),
        ("序号|任务|要求|责任单位|配合单位|落实情况|完成时限", [N, T, Q, R, A, O, D]),
        ("序号|任务|要求|责任单位|责任科室|启动时间|完成时间", [N, T, Q, R, E, D, E]),
        ("序号|工作要求|<|责任单位\n1|清单|编制清单并公开|一局", [N, T, Q, R]),
        ("一级指标|二级指标|三级指标|四级指标|责任单位", [S, T, E, Q, R]),
        ("工作任务|<|<|具体要求|责任科室|时限\n一、公开|清单|1|编制|一科|全年", [S, T, N, Q, R, D]),
        ("工作任务|具体要求|<|责任科室|时限\n清单|1|编制|一科|全年", [T, N, Q, R, D]),
        ("-|任务|要求|单位\n1|清单|编制|一局\n2|表|公开|二局", [N, T, Q, R]),
        ("任务|单位\n5|一局", [Q, R]),
        ("序号|任务||要求|单位\n1|一、公开|清单|编制|一局", [N, S, T, Q, R]),
        ("任务||||单位\n一、公开|清单|1|编制|一局", [S, T, N, Q, R]),
        ("序号|任务||要求|单位\n1|清单||编制|一局", [N, T, O, Q, R]),
    ],
)
def test_columns_of(table: str, roles: list[Role]) -> None:
    header = find_header(grid(table))
    assert header
    assert list(header.roles) == roles
    assert header.end == 1


def test_two_header_rows() -> None:
    header = find_header(
        grid(
            "序号|任务|<|责任分工|<|时限\n^|领域|事项|牵头单位|配合单位|^\n1|公开|清单|一局|二局|全年"
        )
    )
    assert header
    assert header.roles == (N, T, Q, L, A, D)
    assert header.titles == ("序号", "领域", "事项", "牵头单位", "配合单位", "时限")
    assert (header.start, header.end) == (0, 2)


def test_lower_header_row_of_unknown_words_under_known_ones() -> None:
    header = find_header(grid("序号|工作任务|<|要求|单位\n^|大项|小项|^|^\n1|公开|清单|编制|一局"))
    assert header
    assert header.roles == (N, S, T, Q, R)
    assert header.end == 2


def test_short_title_above_the_header_is_none_of_it() -> None:
    header = find_header(grid("示例区任务表|<|<\n任务|要求|单位\n清单|编制|一局"))
    assert header
    assert (header.start, header.end) == (1, 2)


@pytest.mark.parametrize(
    "table",
    [
        "姓名|电话\n某某|123",
        "序号|项目名称|电话\n1|清单|123",
        "责任单位|完成时限\n一局|全年",
        "-|-",
        "|",
        f"{'很' * 30}|任务|要求|责任单位",
    ],
)
def test_no_task_table(table: str) -> None:
    assert find_header(grid(table)) is None
