"""An account that is made, and one that is changed."""

from collections.abc import Iterator
from typing import ClassVar, Final

from trainer.people.person import LONGEST_NAME, LONGEST_UNIT, Kind, Person, Role
from trainer.signing_in.managing import Managing
from trainer.tui.dialogs.code import ShowCode
from trainer.tui.screens.form import FormScreen, Row
from trainer.tui.screens.people.wording import CODE_SAID, KINDS, ROLES
from trainer.tui.widgets.line_field import LineField
from trainer.tui.widgets.one_of import OneOf

_KINDS: Final = tuple(Kind)
_ROLES: Final = tuple(ROLES)


class _Account(FormScreen):
    """What is asked of both."""

    def __init__(self, managing: Managing, person: Person | None = None) -> None:
        super().__init__()
        self._managing = managing
        self._person = person

    def rows(self) -> Iterator[Row]:
        """Yield as what somebody comes, what they may do, and where they are."""
        person = self._person
        kind = _KINDS.index(person.kind) if person else 0
        roles = _ROLES.index(person.roles) if person and person.roles in _ROLES else 0
        yield Row("Comes as", OneOf(*KINDS.values(), position=kind, id="kind"))
        yield Row("May do", OneOf(*ROLES.values(), position=roles, id="roles"))
        unit = person.unit if person else ""
        yield Row("Unit", LineField(unit, longest=LONGEST_UNIT, placeholder="where, if anywhere", id="unit"))

    @property
    def kind(self) -> Kind:
        """As what they come."""
        return _KINDS[self.picked("kind")]

    @property
    def roles(self) -> frozenset[Role]:
        """What they may do."""
        return _ROLES[self.picked("roles")]


class Invite(_Account):
    """Makes an account."""

    HEADING: ClassVar = "Invite somebody"
    SAID: ClassVar = ("They are called here as you write it; it need not be the name in their papers.",)
    TROUBLES: ClassVar = "name"
    WAYS: ClassVar = ("Make the account, and a code for it",)

    def rows(self) -> Iterator[Row]:
        """Yield the name before the rest."""
        yield Row("Name", LineField(longest=LONGEST_NAME, id="name"))
        yield from super().rows()

    async def go(self, way: int) -> None:  # noqa: ARG002  there is one
        """Make it, and show the code."""
        person, code = self._managing.invite(self.typed("name"), self.kind, self.roles, self.typed("unit"))
        said = (sentence.format(name=person.name) for sentence in CODE_SAID)
        self.app.switch_screen(ShowCode(f"The code for {person.name}", code, *said))


class Change(_Account):
    """Changes an account."""

    HEADING: ClassVar = "Change an account"
    TROUBLES: ClassVar = "roles"
    WAYS: ClassVar = ("Keep it so",)

    def said(self) -> tuple[str, ...]:
        """Return whose it is, and what follows for a patient."""
        name = self._person.name if self._person else ""
        return (f"{name}. They see under “Who looked” that it was changed.", _PATIENTS)

    async def go(self, way: int) -> None:  # noqa: ARG002  there is one
        """Keep what was changed."""
        if self._person is not None:
            roles = None if self._is_kept_as_it_was() else self.roles
            self._managing.change(self._person, kind=self.kind, roles=roles, unit=self.typed("unit"))
        self.app.pop_screen()

    def _is_kept_as_it_was(self) -> bool:
        """Return whether what they may do has no words here, and was not changed from the first."""
        return self._person is not None and self._person.roles not in _ROLES and self.picked("roles") == 0


_PATIENTS: Final = "How the choices of a patient read is never shown to anybody else."
