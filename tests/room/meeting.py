"""Short words for tests of a room: people come in, sit down, and play."""

from net import Net, Wire

from trainer.engine.seen import Turn
from trainer.room.guest import Guest
from trainer.room.kept import RoomKept
from trainer.room.messages import Action, Done, HaveRead, LetIn, Ready, Side, TakeSeat
from trainer.scenario.model import Scenario


def newcomer(name: str, side: Side, code: str) -> Guest:
    """Return somebody with a code."""
    return Guest(RoomKept(at=(), name=name, side=side), code=code)


def gather(net: Net, scenario: Scenario, *others: tuple[str, Side], side: Side = "staff") -> list[Wire]:
    """Open a room whose host is Anna, let `others` in, and return everybody."""
    token = net.open(scenario, "Anna", side)
    host = net.add(Guest(RoomKept(at=(), name="Anna", side=side, token=token)))
    net.settle()
    for name, other_side in others:
        code = net.host.code(net.room) or net.host.make_code(net.room)
        wire = net.add(newcomer(name, other_side, code))
        net.settle()
        assert host.guest.state is not None
        assert host.guest.state.host is not None
        (knock,) = host.guest.state.host.knocks
        want(net, host, LetIn(member=knock.member))
        assert wire.guest.status == "connected"
    return net.wires


def want(net: Net, wire: Wire, action: Action) -> Done:
    """Let somebody want something, and return what became of it."""
    answers: list[Done] = []
    wire.guest.do(action, answers.append)
    net.settle()
    (done,) = answers
    return done


def sit(net: Net, **seats: Wire) -> None:
    """Let people take seats, by seat, in the order given, be ready, and read."""
    for seat, wire in seats.items():
        assert want(net, wire, TakeSeat(seat=seat)).why == ""
    for wire in seats.values():
        want(net, wire, Ready(may_watch=True))
    for wire in seats.values():
        want(net, wire, HaveRead())


def play_on(net: Net, *wires: Wire, replies: int = 1_000, say: str = "") -> None:
    """Let everybody answer their turns, until it is over or `replies` were made: by `say`, or the first option."""
    while replies and (wire := next((each for each in wires if each.guest.turn), None)):
        turn = wire.guest.turn
        assert isinstance(turn, Turn)
        offered = [option.id for option in turn.options]
        assert wire.guest.say(say if say in offered else offered[0])
        net.settle()
        replies -= 1
