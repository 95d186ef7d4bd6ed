"""Which texts a network judges together, so that an answer does not hang on its neighbours."""

from __future__ import annotations

from collections.abc import Sequence

# Few tokens at once fit a core's cache: 250 to 500 were fastest, 2,000 a fifth slower.
_TOKENS_AT_ONCE = 512
# An answer of either network hangs on its padded length, so texts of one padded length go together.
_PADDED_TO = 4
# The encoder's products are of floating-point numbers, and a batch of one takes another path through them: there a lone
# text goes twice. Those of the noise model are of integers, exact whatever the batch.
FEWEST_ROWS = 2


def padded(length: int) -> int:
    return -(-length // _PADDED_TO) * _PADDED_TO


def batched(lengths: Sequence[int]) -> list[list[int]]:
    """Rows that are run together: of one padded length, the shortest first."""
    batches: list[list[int]] = []
    length = 0
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        whole = padded(lengths[row])
        if whole != length or (len(batches[-1]) + 1) * whole > max(_TOKENS_AT_ONCE, FEWEST_ROWS * whole):
            batches.append([])
            length = whole
        batches[-1].append(row)
    return batches
