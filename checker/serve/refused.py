"""The error of a job that cannot be done."""

from __future__ import annotations

from checker.errors import CopydeskError


class RefusedError(CopydeskError):
    """A job that cannot be done as it was asked; `status` is that of the answer."""

    def __init__(self, status: int, what: str) -> None:
        super().__init__(what)
        self.status = status
