"""The anchored levels of the four practices in plain words, for whoever rates without the key."""

from typing import Final

from trainer.scenario.model import Practice

NOT_IN_PLAY: Final = "It says nothing of this either way"
ANCHORS: Final = {
    Practice.LISTENING: {
        2: "Gives back what was meant and the worry under it, checks that, and stays with it",
        1: "Asks openly about the other's worry, or takes up one thing exactly",
        -1: "Thanks in a general way, and goes on to something else",
        -2: "Changes the subject, or cuts the other off",
    },
    Practice.SUSPENDING: {
        2: "Calls an own belief a belief and asks to have it tested, or offers to change own ways",
        1: "Says that it is one view, or asks what is missing from it",
        -1: "States an own judgement, or what the other is like, as a fact",
        -2: "Ends the talk with a rule, a diagnosis or a motive put on the other",
    },
    Practice.RESPECTING: {
        2: "Treats the others, absent ones too, as people who have a right to shape what happens",
        1: "Asks leave, gives time, or shares the word",
        -1: "Speaks for the other without being asked",
        -2: "Overrules, talks down, threatens, or decides over somebody who is not there",
    },
    Practice.VOICING: {
        2: "Says what is true and at stake for oneself, and leaves room for the other's truth",
        1: "Says an own view, need or limit, as “I”",
        -1: "Hides behind “we”, the procedure, or somebody else's opinion",
        -2: "Pretends, or keeps back what the other had a right to know",
    },
}
