"""Pictures of the capture room as Qt's."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from kiosk_app.capture.geometry import Image


def as_qimage(image: Image) -> QImage:
    """A copy of the picture's pixels."""
    whole = np.ascontiguousarray(image)
    height_px, width_px = whole.shape[:2]
    seen = QImage(whole.data, width_px, height_px, width_px * 3, QImage.Format.Format_BGR888)
    return seen.copy()
