"""The encoder: the real model, exported once; the same vectors whatever they are computed with."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checker.services.encoder import exporting, models
from checker.services.encoder.graph import MODEL_FILE, ExportedModel, Precision
from checker.services.encoder.models import ModelError
from checker.services.services import Services
from checker.services.settings import CacheSettings, EncoderSettings, ServiceSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SENTENCES = [
    "The ferry to the outer islands was cancelled for the third day because of the storm.",
    "No ferry has left for the outer islands since the storm began three days ago.",
    "Nobody was hurt.",
    "The central bank kept its main interest rate at 4.25 percent, as all but two of the analysts whom this newspaper"
    " had asked expected, and said that it saw no reason to hurry.",
    "Marketa Oduya won the election for mayor.",
    "She won.",
]


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def services(encoder_settings: ServiceSettings, notes: list[str]) -> Services:
    return Services(encoder_settings, notes.append)


def services_in(folder: Path, notes: list[str], model: str = models.DEFAULT) -> Services:
    settings = ServiceSettings(cache=CacheSettings(folder=str(folder)), encoder=EncoderSettings(model=model))
    return Services(settings, notes.append)


def encoded(settings: ServiceSettings, sentences: Sequence[str]) -> NDArray[np.float32]:
    services = Services(settings)
    try:
        return services.encoder.encode(sentences)
    finally:
        services.close()


def test_sentences_that_say_the_same_are_near_and_others_are_not(services: Services) -> None:
    vectors = services.encoder.encode(SENTENCES)
    assert vectors.shape == (6, 384)
    assert vectors.dtype.name == "float32"
    assert abs((vectors * vectors).sum(axis=1) - 1).max() < 1e-6
    assert vectors[0] @ vectors[1] > 0.7
    assert vectors[0] @ vectors[4] < 0.2


def test_a_vector_is_the_same_alone_among_others_and_from_the_cache(
    encoder_settings: ServiceSettings, encoder_export: Path, tmp_path: Path
) -> None:
    together = encoded(encoder_settings, SENTENCES)
    again = encoded(encoder_settings, list(reversed(SENTENCES)))[::-1]
    assert together.tobytes() == again.copy().tobytes()
    for n, sentence in enumerate(SENTENCES):
        own = tmp_path / f"own-{n}"
        own.mkdir()
        (own / "models").symlink_to(encoder_export, target_is_directory=True)
        alone = encoded(ServiceSettings(cache=CacheSettings(folder=str(own))), [sentence])
        assert alone[0].tobytes() == together[n].tobytes()


def test_no_vector_is_computed_twice(encoder_settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    first = encoded(encoder_settings, [*SENTENCES, SENTENCES[0], f"  {SENTENCES[1]}\n"])
    computed: list[str] = []

    def compute(model: ExportedModel, sentences: Sequence[str]) -> NDArray[np.float32]:
        computed.extend(sentences)
        return vectors(model, sentences)

    vectors = ExportedModel.vectors
    monkeypatch.setattr(ExportedModel, "vectors", compute)
    second = encoded(encoder_settings, [*SENTENCES, "A new one.", "A new one."])
    assert computed == ["A new one."]
    assert second[:6].tobytes() == first[:6].tobytes()
    assert first[7].tobytes() == first[1].tobytes()


def test_any_text_has_a_vector(services: Services) -> None:
    odd = ["", " \n", "\x00", "\ud800 half", "e\u0301", "🙂" * 50, "a " * 100_000, "x" * 100_000, "Здравствуйте."]
    vectors = services.encoder.encode(odd)
    assert abs((vectors * vectors).sum(axis=1) - 1).max() < 1e-6
    assert services.encoder.encode([]).shape == (0, 384)


def test_without_any_cached_vector_a_later_run_imports_no_torch_and_says_nothing(
    encoder_settings: ServiceSettings,
) -> None:
    code = (
        "import sys\nfrom checker.services.services import Services\nfrom checker.services.settings import *\n"
        "settings = ServiceSettings(cache=CacheSettings(folder=sys.argv[1]))\n"
        "assert Services(settings, print).encoder.encode(['One sentence.']).shape == (1, 384)\n"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, encoder_settings.cache.folder], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
    assert done.stderr == ""


@pytest.mark.slow
def test_the_export_has_the_vectors_of_sentence_transformers(encoder_settings: ServiceSettings) -> None:
    code = (
        "import sys\nfrom sentence_transformers import SentenceTransformer\n"
        "from checker.services.services import Services\nfrom checker.services.settings import *\n"
        "from checker.services.encoder.models import DEFAULT, find_model\n"
        "ours = Services(ServiceSettings(cache=CacheSettings(folder=sys.argv[1]))).encoder.encode(sys.argv[2:])\n"
        "model = SentenceTransformer(str(find_model(DEFAULT)), device='cpu', local_files_only=True)\n"
        "theirs = model.encode(sys.argv[2:], normalize_embeddings=True)\n"
        "print((ours * theirs).sum(axis=1).min())"
    )
    command = [sys.executable, "-W", "ignore", "-c", code, encoder_settings.cache.folder, *SENTENCES]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert float(done.stdout) > 0.999


@pytest.fixture
def model_copy(tmp_path: Path) -> Path:
    """The default model in a folder of its own."""
    return Path(shutil.copytree(models.find_model(models.DEFAULT), tmp_path / "model"))


def test_the_default_model_with_other_weights_is_refused(
    model_copy: Path, tmp_path: Path, notes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open(model_copy / "model.safetensors", "r+b") as file:
        file.seek(1_000_000)
        file.write(b"\x01")
    monkeypatch.setattr(models, "_packaged", lambda: model_copy)
    with pytest.raises(ModelError, match=r"not those its authors published.*pip install --force-reinstall"):
        services_in(tmp_path / "cache", notes).encoder.encode(["A sentence."])


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("some-lab/some-model", "not on this machine; fetch it once with `hf download some-lab/some-model`, or name"),
        ("no such folder", "not on this machine; name the folder of a model"),
    ],
)
def test_a_model_that_is_not_here_is_named_with_the_way_to_have_it(
    name: str, says: str, tmp_path: Path, notes: list[str]
) -> None:
    with pytest.raises(ModelError, match=says):
        services_in(tmp_path, notes, name).encoder.encode(["A sentence."])


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path, notes: list[str]) -> None:
    folder = tmp_path / "holiday"
    folder.mkdir()
    (folder / "notes.txt").write_text("Nothing.", encoding="utf-8")
    with pytest.raises(ModelError, match=r"holds neither modules\.json nor config\.json"):
        services_in(tmp_path, notes, str(folder)).encoder.encode(["A sentence."])
    (folder / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="a model without weights"):
        services_in(tmp_path, notes, str(folder)).encoder.encode(["A sentence."])


def test_a_model_that_other_tools_have_fetched_is_found_by_its_name(
    model_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "hub" / "models--some-lab--some-model"
    (kept / "refs").mkdir(parents=True)
    (kept / "refs" / "main").write_text("abc123", encoding="utf-8")
    shutil.copytree(model_copy, kept / "snapshots" / "abc123")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    assert models.find_model("some-lab/some-model") == kept / "snapshots" / "abc123"


def test_a_model_is_another_one_when_its_tokenizer_or_its_weights_change(model_copy: Path) -> None:
    prints = [models.fingerprint("own", model_copy, models.file_checksum)]
    for name in ("tokenizer.json", "model.safetensors", "1_Pooling/config.json"):
        with open(model_copy / name, "ab") as file:
            file.write(b" ")
        prints.append(models.fingerprint("own", model_copy, models.file_checksum))
    assert len(set(prints)) == 4


@pytest.fixture
def exports(encoder_export: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Exporting as a copy of what was exported before, for its faults; the names of what was exported."""
    services = Services(ServiceSettings())
    made = encoder_export / services.encoder.export_name
    services.close()
    exported: list[str] = []

    def copy(model: str, folder: Path, into: Path, precision: Precision) -> None:
        exported.append(model)
        shutil.copytree(made, into, dirs_exist_ok=True)

    monkeypatch.setattr(exporting, "_run_torch", copy)
    return exported


def test_what_a_killed_export_has_left_is_cleared_and_exported_anew(
    tmp_path: Path, notes: list[str], exports: list[str]
) -> None:
    services = services_in(tmp_path, notes)
    home = tmp_path / "models"
    (home / "0123.tmp").mkdir(parents=True)
    services.encoder.prepare()
    assert len(exports) == 1
    assert not (home / "0123.tmp").exists()
    services.close()
    cut = home / services_in(tmp_path, notes).encoder.export_name / MODEL_FILE
    cut.write_bytes(cut.read_bytes()[:1_000])
    services_in(tmp_path, notes).encoder.prepare()
    assert len(exports) == 2
    assert services_in(tmp_path, notes).encoder.encode(["A sentence."]).shape == (1, 384)
    assert len(exports) == 2


def test_runs_that_start_at_once_export_once(tmp_path: Path, notes: list[str], exports: list[str]) -> None:
    started = [threading.Thread(target=services_in(tmp_path, notes).encoder.prepare) for _ in range(4)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    assert len(exports) == 1


def test_where_exports_cannot_be_kept_the_run_goes_on_and_says_so(
    tmp_path: Path, notes: list[str], exports: list[str]
) -> None:
    (tmp_path / "models").write_text("a file where a folder should be", encoding="utf-8")
    assert services_in(tmp_path, notes).encoder.encode(["A sentence."]).shape == (1, 384)
    assert any("cannot be written" in note and "for this run alone" in note for note in notes)


@pytest.mark.slow
def test_a_model_that_torch_cannot_load_is_one_clear_line(tmp_path: Path, notes: list[str]) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "config.json").write_text("{}", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"no weights at all")
    with pytest.raises(ModelError, match="cannot be used: sentence-transformers cannot load it"):
        services_in(tmp_path, notes, str(folder)).encoder.encode(["A sentence."])
