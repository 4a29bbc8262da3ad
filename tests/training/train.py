"""Train the page finder's network on drawn scenes and write it as ONNX.

    python -m tests.training.train --scenes DIR --out resources/models/page_finder.onnx --minutes 60

``DIR`` is what ``make_scenes`` wrote: t*.npz to learn from, v*.npz held out. The rate of learning follows
the clock, so that any machine makes the best of the time it is given.
"""

from __future__ import annotations

import argparse
import copy
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Thread

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from tests.training.examples import Pictures, batches, maps_of
from tests.training.net import PageNet

Batch = tuple[Pictures, NDArray[np.float32]]

_BATCH = 32
_FASTEST = 4e-3
_TOLD_EVERY = 25


def train(scenes: Path, minutes: float, rate: float = _FASTEST, start: Path | None = None) -> PageNet:
    """The averaged network after that many minutes; scenes that arrive meanwhile are used too."""
    torch.manual_seed(1)
    rng = np.random.default_rng(1)
    net = PageNet().to(memory_format=torch.channels_last)
    if start:
        net.load_state_dict(torch.load(start))
    average: PageNet = copy.deepcopy(net).eval()
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-4)
    began, losses = time.monotonic(), []
    for step, (pictures, maps) in enumerate(_ahead(_endless(scenes, rng)), 1):
        done = (time.monotonic() - began) / (60 * minutes)
        if done >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, step / 300) * (0.5 + 0.5 * np.cos(np.pi * done)) + 1e-6
        with torch.autocast("cpu", torch.bfloat16):
            logits = net(_tensor(pictures))
        loss = _loss(logits.float(), torch.from_numpy(maps))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        _blend(average, net, min(0.998, step / (step + 20)))
        losses.append(loss.item())
        if step % _TOLD_EVERY == 0:
            minutes_gone = (time.monotonic() - began) / 60
            print(
                f"{minutes_gone:6.1f} min  step {step:6d}  loss {np.mean(losses[-_TOLD_EVERY:]):.4f}",
                flush=True,
            )
        if step % (10 * _TOLD_EVERY) == 0:
            print(f"          held out: {_told(average, scenes)}", flush=True)
            torch.save(average.state_dict(), scenes / "latest.pt")
    return average


def write(net: PageNet, path: Path) -> None:
    """The network for onnxruntime: input ``picture``, output ``maps``, any batch, height and width."""
    path.parent.mkdir(parents=True, exist_ok=True)
    free = {0: "batch", 2: "height", 3: "width"}
    torch.onnx.export(
        net.eval(),
        (torch.zeros(1, 3, 192, 320),),
        str(path),
        input_names=["picture"],
        output_names=["maps"],
        dynamic_axes={"picture": free, "maps": free},
        opset_version=17,
        dynamo=False,
    )


def _endless(scenes: Path, rng: np.random.Generator) -> Iterator[Batch]:
    while True:
        files = [path for path in sorted(scenes.glob("t*.npz")) if ".tmp" not in path.name]
        # Not all at once, so that what was drawn meanwhile is soon among them.
        for path in rng.permutation(np.array(files, object))[:6]:
            yield from batches([path], _BATCH, rng)


def _ahead(made: Iterator[Batch]) -> Iterator[Batch]:
    """The same, made on a thread of its own while the network learns."""
    waiting: Queue[Batch] = Queue(4)

    def fill() -> None:
        for batch in made:
            waiting.put(batch)

    Thread(target=fill, daemon=True).start()
    while True:
        yield waiting.get()


def _tensor(pictures: Pictures) -> Tensor:
    tensor = torch.from_numpy(pictures).permute(0, 3, 1, 2).float().div_(255)
    return tensor.contiguous(memory_format=torch.channels_last)


def _loss(logits: Tensor, wanted: Tensor) -> Tensor:
    """Cell by cell, and for the areas as a whole: a small card counts as much as a large page."""
    each = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    weight = torch.ones_like(wanted)
    weight[:, 2:] += 6 * wanted[:, 2:]
    cells = (each * weight).mean((0, 2, 3))
    inside, truth = torch.sigmoid(logits[:, :2]), wanted[:, :2]
    shared = (inside * truth).sum((2, 3))
    overlap = (2 * shared + 20) / (inside.sum((2, 3)) + truth.sum((2, 3)) + 20)
    areas = cells[0] + 3 * cells[1] + (1 - overlap).mean(0) @ torch.tensor((0.25, 0.75))
    return areas + 0.5 * cells[2] + 0.5 * cells[3]


def _blend(average: PageNet, net: PageNet, keep: float) -> None:
    with torch.no_grad():
        for old, new in zip(average.state_dict().values(), net.state_dict().values(), strict=True):
            if old.dtype.is_floating_point:
                old.lerp_(new, 1 - keep)
            else:
                old.copy_(new)


def _told(net: PageNet, scenes: Path) -> str:
    """Held-out loss, and how well the areas overlap."""
    losses: list[float] = []
    overlaps: list[NDArray[np.float32]] = []
    for path in sorted(scenes.glob("v*.npz")):
        with np.load(path) as kept:
            pictures, labels = kept["X"][:256], kept["Y"][:256]
        size = pictures.shape[2], pictures.shape[1]
        maps = np.stack([maps_of(label, size) for label in labels])
        for k in range(0, len(pictures), 64):
            logits, wanted = net(_tensor(pictures[k : k + 64])), torch.from_numpy(maps[k : k + 64])
            losses.append(_loss(logits, wanted).item())
            for channel in (0, 1):
                found, truth = logits[:, channel] > 0, wanted[:, channel] > 0.5
                there = truth.sum((1, 2)) > 0
                shared = (found & truth).sum((1, 2)) / (found | truth).sum((1, 2)).clamp(min=1)
                overlaps.append(shared[there].numpy())
    if not losses:
        return "none"
    share = np.concatenate(overlaps)
    return (
        f"loss {np.mean(losses):.4f}  overlap {share.mean():.3f}  at least 0.9: {np.mean(share >= 0.9):.3f}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scenes", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=_FASTEST, help="of learning, at its fastest")
    parser.add_argument("--start", type=Path, help="weights to go on from: latest.pt of a former run")
    options = parser.parse_args()
    net = train(options.scenes, options.minutes, options.rate, options.start)
    torch.save(net.state_dict(), options.scenes / "final.pt")
    write(net, options.out)
    print(f"held out: {_told(net, options.scenes)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
