"""What is hard to read is found without asking the library, which takes long to load, about texts that cannot be."""

from pathlib import Path

import textstat

from trainer.authoring.check import check
from trainer.authoring.language import HARD, nearly
from trainer.authoring.speech import texts
from trainer.library import load, shipped_folder

ROOT = Path(__file__).parent.parent.parent
NORWEGIAN = (
    "Vi må snakke om det. Forskningsmedarbeiderne ved avdelingen gjennomfører spørreundersøkelser. Det er sent nå. "
    "Fellesarealene oppleves uhensiktsmessige, og husordensreglene vanskeliggjør samhandlingen. Ja. Kanskje i morgen?"
)


def test_no_text_is_hard_that_the_library_is_not_asked_about() -> None:
    """Of every text in the scenarios and the documents, what is counted here is never far below the library's."""
    told = [text for path in shipped_folder().glob("*/scenario.yaml") for _, text in texts(load(path))]
    written = [part for path in sorted((ROOT / "docs").glob("*.md")) for part in path.read_text().split("\n\n")]
    long = [text for text in (*told, *written, NORWEGIAN) if len(text.split()) >= 30]

    assert len(long) > 100
    assert any(textstat.lix(text) > HARD for text in long)
    assert [] == [text for text in long if nearly(text) < textstat.lix(text) - 8]


def test_a_wrong_name_of_the_language_is_said_once() -> None:
    """Where most texts are in another language than the story is said to be in, that is named, not each of them."""
    text = (ROOT / "scenarios" / "search-protocol" / "scenario.yaml").read_text()
    line = next(number for number, each in enumerate(text.splitlines(), 1) if each.startswith("language: "))

    (found,) = check(text.replace("language: en", "language: nb"))

    assert ("C418", line) == (found.code, found.place.line)
    assert "“en”" in found.message
