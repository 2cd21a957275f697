"""Why a document cannot be read, in sentences for a person."""


class CannotRead(Exception):  # noqa: N818 - it names the state of the input, not a bug
    """A document that no grid can be made of: what is wrong, and what to do, a sentence each."""

    def __init__(self, *sentences: str) -> None:
        """Say `sentences`, one a line."""
        super().__init__(*sentences)
        self.sentences = sentences


class Lacking(CannotRead):
    """The document may be sound, but a program or package that reads its kind is not installed."""


def lacking_package() -> Lacking:
    """What to say where the optional packages that read documents are not installed."""
    return Lacking(
        "读 Word 和 Excel 文件要用的组件还没有安装。",
        '请运行：python -m pip install "gongkai-cli[all]"',
    )


def too_large(what: str, bound: str) -> CannotRead:
    """What to say of a document that goes beyond a bound that no task table comes near."""
    return CannotRead(
        f"{what}超过了{bound}，不像一份任务分解表。",
        "请只把表格复制到新文件里另存，再读一次。",
    )
