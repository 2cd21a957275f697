from gongkai_cli.diagnostic import Diagnostic, Severity, Span, Unreadable


def found(file: str, line: int = 0, column: int = 0) -> Diagnostic:
    return Diagnostic("G110", "不是正确的 YAML", "请检查", Span(file, line, column))


def test_a_refusal_carries_every_fault_by_file_line_and_column() -> None:
    faults = [found("b"), found("a", 2, 1), found("a", 1, 9), found("a", 1, 2), found("a")]
    refusal = Unreadable(faults)
    assert [fault.span[:3] for fault in refusal.diagnostics] == [
        ("a", 0, 0),
        ("a", 1, 2),
        ("a", 1, 9),
        ("a", 2, 1),
        ("b", 0, 0),
    ]
    assert str(refusal) == "5 diagnostics"
    assert faults[0] == found("b")


def test_faults_of_one_place_keep_their_order() -> None:
    faults = [found("a")._replace(code=code) for code in ("G121", "G120", "G122")]
    assert [fault.code for fault in Unreadable(faults).diagnostics] == ["G121", "G120", "G122"]


def test_a_finding_is_an_error_unless_it_says_otherwise() -> None:
    assert found("a").severity is Severity.ERROR
    assert [str(severity) for severity in Severity] == ["错误", "警告", "提示"]
