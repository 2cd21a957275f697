"""The look of 党政机关公文 (GB/T 9704-2012): fonts, sizes, the page. Figures only, no writing.

Fonts are named, never embedded: what a machine lacks, its Word replaces.
"""

from typing import NamedTuple

from gongkai_cli.table import Tone

TITLE, HEI, KAI, BODY, SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"

ERHAO, SANHAO, SIHAO, XIAOSI, WUHAO, XIAOWU = 22.0, 16.0, 14.0, 12.0, 10.5, 9.0
"""二号, 三号, 四号, 小四, 五号 and 小五 in points."""

PITCH = 28.0
"""From line to line of running text, in points: twenty-two lines a page."""

INKS = {
    Tone.FAINT: "595959",
    Tone.RED: "B42318",
    Tone.YELLOW: "7A4B00",
    Tone.GREEN: "1A6B34",
    Tone.BLUE: "0B5CAD",
    Tone.PURPLE: "6D2796",
    Tone.CYAN: "0F5F69",
    Tone.GREY: "4D545C",
}
"""The ink of each tone that has one; the word that stands there says the same in print."""


POINTS_A_MM = 72 / 25.4


class Sheet(NamedTuple):
    """An A4 page in millimetres. `foot` is how far the page number's line is from the edge."""

    width: int
    height: int
    top: int
    left: int
    right: int
    bottom: int
    foot: int

    @property
    def measure(self) -> int:
        """版心: how wide the text is."""
        return self.width - self.left - self.right

    @property
    def depth(self) -> int:
        """版心: how high the text is."""
        return self.height - self.top - self.bottom


UPRIGHT = Sheet(210, 297, top=37, left=28, right=26, bottom=35, foot=23)
"""天头 37 mm, 订口 28 mm, 版心 156 × 225 mm; the number 7 mm below the text."""

ACROSS = Sheet(297, 210, top=28, left=37, right=35, bottom=26, foot=14)
"""The same sheet turned, the head of the table at the 订口."""
