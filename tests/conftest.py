"""How long hypothesis looks for counter-examples, briefly at a desk, longer and repeatably in CI.

And what a reader sees, kept in golden files: `pytest --update-golden` writes them anew.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

GOLDEN = Path(__file__).with_name("golden")

settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile(
    "ci", deadline=None, max_examples=100, derandomize=True, database=None, print_blob=True
)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "dev")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files anew")


@pytest.fixture
def golden(pytestconfig: pytest.Config) -> Callable[[str, str], None]:
    """Hold a text to the golden file of that name."""

    def hold(name: str, text: str) -> None:
        file = GOLDEN / name
        if pytestconfig.getoption("--update-golden"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, "utf-8", newline="")
        assert text == file.read_bytes().decode("utf-8")

    return hold
