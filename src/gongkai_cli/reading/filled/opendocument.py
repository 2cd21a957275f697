"""The sheets of an ods file: the marks of each, its repeated rows and cells counted out."""

from gongkai_cli.reading.filled.marks import MAX_COLUMNS, MAX_ROWS, Inside, Marks, Tally
from gongkai_cli.reading.filled.xml import number, walk
from gongkai_cli.reading.tables.archive import Archive, damaged

CONTENT = "content.xml"
_NEEDED = ("mimetype", "META-INF/manifest.xml", CONTENT)
_CELLS = ("table-cell", "covered-table-cell")


def inside(archive: Archive) -> Inside:
    """The workbook in `archive`, within bounds. Raises CannotRead."""
    cells = _Cells()
    walk(archive.read(CONTENT), cells)
    return Inside(archive.plain(name for name in _NEEDED if name in archive), cells.marks)


class _Cells:
    """Goes through all sheets, one under the other."""

    def __init__(self) -> None:
        self.marks: dict[str, Marks] = {}
        self._tally = Tally()
        self._name = ""
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._letters = 0
        self._held = False
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A table, a row or a cell begins."""
        if name == "table":
            self._name, self._row = attributes.get("name", ""), 0
        elif name == "table-row":
            self._column = 0
            self._rows = number(attributes.get("number-rows-repeated"), 1)
        elif name in _CELLS:
            self._begin(attributes)
        elif name == "annotation" and self._inside:
            self._tally.note(self._row, self._column)
        elif name == "s":
            self._letters += number(attributes.get("c"), 1)

    def text(self, text: str) -> None:
        """Text counts where it stands in a cell."""
        if self._inside:
            self._letters += len(text)

    def end(self, name: str) -> None:
        """A table, a row or a cell ends."""
        if name == "table":
            if self._name in self.marks:
                raise damaged()
            self.marks[self._name] = self._tally.sheet()
        elif name == "table-row":
            self._row += self._rows
        elif name in _CELLS:
            self._finish()

    def _begin(self, attributes: dict[str, str]) -> None:
        self._columns = number(attributes.get("number-columns-repeated"), 1)
        self._letters, self._inside = len(attributes.get("string-value", "")), True
        self._held = attributes.get("value-type") not in {None, "string"}
        place = self._row, self._column
        if "formula" in attributes:
            self._held = True
            self._tally.formula(*place)
        if attributes.get("value-type") == "error":
            self._tally.error(*place)
        if attributes.get("number-rows-spanned", "1") != "1" or (
            attributes.get("number-columns-spanned", "1") != "1"
        ):
            self._tally.merge(*place)

    def _finish(self) -> None:
        if self._letters or self._held:
            # Bounded first: so many cells that a product of counts would mean nothing.
            last = min(self._row + self._rows, MAX_ROWS + 1) - 1
            side = min(self._column + self._columns, MAX_COLUMNS + 1) - 1
            self._tally.count(last, side, self._letters, self._rows * self._columns)
        self._column += self._columns
        self._inside = False
