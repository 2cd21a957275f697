"""Tab completion: what the shell asks through the environment, and setting it up once.

typer's own options say what they do in English, so they are left out and done here.
"""

import os
from collections.abc import Callable
from typing import Any

import typer

from gongkai_cli.cli.console import tell
from gongkai_cli.cli.wrong import CANNOT_RUN, Stop

ASKED = "_GONGKAI_COMPLETE"
"""Set by the shell's script when somebody presses Tab."""

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def is_asked_for() -> bool:
    """Whether this run is a shell's question, not a person's command."""
    return bool(os.environ.get(ASKED))


def answered(carry_out: Callable[[], Any]) -> int:
    """Answer the shell; whatever goes wrong, the line that the person is typing stays whole."""
    from typer._completion_classes import completion_init

    completion_init()
    try:
        carry_out()
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except Exception:  # noqa: BLE001 - a broken file must not break the shell's line
        return 0
    return 0


def set_up(asked: bool) -> None:
    """`--install-completion`: write the script where the shell in use reads it at its start."""
    if not asked:
        return
    from typer._completion_shared import _get_shell_name, install

    shell = _get_shell_name()
    if shell not in SHELLS:
        raise Stop(
            "认不出正在用的命令行；补全支持 bash、zsh、fish 和 PowerShell。", code=CANNOT_RUN
        )
    _, place = install(shell, "gongkai")
    tell(f"已为 {shell} 装好补全（{place}），重新打开终端后按 Tab 生效。")
    raise typer.Exit
