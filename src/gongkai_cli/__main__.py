"""`python -m gongkai_cli`, and what the command `gongkai` starts."""

import gc
import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    gc.disable()  # a short-lived process; collecting cycles costs a tenth of the start-up
    try:
        from gongkai_cli.cli.app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
