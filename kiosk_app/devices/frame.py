"""What a camera is to the rest of the kiosk: the frames it gives, the faults it knows, its three methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kiosk_app.domain.errors import EnvironmentFault


class CameraMissing(EnvironmentFault):
    """The camera, folder or video is not there or does not open. Facts: ``source``."""


class CameraStopped(EnvironmentFault):
    """The camera gives no pictures any more. Opening it again may help. Facts: ``source``."""


Pixels = NDArray[np.uint8]
"""Height x width x 3, blue-green-red."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture, of any size. ``number`` grows with every new picture."""

    image: Pixels
    number: int


class Camera(Protocol):
    """What a driver does. A camera belongs to one thread, which opens it, reads it and closes it.

    The size of its frames may change from one to the next. After a fault, ``open`` starts it afresh: a
    camera that was plugged in again is found under its old name.
    """

    def open(self) -> None:
        """Start; does not wait for the first picture. Raises :class:`CameraMissing`."""

    def read(self) -> Frame | None:
        """The next picture; None where there is no new one yet. Waits a tenth of a second at most.

        Raises :class:`CameraStopped`, and :class:`CameraMissing` where it turns out not to open.
        """

    def close(self) -> None:
        """Give the device back. May be called at any time and more than once."""
