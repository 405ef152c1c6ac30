"""The errors that a person may meet, each with a sentence that says what happened, what was kept and what to do.

TrainerError
├── UsageError        an unusable call            exit 2
├── StoreError        the store                   exit 3
│   ├── Conflict      somebody else wrote first
│   ├── UnknownSession
│   └── NeedsSignIn       several share the store
├── ScenarioError     a text is no scenario (trainer.scenario.problems)    exit 1
├── WentOn            the session went on elsewhere (trainer.session)
└── Refused           not possible now (trainer.play)
"""


class TrainerError(Exception):
    """Something that a person is told about; its text is a sentence for that person."""


class UsageError(TrainerError):
    """The call cannot be carried out as it was made."""


class StoreError(TrainerError):
    """The store cannot be read or written."""


class Conflict(StoreError):  # noqa: N818  the word that stores use
    """The session went on elsewhere since it was read; nothing was written."""


class NeedsSignIn(StoreError):  # noqa: N818  it says what is
    """Several persons share the store, and it is not known who this is."""


class UnknownSession(StoreError):  # noqa: N818  the word that stores use
    """No session has this id."""
