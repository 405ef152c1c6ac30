"""The commands on what is shared: `share`, `unshare`, `remarks` for whose play it is, `review …` for its readers."""

from trainer.supervision_commands.figures import cohort, options
from trainer.supervision_commands.group import group, questions
from trainer.supervision_commands.rating import agreement, rate
from trainer.supervision_commands.reading import notes, read, scores
from trainer.supervision_commands.remarks import remarks
from trainer.supervision_commands.review import review
from trainer.supervision_commands.share import share
from trainer.supervision_commands.unshare import unshare
from trainer.supervision_commands.writing import write

__all__ = ["remarks", "review", "share", "unshare"]

for command in (read, scores, notes, write, rate, agreement, questions, group, cohort, options):
    review.add_command(command)
