"""Questions for a group on one play, one at a time."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive

from trainer.review.questions import Question, questions
from trainer.supervision.reviewing import Reviewed, Reviewing
from trainer.tui.content import joined, styled
from trainer.tui.screens.review.pages import Page
from trainer.tui.screens.review.reads import Reads


def questions_on(reviewing: Reviewing, reviewed: Reviewed) -> tuple[Question, ...]:
    """Return the questions on a play; none rests on how it reads where that is not to be seen, or not yet."""
    has_key = reviewed.shows_scores and not reviewing.can_rate(reviewed)
    return questions(reviewed.session.scenario, reviewed.session.look_back(reviewed.seat), has_key=has_key)


def question_told(question: Question) -> Content:
    """Return a question, large and alone."""
    asked = styled(question.text, "bold")
    if not question.quote:
        return asked
    return joined(styled(f"“{question.quote}”", "italic $secondary"), asked, between="\n\n")


class Questions(Reads, Page):
    """One question after the other."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,enter", "turn(1)", "On", id="questions.next", tooltip="The next question"),
        Binding("left,b", "turn(-1)", "Back", id="questions.before", tooltip="The question before"),
        Binding("escape,q", "app.pop_screen", "Leave", id="questions.leave", tooltip="Back to the play"),
    ]

    at: reactive[int] = reactive(0, init=False, bindings=True)

    def __init__(self, reviewing: Reviewing, reviewed: Reviewed) -> None:
        super().__init__(reviewing, reviewed)
        self._questions = questions_on(reviewing, reviewed)
        self.add_class("-large")

    def heading(self) -> Content:
        """Return which question it is."""
        where = f"   questions for a group, {self.at + 1} of {len(self._questions)}"
        return joined(styled(self.reviewed.session.scenario.title, "bold $primary"), styled(where, "$quiet"))

    def told(self) -> Content:
        """Return the question."""
        return question_told(self._questions[self.at])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the questions that there are."""
        match action, parameters:
            case "turn", (int(pages),):
                return 0 <= self.at + pages < len(self._questions)
            case _:
                return super().check_action(action, parameters)

    def action_turn(self, pages: int) -> None:
        """Go to another question, where the play is still shared."""
        if self.is_still_there():
            self.at = max(0, min(self.at + pages, len(self._questions) - 1))

    def watch_at(self) -> None:
        """Show another question."""
        self.show(from_top=True)
