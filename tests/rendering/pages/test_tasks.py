from gongkai_cli.domain.plan import Scope
from gongkai_cli.domain.policy import Policy
from gongkai_cli.reckoning.assignment import deadline_of
from gongkai_cli.rendering.pages.tasks import clause, when
from small_book import target, task

WORDING = "多角度解读比例不低于50%，多形式解读比例不低于50%，采用不少于5种解读形式。"


def test_a_target_stands_beside_the_words_it_comes_from() -> None:
    per_cent = target("多形式解读比例", 50)._replace(unit="%")
    assert clause(WORDING, per_cent) == "多形式解读比例不低于50%"
    assert clause(WORDING, target("解读形式", 5)._replace(unit="种")) == "采用不少于5种解读形式"


def test_words_are_never_made_up() -> None:
    assert clause(WORDING, target("培训", 3, Scope.UNDECIDED)) == ""


def test_a_start_is_given_with_its_option() -> None:
    found = task(deadline="20个工作日内")
    assert "--start" in when(found, deadline_of(found, 2023), Policy())
