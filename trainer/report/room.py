"""The room: who knew what, who had most room and what each can lose, and who did what in it."""

from collections.abc import Iterator
from itertools import pairwise
from textwrap import shorten
from typing import Final

from trainer.debrief.disclosure import Knowledge, Told
from trainer.debrief.marks import RANGE, of_breach, of_unsaid
from trainer.debrief.talk import Said
from trainer.debrief.tilt import HIGHEST_METER, HIGHEST_TILT, LOWEST_METER, LOWEST_TILT
from trainer.listing import listed
from trainer.report.back import Asked, Back
from trainer.report.document import Block, Course, Item, Items, Paragraph, Part, Section, Tone
from trainer.scenario.model import Action
from trainer.wording import ACTIONS, signed, stakes, tilt_in_words, times

_LONGEST_QUOTE: Final = 72
_TILT: Final = (
    "After every reply, from the patients' side over even to the staff's side. It lies on top of what each can lose, "
    "which no talk changes."
)


def who_knew_what(back: Back) -> Section:
    """Return what became of every fact that is open."""
    return Section("Who knew what", parts=tuple(Part(tuple(_fact(back, each))) for each in back.debrief.open_facts))


def _fact(back: Back, knowledge: Knowledge) -> Iterator[Block]:
    fact = back.scenario.facts[knowledge.fact]
    yield Paragraph(fact.text, tone=Tone.LABEL)
    items = [Item(f"Known from the start by {listed(back.names(fact.known_by)) or 'nobody'}.")]
    if fact.confidential:
        general = f" In general it could be put so: “{fact.in_general}”" if fact.in_general else ""
        items.append(Item(f"It was confidential.{general}"))
    items += [_telling(back, told) for told in knowledge.told]
    if knowledge.unsaid_to:
        mark = back.mark(of_unsaid(is_known=back.debrief.seat in knowledge.known_since))
        items.append(Item(f"Not yet told to {listed(back.names(knowledge.unsaid_to))}, whom it concerns.{mark}"))
    elif not knowledge.told:
        items.append(Item("Nobody spoke of it."))
    yield Items(tuple(items))


def _telling(back: Back, told: Told) -> Item:
    name = back.name(told.choice.event.seat)
    is_own = told.choice.event.seat == back.debrief.seat and not told.choice.event.scripted
    who = f"{name} (you)" if is_own else name
    said = f"{who} said: “{_short(told.choice.chosen.option.say)}”"
    if told.is_in_general:
        return Item(said, beside="Spoken of in general; it told nobody.")
    if not told.reached:
        return Item(said, beside="Told; everybody there knew it.")
    reached = listed(back.names(told.reached))
    if not told.is_breach:
        return Item(said, beside=f"Told to {reached}.")
    whose = "yours" if is_own else "theirs"
    mark = back.mark(of_breach(told.fact, told.choice.position)) if is_own else ""
    strangers = listed(back.names(told.strangers))
    return Item(said, beside=f"Told to {reached}. To {strangers} it was not {whose} to tell.{mark}")


def most_room(back: Back, asked: Asked) -> Section:
    """Return who had most room after every reply, how the meters went, and what each can lose."""
    talk = back.debrief.talk if back.debrief.open_balances else ()
    replies = tuple(said for said in talk if said.balance is not None)
    lose = tuple(Item(told) for told in stakes(back.scenario))
    at_stake = (Paragraph("What each can lose:", tone=Tone.LABEL), Items(lose)) if lose else ()
    if not replies:
        return Section("Who had most room", at_stake)
    return Section(
        "Who had most room",
        (*at_stake, Paragraph(_TILT)),
        (
            Part(tuple(_tilt(back, asked, replies)), may_break=True),
            *(Part((_meter(back, asked, replies, slot),), may_break=True) for slot in range(len(back.debrief.meters))),
        ),
    )


def _tilt(back: Back, asked: Asked, replies: tuple[Said, ...]) -> Iterator[Block]:
    values = (back.debrief.balances[0].tilt, *(said.balance.tilt for said in replies if said.balance is not None))
    yield Course(
        title="Who had most room now",
        says=f"At the beginning: {tilt_in_words(values[0])}. After the last reply: {tilt_in_words(values[-1])}.",
        values=values,
        lowest=LOWEST_TILT,
        highest=HIGHEST_TILT,
        low="patients",
        high="staff",
        has_figures=asked.figures,
    )
    yield Items(
        tuple(
            Item(
                f"“{_short(said.line.text)}”",
                "You" if said.choice else back.name(said.line.speaker),
                f"{tilt_in_words(tilt).capitalize()}{f' ({signed(tilt)})' if asked.figures else ''}.",
            )
            for said, tilt in zip(replies, values[1:], strict=True)
        ),
        is_numbered=True,
    )


def _meter(back: Back, asked: Asked, replies: tuple[Said, ...], slot: int) -> Course:
    name = back.debrief.meters[slot]
    values = (
        back.debrief.balances[0].meters[slot],
        *(said.balance.meters[slot] for said in replies if said.balance is not None),
    )
    figures = f" In figures: {', '.join(map(str, values))}." if asked.figures else ""
    return Course(
        title=f"{name.replace('-', ' ').capitalize()} ({back.name(back.scenario.meters[name].of)})",
        says=f"{_went(values, replies)}{figures}",
        values=values,
        lowest=LOWEST_METER,
        highest=HIGHEST_METER,
        low="least",
        high="most",
        has_figures=asked.figures,
    )


def _went(values: tuple[int, ...], replies: tuple[Said, ...]) -> str:
    """Return how a meter went, and after which replies it rose and fell most."""
    steps = [after - before for before, after in pairwise(values)]
    if not any(steps):
        return "It stayed as it was."
    whole = values[-1] - values[0]
    way = "Higher" if whole > 0 else "Lower" if whole < 0 else "As high"
    says = [f"{way} after the last reply {'than' if whole else 'as'} at the beginning."]
    for most, verb in ((max(steps), "rose"), (min(steps), "fell")):
        if (most > 0) == (verb == "rose") and most:
            says.append(f"It {verb} most after “{_short(replies[steps.index(most)].line.text)}”.")
    return " ".join(says)


def what_was_done(back: Back) -> Section:
    """Return who started, went along, questioned and said what they saw; before the end the learner alone."""
    debrief = back.debrief
    done = debrief.open_room
    items = tuple(Item(f"{_done(actions)}.{_range_mark(back, who)}", _who(back, who)) for who, actions in done.items())
    return Section("What was done in the room", (Items(items),) if items else ())


def _who(back: Back, who: str) -> str:
    return f"{back.name(who)} (you)" if who == back.debrief.seat else back.name(who)


def _range_mark(back: Back, who: str) -> str:
    return back.mark(RANGE) if who == back.debrief.seat else ""


def _done(actions: dict[Action, int]) -> str:
    used = ", ".join(f"{ACTIONS[action]} ({times(count)})" for action, count in actions.items() if count)
    unused = listed(tuple(ACTIONS[action] for action, count in actions.items() if not count))
    return f"{used}; not used: {unused}" if unused else used


def _short(said: str) -> str:
    return shorten(said, _LONGEST_QUOTE, placeholder=" …")
