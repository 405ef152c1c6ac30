"""The driver of a full screen that a page shows: Textual's own, able to be shown again and to end with its server."""

import os
from typing import Final

from textual import messages
from textual.drivers.web_driver import WebDriver

_PATIENCE_SECONDS: Final = 10
_AS_AT_THE_START: Final = "\x1b[?1049h\x1b[2J\x1b[?25l\x1b[?1000h\x1b[?1003h\x1b[?1015h\x1b[?1006h\x1b[?2004h"
"""What a fresh terminal must be told before anything is drawn: its second screen, the mouse, pastes in brackets."""


class PageDriver(WebDriver):
    """Draws for a page that may go and come back while the program goes on."""

    def write(self, data: str) -> None:
        """Write a packet of what is drawn, whole."""
        content = data.encode("utf-8", "replace")
        self._write_whole(b"D%s%s" % (len(content).to_bytes(4, "big"), content))

    def write_meta(self, data: dict[str, object]) -> None:
        """Tell the server something, also where it is gone."""
        try:
            super().write_meta(data)
        except OSError:
            return

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Do what the server tells."""
        if packet_type == "repaint":
            self._app.call_later(self._repaint, payload.get("number"))
        else:
            super().on_meta(packet_type, payload)

    def run_input_thread(self) -> None:
        """Listen to the server, and end when it is gone."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.post_message(messages.ExitApp())
            if not self.exit_event.wait(_PATIENCE_SECONDS):
                os._exit(1)

    def _repaint(self, number: object) -> None:
        """Draw everything, after a mark that tells the server where that begins."""
        self.write_meta({"type": "repaint", "number": number})
        self.write(_AS_AT_THE_START)
        self._app.refresh()

    def _write_whole(self, content: bytes) -> None:
        """Write all of `content`: a signal may cut a write short, and half a packet spoils all that follow."""
        left = memoryview(content)
        while left:
            try:
                left = left[os.write(self.fileno, left) :]
            except OSError:
                return
