"""`python -m gongkai_cli`, and what the command `gongkai` starts."""

import gc
import os
import signal
import sys

from gongkai_cli import __version__


def main() -> None:
    """Run the command line and end the process with its exit code."""
    gc.disable()  # a short-lived process; collecting cycles costs a tenth of the start-up
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends the program in silence
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started this
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    try:
        code = _answered(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def _answered(args: list[str]) -> int:
    """The exit code of `args`: given again where nothing has changed, else worked out."""
    if args == ["--version"]:  # scripts ask this before anything else; typer takes 60 ms
        print(f"gongkai {__version__}")
        return 0
    from gongkai_cli.cli.again import recall

    code = recall(args)
    if code is None:
        from gongkai_cli.cli.app import run

        code = run(args)
    return code


if __name__ == "__main__":
    main()
