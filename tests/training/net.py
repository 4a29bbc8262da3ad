"""The network: a small U-shaped one of plain 3 x 3 convolutions, fast on any CPU."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

WIDTHS = (16, 32, 48, 80, 128)
BLOCKS = (0, 0, 1, 2, 3)
STRIDE = 4
"""One cell of the output is so many pixels of the input wide and high."""

MAPS = ("page", "card", "edge", "corner")
"""The output's channels, as logits of a cell: inside a page, inside a card, on a side, at a corner."""


def _convolution(inner: int, outer: int, size: int = 3, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inner, outer, size, stride, size // 2, bias=False), nn.BatchNorm2d(outer), nn.ReLU()
    )


class _Residual(nn.Module):  # type: ignore[misc, unused-ignore]
    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _convolution(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(self.first(x)))


class PageNet(nn.Module):  # type: ignore[misc, unused-ignore]
    """Batch x 3 x H x W, blue-green-red, 0 to 1, H and W multiples of 32 → batch x 4 x H/4 x W/4 logits."""

    def __init__(self) -> None:
        super().__init__()
        inputs = (3, *WIDTHS[:-1])
        self.down = nn.ModuleList(
            nn.Sequential(_convolution(inner, outer, stride=2), *(_Residual(outer) for _ in range(blocks)))
            for inner, outer, blocks in zip(inputs, WIDTHS, BLOCKS, strict=True)
        )
        # What the whole picture looks like, told to every place of it.
        self.whole = nn.Conv2d(WIDTHS[-1], WIDTHS[-1], 1)
        steps = (3, 2, 1)
        self.narrow = nn.ModuleList(
            nn.Sequential(nn.Conv2d(WIDTHS[k + 1], WIDTHS[k], 1, bias=False), nn.BatchNorm2d(WIDTHS[k]))
            for k in steps
        )
        self.mix = nn.ModuleList(_convolution(WIDTHS[k], WIDTHS[k]) for k in steps)
        self.head = nn.Conv2d(WIDTHS[1], len(MAPS), 1)

    def forward(self, x: Tensor) -> Tensor:
        x = x - 0.5
        scales = []
        for down in self.down:
            x = down(x)
            scales.append(x)
        x = x + self.whole(x.mean((2, 3), keepdim=True))
        for narrow, mix, beside in zip(self.narrow, self.mix, scales[3:0:-1], strict=True):
            wider = functional.interpolate(narrow(x), size=beside.shape[-2:], mode="nearest")
            x = mix(functional.relu(wider + beside))
        return self.head(x)
