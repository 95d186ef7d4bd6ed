"""Whether the sentence encoder can run here, and what gets it ready ahead of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checker.services.encoder.models import find_model
from checker.services.part import Part
from checker.services.services import Services, ServiceUnavailableError
from checker.services.settings import ServiceSettings

_INSTALL = "copydesk doctor --install"


def prepare(settings: ServiceSettings, note: Callable[[str], None]) -> None:
    """Exports the model where that has not been done.

    Raises:
        ServiceUnavailableError: the model is not there, not what it should be, or cannot be exported.
    """
    services = Services(settings, note)
    try:
        services.encoder.prepare()
    finally:
        services.close()


def parts(settings: ServiceSettings) -> Iterator[Part]:
    """What the tier needs, in the order in which it needs it; an export that is there is loaded to try it."""
    name = "sentence encoder"
    services = Services(settings)
    try:
        folder = find_model(settings.encoder.model)
        if services.encoder.is_exported:
            services.encoder.prepare()
            state = Part(name, "ok", f"exported as {services.encoder.export_name}, starts without torch")
        else:
            state = Part(name, "later", "is exported when first used, which takes about half a minute", _INSTALL)
        yield Part("model", "ok", f"{settings.encoder.model}, {folder}")
        yield state
    except ServiceUnavailableError as error:
        what, _, remedy = str(error).rpartition("; ")
        yield Part("model", "broken", what or remedy, remedy if what else "")
    finally:
        services.close()
