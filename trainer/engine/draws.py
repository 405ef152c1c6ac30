"""Draws without chance: what must look random is ordered by a hash, the same on every machine."""

from hashlib import sha256


def shuffled(seed: int, beat: str, visit: int, ids: tuple[str, ...]) -> tuple[int, ...]:
    """Return the positions of `ids` in the order drawn for this visit of `beat`."""
    stem = f"{seed}|{beat}|{visit}|"
    keys = [sha256((stem + name).encode()).digest() for name in ids]
    return tuple(sorted(range(len(ids)), key=keys.__getitem__))


def drawn(seed: int, beat: str, visit: int, seat: str, weights: tuple[int, ...]) -> int:
    """Return the position that a scripted `seat` draws, each as likely as its weight."""
    number = int.from_bytes(sha256(f"{seed}|{beat}|{visit}|{seat}".encode()).digest()[:8])
    rest = number % sum(weights)
    for position, weight in enumerate(weights):
        if rest < weight:
            return position
        rest -= weight
    raise AssertionError("the weights were positive")
