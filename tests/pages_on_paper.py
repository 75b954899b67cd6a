"""A PDF as its reader sees it: pages, words, and the picture."""

import os
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium


def text_of(page):
    return "".join(page.get_textpage().get_text_range().split())


class Paper:
    def __init__(self, content):
        self.document = pdfium.PdfDocument(content)
        self.page = self.document[0]

    def __len__(self):
        return len(self.document)

    @property
    def text(self):
        """What a reader can search for, without the breaks between lines."""
        return text_of(self.page)

    def picture(self, scale=2):
        return self.page.render(scale=scale).to_pil().convert("RGB")

    def keep(self, name):
        """Keep the picture where `PICTURES` says, to be looked at."""
        if folder := os.environ.get("PICTURES"):
            self.picture().save(Path(folder) / f"{name}.png")

    def ink(self):
        """Which pixels are not white, row by row."""
        return np.asarray(self.picture()).min(axis=2) < 245

    def has(self, colour, within=6):
        wanted = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
        return bool(
            (np.abs(np.asarray(self.picture()).astype(int) - wanted).max(2) <= within).any()
        )

    def missing_glyphs(self):
        """Characters that the fonts of the page could not draw."""
        return [each for each in self.text if each in "\ufffd\u0000"]

    def margins_are_clear(self, share=0.02):
        """Nothing runs over the edge of the sheet."""
        ink = self.ink()
        down, across = (round(size * share) for size in ink.shape)
        edges = (ink[:down], ink[-down:], ink[:, :across], ink[:, -across:])
        return not any(edge.any() for edge in edges)
