"""The colours: a dark, a light and a high-contrast theme, each with a contrast of 4.5 : 1 or more for every text."""

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="evening",
    primary="#8fcab6",
    secondary="#dcb98a",
    accent="#a9c1ee",
    warning="#e6b566",
    error="#f0958c",
    success="#8fcab6",
    foreground="#e8e5dd",
    background="#14181c",
    surface="#1b2025",
    panel="#262d34",
    dark=True,
    variables={
        "quiet": "#a9b2ba",
        "chosen": "#2b4740",
        "footer-key-foreground": "#8fcab6",
        "footer-background": "#1b2025",
        "footer-description-foreground": "#a9b2ba",
        "block-cursor-background": "#2b4740",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#262d34",
        "block-cursor-blurred-foreground": "#e8e5dd",
        "input-cursor-background": "#e8e5dd",
        "input-selection-background": "#3d6459",
    },
)

LIGHT: Final = Theme(
    name="morning",
    primary="#1d604f",
    secondary="#6e4a18",
    accent="#2a4f92",
    warning="#7a4d00",
    error="#9c2b22",
    success="#1d604f",
    foreground="#20262b",
    background="#fbf9f4",
    surface="#f2eee5",
    panel="#e7e1d4",
    dark=False,
    variables={
        "quiet": "#545c63",
        "chosen": "#cfe3da",
        "footer-key-foreground": "#1d604f",
        "footer-background": "#f2eee5",
        "footer-description-foreground": "#545c63",
        "block-cursor-background": "#cfe3da",
        "block-cursor-foreground": "#101418",
        "block-cursor-blurred-background": "#e7e1d4",
        "block-cursor-blurred-foreground": "#20262b",
        "input-cursor-background": "#20262b",
        "input-selection-background": "#b5d3c7",
    },
)

CONTRAST: Final = Theme(
    name="contrast",
    primary="#ffff66",
    secondary="#ffffff",
    accent="#66ffff",
    warning="#ffff66",
    error="#ff9999",
    success="#66ff99",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    dark=True,
    variables={
        "quiet": "#ffffff",
        "chosen": "#003c9e",
        "footer-key-foreground": "#ffff66",
        "footer-background": "#000000",
        "footer-description-foreground": "#ffffff",
        "block-cursor-background": "#003c9e",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#1a1a1a",
        "block-cursor-blurred-foreground": "#ffffff",
    },
)

THEMES: Final = (DARK, LIGHT, CONTRAST)
