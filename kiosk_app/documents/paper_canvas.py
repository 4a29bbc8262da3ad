"""What every paper is drawn on: a ReportLab canvas that notes where things stand."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from kiosk_app.documents.archive import Properties, archive
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.filing import CHINA


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a paper says of itself: in the file's properties, and around the text of each page.

    ``title`` with the kind of case stands at the head, ``court`` at the foot; ``filing_id`` is empty for
    what belongs to no filing.
    """

    title: str
    court: str
    at: datetime
    filing_id: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page: points from the lower left corner of the paper; pages count from 1."""

    page: int
    left_pt: float
    bottom_pt: float
    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished paper. ``places`` tells where on it something stands, such as the ``signature``."""

    pdf: bytes
    pages: int
    places: Mapping[str, Place]


SIGNATURE = "signature"
"""The place where the person at the kiosk signs, or has signed."""


class PaperCanvas(Canvas):
    """A canvas whose file depends on nothing but what is drawn and ``imprint``."""

    def __init__(self, size_pt: tuple[float, float], imprint: Imprint, typeface: Typeface) -> None:
        # ReportLab knows this by process only: streams as bytes, not as text a quarter larger.
        rl_config.useA85 = 0
        self._stream = io.BytesIO()
        self._properties = Properties(imprint.title, imprint.court, imprint.at.astimezone(CHINA))
        self._places: dict[str, Place] = {}
        self._pages = 0
        super().__init__(
            self._stream,
            pagesize=size_pt,
            invariant=1,
            pageCompression=1,
            initialFontName=typeface.serif.name,  # type: ignore[arg-type]  # the stubs say float
            pdfVersion=(1, 7),
        )

    def note(self, name: str, left_pt: float, bottom_pt: float, width_pt: float, height_pt: float) -> None:
        """Remember where something stands on this page. What is noted twice stays where it was first."""
        left, bottom = self.absolutePosition(left_pt, bottom_pt)
        place = Place(self._pages + 1, left, bottom, width_pt, height_pt)
        self._places.setdefault(name, place)

    @property
    def places(self) -> Mapping[str, Place]:
        """What was noted so far."""
        return self._places

    def showPage(self) -> None:  # noqa: N802 - ReportLab's own name
        super().showPage()
        self._pages += 1

    def printed(self) -> Printed:
        """The finished paper as PDF/A-2b; nothing can be drawn after."""
        self.save()
        pdf = archive(self._stream.getvalue(), self._properties)
        return Printed(pdf, self._pages, self._places)
