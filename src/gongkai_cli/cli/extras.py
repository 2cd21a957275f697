"""Parts of the program that a person may have left out when installing it."""

from importlib.util import find_spec

from gongkai_cli.cli.wrong import CANNOT_RUN, Stop


def need(extra: str, *modules: str) -> None:
    """Raises Stop, saying what to install, where one of the `modules` of `extra` is not there."""
    if not all(map(find_spec, modules)):
        raise Stop(f'请安装：pip install "gongkai-cli[{extra}]"', code=CANNOT_RUN)
