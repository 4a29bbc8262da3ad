"""JPEGs in a PDF that is never held whole.

A page of evidence is a megabyte, and whatever draws or rewrites a PDF keeps a copy or two of each of its
streams. So a page is drawn with a stand-in: an image object of the picture's size and colours with a number
instead of content. Whoever reads the finished file gets each JPEG in the place of its number, byte for byte
and one at a time, and a table of objects that knows where all of it stands now (ISO 32000-1 §7.5.4).
"""

from __future__ import annotations

import io
import re
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from PIL.JpegImagePlugin import JpegImageFile
from reportlab.pdfbase.pdfdoc import PDFImageXObject

from kiosk_app.documents.paper_canvas import PaperCanvas
from kiosk_app.domain.errors import Bug

OpenJpeg = Callable[[], BinaryIO]
"""Opens the bytes of a JPEG as a seekable stream: once to draw it, and again each time the file is read."""

_COLOUR_SPACES = {"L": "DeviceGray", "RGB": "DeviceRGB"}
_ORIENTATION = 0x0112
_STANDS = {
    2: (0, True),
    3: (2, False),
    4: (2, True),
    5: (3, True),
    6: (1, False),
    7: (1, True),
    8: (3, False),
}
"""What EXIF's orientation (CIPA DC-008 §4.6.4) asks for: quarter turns to the right, mirrored before that."""

_SCAN, _END, _TAIL_BYTES = b"\xff\xda", b"\xff\xd9", 64 * 1024
_NO_EXIF = (SyntaxError, struct.error, OSError, ValueError, LookupError, TypeError)
"""What Pillow raises where the EXIF of a sound picture is damaged."""

_STAND_IN = re.compile(rb"(\n\d+ 0 obj\n<<[^>]*?/Length )\d+([^>]*>>\nstream\n)stand-in (\d+)(?=\nendstream)")
_ENTRY = re.compile(rb"(?<=\n)(\d{10})(?= 00000 n)")
_TABLE = re.compile(rb"(?<=startxref\n)\d+")


class NotEmbeddable(ValueError):
    """The bytes are no whole grey or RGB JPEG, the only kind that a PDF/A takes as it is."""


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A picture and what its head says: it is looked at ``mirrored`` left to right, then turned
    ``quarter_turns`` to the right. Sizes are those of the JPEG as it is."""

    open: OpenJpeg
    width_px: int
    height_px: int
    colour_space: str
    quarter_turns: int
    mirrored: bool


def look_at(open_untrusted: OpenJpeg) -> Jpeg:
    """The picture, of any size, decoded by nobody. Raises :class:`NotEmbeddable`."""
    with open_untrusted() as stream:
        try:
            picture = JpegImageFile(stream)
        except (SyntaxError, OSError) as error:
            raise NotEmbeddable from error
        if picture.mode not in _COLOUR_SPACES or not _is_whole(stream):
            raise NotEmbeddable
        turns, mirrored = _STANDS.get(_orientation(picture), (0, False))
        return Jpeg(open_untrusted, *picture.size, _COLOUR_SPACES[picture.mode], turns, mirrored)


def _is_whole(stream: BinaryIO) -> bool:
    """Whether an end stands behind the last scan; the end of a thumbnail stands before it."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _TAIL_BYTES))
    tail = stream.read()
    return tail.rfind(_END) > tail.rfind(_SCAN)


def _orientation(picture: JpegImageFile) -> int:
    try:
        asked = picture.getexif().get(_ORIENTATION)
    except _NO_EXIF:
        return 1
    return asked if isinstance(asked, int) else 1


def draw_stand_in(canvas: PaperCanvas, jpeg: Jpeg, number: int, width_pt: float, height_pt: float) -> None:
    """The picture with its lower left corner at the origin; it is the one of that ``number``, from 0."""
    name = f"picture{number}"
    picture: Any = PDFImageXObject(name)
    picture.width, picture.height, picture.bitsPerComponent = jpeg.width_px, jpeg.height_px, 8
    picture.colorSpace = jpeg.colour_space
    picture._filters = ("DCTDecode",)
    picture.streamContent = f"stand-in {number}".encode()
    # Canvas.drawImage does these steps too, but decodes the whole picture first to find a name for it.
    inner: Any = canvas
    internal = inner._doc.getXObjectName(name)
    inner._doc.Reference(picture, internal)
    inner._doc.addForm(name, picture)
    inner._setXObjects(picture)
    inner._formsinuse.append(name)
    canvas.saveState()
    canvas.scale(width_pt, height_pt)
    canvas.addLiteral(f"/{internal} Do")
    canvas.restoreState()


@dataclass(frozen=True, slots=True)
class PicturePdf:
    """A PDF whose pictures are fetched while it is read. ``drawn`` holds a stand-in for each."""

    drawn: bytes
    pages: int
    pictures: tuple[OpenJpeg, ...]

    def open(self) -> BinaryIO:
        """The file from its beginning, the same bytes each time. It cannot seek, and beside ``drawn`` it
        holds one picture. Raises what opening and reading a picture does."""
        return io.BufferedReader(_Pieces(self._pieces()))

    def _pieces(self) -> Iterator[bytes]:
        stand_ins = list(_STAND_IN.finditer(self.drawn))
        if sorted(int(found[3]) for found in stand_ins) != list(range(len(self.pictures))):
            raise Bug("the drawn file has a stand-in for each picture, once")
        written, ends, longer_by = 0, [0], [0]
        for found in stand_ins:
            with self.pictures[int(found[3])]() as stream:
                jpeg = stream.read()
            head = b"%b%d%b" % (found[1], len(jpeg), found[2])
            yield self.drawn[written : found.start()]
            yield head
            yield jpeg
            written = found.end()
            ends.append(written)
            longer_by.append(longer_by[-1] + len(head) + len(jpeg) - len(found[0]))
        table = self.drawn.rindex(b"\nxref\n")
        yield self.drawn[written:table]

        def moved(old: int) -> int:
            return old + longer_by[bisect_right(ends, old) - 1]

        tail = _ENTRY.sub(lambda entry: b"%010d" % moved(int(entry[1])), self.drawn[table:])
        yield _TABLE.sub(lambda entry: b"%d" % moved(int(entry[0])), tail)


class _Pieces(io.RawIOBase):
    """Pieces of bytes as a stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
