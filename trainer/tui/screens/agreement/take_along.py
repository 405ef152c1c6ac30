"""The agreement as a file to print or to read."""

from datetime import date
from pathlib import Path

from textual.app import App

from trainer.errors import TrainerError
from trainer.people.agreement.named import Named
from trainer.tui.dialogs.notice import Notice
from trainer.tui.screens.agreement.asks import Choose

_PAGE, _TEXT = range(2)


async def take_along(app: App[int], named: Named, today: date) -> None:
    """Ask in which form, write the file where nothing is yet, and say where it is."""
    chosen = await app.push_screen_wait(
        Choose(
            "Take it along",
            "Nobody's name is in it, but initials are.",
            ways=("A page to read or print (HTML)", "Text (Markdown)", "Not now"),
        )
    )
    if chosen not in (_PAGE, _TEXT):
        return
    try:
        path = _written(named, today, is_page=chosen == _PAGE)
    except TrainerError as error:
        await app.push_screen_wait(Notice("This was not written", str(error)))
    else:
        await app.push_screen_wait(Notice("Written", str(path)))


def _written(named: Named, today: date, *, is_page: bool) -> Path:
    from trainer.report.agreement import as_document, sheet  # noqa: PLC0415  only this needs it
    from trainer.report.file import write  # noqa: PLC0415
    from trainer.report.html import rendered_agreement  # noqa: PLC0415
    from trainer.report.markdown import rendered  # noqa: PLC0415

    printed = sheet(named, today)
    content = rendered_agreement(printed) if is_page else rendered(as_document(printed))
    path = _free(Path.home(), f"agreement-{named.id}", "html" if is_page else "md")
    write(path, content, is_forced=False)
    return path


def _free(folder: Path, name: str, ending: str) -> Path:
    """Return a path in `folder` where nothing is yet."""
    number, path = 1, folder / f"{name}.{ending}"
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.{ending}"
    return path
