"""A workbook being written: its looks, each made once, and cells that are only ever text or days.

The one module that loads XlsxWriter. Nothing of a clock or of chance gets into the bytes.
"""

from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from gongkai_cli.rendering.workbook.heights import SIZE
from gongkai_cli.rendering.workbook.rows import clipped
from gongkai_cli.table import Tone

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

Value = str | date | int

A4 = 9
_FOOTER = 60
"""Letters of a footer: Excel takes 255 in all, and doubling each & must not pass it."""

_BODY, _HEAD = "宋体", "黑体"
_LINE = "#A6A6A6"
_INKS = {
    Tone.RED: ("#B42318", "#FCE4E2"),
    Tone.YELLOW: ("#7A4B00", "#FFEFC2"),
    Tone.GREEN: ("#1A6B34", "#E2F3E6"),
    Tone.BLUE: ("#0B5CAD", "#DDEBFA"),
    Tone.PURPLE: ("#6D2796", "#EFE2F7"),
    Tone.CYAN: ("#0F5F69", "#DCF1F3"),
    Tone.GREY: ("#4D545C", "#ECEEF0"),
}
"""Each colour's ink and ground, told apart on a grey printer by the word that stands there."""


class Look(NamedTuple):
    """How a cell looks. `tinted`: the unit's to fill in, and the only kind that is not locked."""

    tinted: bool = False
    centred: bool = False
    head: bool = False
    framed: bool = True
    tone: Tone = Tone.PLAIN
    size: float = SIZE
    day: bool = False
    across: bool = False
    wrap: bool = True
    link: bool = False


class Paper:
    """A workbook in memory; `year` is all that its properties say of time."""

    def __init__(self, title: str, year: int) -> None:
        """Begin a workbook called `title`."""
        from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

        self._stream = BytesIO()
        self._book = Workbook(self._stream, {"in_memory": True})
        self._book.set_properties({"title": title, "created": datetime(year, 1, 1)})  # noqa: DTZ001 - Excel knows no zones
        self._looks: dict[Look, Format] = {}

    def sheet(self, name: str) -> "Worksheet":
        """A new sheet, after those there are."""
        return self._book.add_worksheet(name)

    def put(self, sheet: "Worksheet", row: int, column: int, value: Value, look: Look) -> None:
        """Write `value`, text as text whatever it begins with."""
        form = self._form(look)
        if isinstance(value, int):
            sheet.write_number(row, column, value, form)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, form)
        elif value:
            sheet.write_string(row, column, value, form)
        else:
            sheet.write_blank(row, column, None, form)

    def link(self, sheet: "Worksheet", row: int, column: int, name: str, text: str) -> None:
        """Write `text` as a way to the sheet called `name`."""
        place = name.replace("'", "''")
        form = self._form(Look(link=True))
        sheet.write_url(row, column, f"internal:'{place}'!A1", form, text)

    def title(self, sheet: "Worksheet", columns: range, text: str) -> None:
        """Write `text` over `columns` of the first row, which stay cells of their own."""
        form = self._form(Look(head=True, framed=False, size=16.0, across=True, wrap=False))
        sheet.set_row(0, 32)
        sheet.write_string(0, columns[0], text, form)
        for column in columns[1:]:
            sheet.write_blank(0, column, None, form)

    def page(self, sheet: "Worksheet", footer: str, *, landscape: bool) -> None:
        """Print `sheet` on A4, as wide as the page, its pages numbered under `footer`."""
        sheet.set_paper(A4)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        name = clipped(footer, _FOOTER).replace("&", "&&")
        # A digit right behind the size would be read as part of it.
        sheet.set_footer(f"&L&9 {name}&R&9 第 &P 页，共 &N 页", {"margin": 0.3})

    def bytes(self) -> bytes:
        """The finished workbook."""
        self._book.close()
        return self._stream.getvalue()

    def _form(self, look: Look) -> "Format":
        return self._looks.get(look) or self._looks.setdefault(
            look, self._book.add_format(_properties(look))
        )


def _properties(look: Look) -> dict[str, object]:
    ink, _ = _INKS.get(look.tone, ("#000000", ""))
    properties: dict[str, object] = {
        "font_name": _HEAD if look.head else _BODY,
        "font_size": look.size,
        "font_color": ink,
        "text_wrap": look.wrap,
        "valign": "vcenter",
        "align": "center_across" if look.across else "center" if look.centred else "left",
        "locked": not look.tinted,
        "border": 1 if look.framed else 0,
        "border_color": _LINE,
    }
    if ground := _ground(look):
        properties["bg_color"] = ground
    if look.day:
        properties["num_format"] = "yyyy-mm-dd"
    if look.link:
        properties |= {"font_color": "#0B5CAD", "underline": 1}
    return properties


def _ground(look: Look) -> str:
    if look.tinted:
        return "#FFFBE6"
    if look.head and look.framed:
        return "#DCE6F1"
    return _INKS.get(look.tone, ("", ""))[1]
