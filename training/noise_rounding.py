"""Weights in few bits, so that a wide network fits into a small file: matrices in four bits, tables by parts."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import linear

# A weight is one of the integers from -LEVELS to LEVELS, times the step of its row; an activation one of those from
# -STEPS to STEPS, times that of its token.
LEVELS, STEPS = 7, 127
# A vector is cut into parts of so many numbers, each one of so many that a book has for that part.
PART, ENTRIES = 8, 256
_ROUNDS = 18


class _Rounded(torch.autograd.Function):
    """Weights (out, in) rounded to steps exp(log_step) (out, 1). What would change the rounded weight changes the
    weight itself, and the step, too, is learned (Esser and others 2020, "Learned step size quantization")."""

    @staticmethod
    def forward(ctx: Any, weight: Tensor, log_step: Tensor) -> Tensor:
        step = log_step.exp()
        exact = weight / step
        whole = exact.round().clamp_(-LEVELS, LEVELS)
        ctx.save_for_backward(exact, whole, step)
        return whole * step

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor]:
        exact, whole, step = ctx.saved_tensors
        inside = exact.abs() <= LEVELS + 0.5
        of_step = (grads[0] * (whole - exact * inside)).sum(1, keepdim=True)
        return grads[0] * inside, of_step * step


def rounded_weight(weight: Tensor, log_step: Tensor) -> Tensor:
    """A weight (out, in) as few bits have it: integers times the step of their row (out, 1)."""
    rounded: Tensor = _Rounded.apply(weight, log_step)
    return rounded


class FourBits(nn.Linear):
    """A linear layer that works as it will with weights of four bits and activations of eight, once `rounded` is set:
    for all such layers at once."""

    rounded: ClassVar[bool] = False

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs)
        self.log_step = nn.Parameter(torch.zeros(outputs, 1))

    @torch.no_grad()
    def choose_steps(self) -> None:
        """Takes for each row the step with the least square error."""
        largest = self.weight.abs().amax(1, keepdim=True).clamp(min=1e-9) / LEVELS
        best = torch.full_like(largest, torch.inf)
        for share in torch.linspace(0.3, 1, 29):
            step = largest * share
            error = ((self.weight / step).round().clamp(-LEVELS, LEVELS) * step - self.weight).square()
            better = error.sum(1, keepdim=True) < best
            best = torch.where(better, error.sum(1, keepdim=True), best)
            self.log_step.copy_(torch.where(better, step.log(), self.log_step))

    def forward(self, x: Tensor) -> Tensor:
        if not FourBits.rounded:
            return super().forward(x)
        with torch.no_grad():
            step = x.abs().amax(-1, keepdim=True).clamp(min=1e-9) / STEPS
            off = (x / step).round() * step - x
        return linear(x + off, rounded_weight(self.weight, self.log_step), self.bias)


class Coded(NamedTuple):
    """A table by parts: for each row the number of the entry of each part (rows, parts), and the books (parts, ENTRIES,
    PART)."""

    codes: Tensor
    books: Tensor

    def table(self) -> Tensor:
        parts = torch.arange(self.codes.shape[1])
        return self.books[parts, self.codes.long()].flatten(1)


def coded(table: Tensor, weights: Tensor, draw: torch.Generator, *, nothing: bool = False) -> Coded:
    """Product quantization (Jégou and others 2011) of a table (rows, width), where rows of more weight (rows) are met
    more closely: a book for each part, by k-means. With `nothing`, the first entry of each is zero. A table of fewer
    rows than a book has entries is kept as it is."""
    parts = [_book(part.contiguous(), weights, draw, nothing) for part in table.split(PART, dim=1)]
    books, codes = zip(*parts, strict=True)
    return Coded(torch.stack(codes, 1).to(torch.uint8), torch.stack(books))


def _book(rows: Tensor, weights: Tensor, draw: torch.Generator, nothing: bool) -> tuple[Tensor, Tensor]:
    if len(rows) < ENTRIES:
        book = torch.zeros(ENTRIES, rows.shape[1])
        book[1 : len(rows) + 1] = rows
        return book, torch.arange(len(rows)) + 1
    some = torch.multinomial(weights, ENTRIES, generator=draw)
    book = rows[some].clone()
    for _ in range(_ROUNDS):
        nearest = _nearest(rows, book)
        total = torch.zeros_like(book).index_add_(0, nearest, rows * weights[:, None])
        weight = torch.zeros(ENTRIES).index_add_(0, nearest, weights)
        book = torch.where(weight[:, None] > 0, total / weight.clamp(min=1e-9)[:, None], rows[some])
        if nothing:
            book[0] = 0
    return book, _nearest(rows, book)


def _nearest(rows: Tensor, book: Tensor) -> Tensor:
    return (book.square().sum(1) - 2 * rows @ book.T).argmin(1)
