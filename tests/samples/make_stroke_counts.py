"""Makes the table of stroke counts that ships: ``python -m tests.samples.make_stroke_counts FILE``.

``FILE`` is ``Unihan_IRGSources.txt`` of Unicode's Han database (Debian's package unicode-data has it).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from kiosk_app.capture import stroke_counts
from kiosk_app.capture.alphabet import is_han
from kiosk_app.capture.handwriting import known_signs

_HEAD = """\
# Strokes of a character, and the characters that have so many: of kTotalStrokes in the Unicode Han Database,
# those that the handwriting network knows. Copyright Unicode, Inc.; see https://www.unicode.org/license.txt
"""


def main() -> None:
    known = {sign for sign in known_signs() if is_han(sign)}
    signs: dict[int, list[str]] = defaultdict(list)
    for line in Path(sys.argv[1]).read_text("utf-8").splitlines():
        if line.startswith("U+"):
            code, field, value = line.split("\t")
            sign = chr(int(code[2:], 16))
            if field == "kTotalStrokes" and sign in known:
                signs[int(value.split()[0])].append(sign)  # the first is the mainland's form
    rows = (f"{count} {''.join(sorted(signs[count]))}\n" for count in sorted(signs))
    Path(stroke_counts.__file__).with_name("stroke_counts.txt").write_text(_HEAD + "".join(rows), "utf-8")


if __name__ == "__main__":
    main()
