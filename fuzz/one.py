"""One target under atheris: `python -m fuzz.one TARGET …`, the rest are libFuzzer's own options.

Started by `python -m fuzz`; a process of its own, because libFuzzer ends the one that it runs in.
"""

import sys
from importlib import import_module


def main() -> None:
    """Fuzz until the time is over or a promise is broken."""
    atheris = import_module("atheris")  # installed by `make fuzz` alone, and without types
    with atheris.instrument_imports(include=["gongkai_cli", "fuzz.targets", "fuzz.writers"]):
        targets = import_module("fuzz.targets").TARGETS
    name, *options = sys.argv[1:]
    atheris.Setup([sys.argv[0], *options], targets[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
