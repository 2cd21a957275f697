"""建: what editors and other programs need to know of the files."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from gongkai_cli.cli.console import put, tell
from gongkai_cli.cli.options import OutputOption
from gongkai_cli.cli.writing import write_out


class Kind(StrEnum):
    """The kinds of file that have a schema."""

    TASKS = "tasks"
    UNITS = "units"
    POLICY = "policy"
    WORKDAYS = "workdays"
    RECORD = "record"


def schema(
    kind: Annotated[
        Kind,
        typer.Argument(metavar="种类", help="、".join(Kind)),
    ],
    output: OutputOption = None,
) -> None:
    """给出一种文件的 JSON Schema，供编辑器提示和校验"""
    text = json.dumps(_schema(kind), ensure_ascii=False, indent=1) + "\n"
    if output is None:
        put(text)
    else:
        write_out(output, text.encode("utf-8"))
        tell(f"已写入 {output}。")


def _schema(kind: Kind) -> dict[str, object]:
    from gongkai_cli.reading import bookforms
    from gongkai_cli.reading.forms import json_schema
    from gongkai_cli.reading.recordforms import ANY_RECORD

    return json_schema(
        {
            Kind.TASKS: bookforms.PLAN.schema,
            Kind.UNITS: bookforms.ROSTER.schema,
            Kind.POLICY: bookforms.POLICY.schema,
            Kind.WORKDAYS: bookforms.WORK_YEAR.schema,
            Kind.RECORD: ANY_RECORD,
        }[kind]
    )
