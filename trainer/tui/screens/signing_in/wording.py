"""What is said on the way into a store that several persons share."""

from typing import Final

SEVERAL: Final = "Several people play here, each for themselves. Sign in, and you see what is yours."
CHECKED: Final = "One moment: your passphrase is being checked."
MADE: Final = "One moment: your keys are being made."
LEFT_OPEN: Final = "Type your name and your passphrase."

CODE_SAID: Final = (
    "You were given a code? With it you choose a passphrase, and you are in. A few words in a row are good.",
    (
        "Did you have a passphrase here before? Your own notes and words from before are locked with your old "
        "passphrase. With the recovery code they stay; without it they are lost, for everybody."
    ),
)
RECOVERY_HINT: Final = "only if you had a passphrase here before"
NOT_THE_SAME: Final = "The two are not the same. Type the passphrase twice, so that no slip stays in it."

FORGOT_SAID: Final = (
    "With your recovery code you choose a new passphrase, and everything of yours stays readable.",
    (
        "Without it: ask an administrator for a code. Then your own notes and words from before are lost, for "
        "everybody, and what others shared with you is shared no more until they share it again."
    ),
)

RECOVERY_SAID: Final = (
    "Write it down, and keep it where you keep keys. It is shown now and never again.",
    (
        "If you forget your passphrase, you choose a new one with it and can read your notes again. Without it and "
        "without the passphrase they are lost, for everybody."
    ),
)
LAST_FOUR: Final = "These are not its last four. Look again at what you wrote down."
TYPE_FOUR: Final = "Type its last four here, or choose “I have written it down”."

LOCKED: Final = "This is locked. Everything is kept as it was. Your passphrase opens it again."
ROOM_GOES_ON: Final = "A room that is open here goes on for the others."
NOT_YOURS: Final = "That is not your passphrase. It stays locked; type it once more, or sign out."
UNLOCK_FIRST: Final = "Others may be in a room that is open here. Unlock first, then leave."
