"""Each simulated learner takes what its name says, at turns worked out by hand."""

import pytest

from trainer.authoring.learners import LEARNERS, Offered, best, total
from trainer.scenario.model import Action, Routine

PLAIN = Offered(0, "I saw it.", (Action.BYSTAND,), None, (0, 1, 0, 2))
ASKING = Offered(1, "Maybe. Perhaps you’re afraid?", (Action.FOLLOW,), None, (2, 0, 1, -1))
AGAINST = Offered(2, "No, that isn’t so, and I won’t. It was never true.", (Action.OPPOSE,), None, (-1, 2, 0, 1))
TELLING = Offered(3, "I'll see to it. You should rest.", (Action.MOVE,), Routine.REASSURE_AWAY, (-1, -1, -2, 0))
THANKS = Offered(4, "Thank you, that is so good.", (Action.FOLLOW,), Routine.SMOOTH_OVER, (-1, -1, 0, -1))
TURN = (PLAIN, ASKING, AGAINST, TELLING, THANKS)


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("random", (0, 1, 2, 3, 4)),
        ("first", (0,)),
        ("longest", (2,)),
        ("shortest", (0,)),
        ("softest", (4,)),  # two soft words of six; the others that oppose nobody have none
        ("hedger", (1,)),
        ("asker", (1,)),
        ("feeler", (1,)),
        ("mover", (3,)),
        ("follower", (1, 4)),
        ("opposer", (2,)),
        ("bystander", (0,)),
        ("avoider", (3, 4)),
        ("paternalist", (3,)),
        ("pleaser", (4,)),  # two routines that please, one of which goes along
        ("blunt", (2,)),  # of the three with no hedge, thanks or question it alone opposes
        ("listener", (1,)),
        ("suspender", (2,)),
        ("voicer", (0,)),
        ("dialogic", (0,)),
    ],
)
def test_a_learner_takes_what_its_name_says(name: str, taken: tuple[int, ...]) -> None:
    """The options that appeal most are these, and no others."""
    assert taken == best(LEARNERS[name], TURN)


def test_every_learner_is_tried_by_name() -> None:
    """The learners are the twenty that were promised."""
    assert 20 == len(LEARNERS)
    assert all(name == learner.name for name, learner in LEARNERS.items())


@pytest.mark.parametrize("name", ["asker", "hedger", "feeler", "mover", "avoider"])
def test_where_nothing_appeals_anything_does(name: str) -> None:
    """A cue that no option has leaves all of them."""
    turn = (Offered(0, "Yes."), Offered(1, "It is late."))

    assert (0, 1) == best(LEARNERS[name], turn)


def test_the_best_over_all_has_most_over_the_four_practices() -> None:
    """What an option shows over all is the sum of its levels."""
    assert [3, 2, 2, -4, -3] == [total(option) for option in TURN]
