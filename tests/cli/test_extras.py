import sys

import pytest

from gongkai_cli.cli.extras import need
from gongkai_cli.cli.wrong import CANNOT_RUN, Stop


def test_what_is_there_is_not_spoken_of() -> None:
    need("excel", "xlsxwriter", "json")


@pytest.mark.parametrize("gone", ["xlsxwriter", "no_such_module"])
def test_what_is_missing_is_named_with_its_remedy(
    gone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, gone, None)
    with pytest.raises(Stop) as stopped:
        need("excel", "json", gone)
    assert stopped.value.sentences == ('请安装：pip install "gongkai-cli[excel]"',)
    assert stopped.value.code == CANNOT_RUN
