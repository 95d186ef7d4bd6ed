"""How much a server takes on, so that no client can take it from the others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Sizes are in bytes unless they say otherwise, times in seconds."""

    text_characters: int = 1_000_000
    """Of all articles of a request together, siblings included, four times as many."""
    json_bytes: int = 8_000_000
    file_bytes: int = 25_000_000
    held_bytes: int = 128_000_000
    """Bodies of all requests together, but for the small ones; so many again as jobs, in each of the two queues."""
    small_bytes: int = 200_000
    """A body of this size is read however many others are."""
    body_seconds: float = 30.0
    """A client may take so long to send its body, and to send its request line and headers."""
    quick_seconds: float = 30.0
    slow_seconds: float = 180.0
    """What needs a service may take longer: LanguageTool loads its rules in its first 20 seconds."""
    quick_waiting: int = 200
    slow_waiting: int = 60
    connections: int = 800
    kept_bytes: int = 16_000_000
    """Results that are kept in memory."""
    quick_process_bytes: int = 600_000_000
    """A process that has taken more is replaced; one for the local tier alone can never take the second number."""
    quick_address_bytes: int = 4_000_000_000
    slow_process_bytes: int = 3_000_000_000
    shutdown_seconds: int = 60
