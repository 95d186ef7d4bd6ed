"""The noise network: its training, and its graph. On a tiny network without training."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from checker.services.noise.graph import READ_ALL, STOP_ALL

WORDS = 50
pytestmark = pytest.mark.slow  # torch and transformers are imported


@pytest.fixture(scope="module")
def network() -> Any:
    import torch

    from training.noise_network import Embeddings, NoiseNetwork
    from training.noise_rounding import FourBits, coded

    torch.manual_seed(1)
    draw = torch.Generator().manual_seed(1)
    first, second = (coded(torch.randn(rows, 48), torch.ones(rows), draw) for rows in (WORDS - 3, 20))
    made = NoiseNetwork(Embeddings(first, second, torch.arange(WORDS).clamp(max=WORDS - 4)), [96] * 5).eval()
    for name, parameter in made.named_parameters():
        parameter.data += 0.1 * torch.randn_like(parameter) * (not name.endswith("log_step"))
    for module in made.modules():
        if isinstance(module, FourBits):
            module.choose_steps()
    return made


def tokens(count: int, length: int) -> tuple[Any, Any]:
    """Ids and mask of `count` sentences, the second of them three tokens shorter."""
    draw = np.random.default_rng(count)
    ids = draw.integers(1, WORDS, (count, length)).astype(np.int32)
    mask = np.ones_like(ids)
    if count > 1:
        ids[1, -3:] = mask[1, -3:] = 0
    return ids, mask


def looks(network: Any, ids: Any, mask: Any) -> list[tuple[Any, Any]]:
    """What the network, with weights of four bits, says at the first look and at the end."""
    import torch

    from training.noise_rounding import FourBits

    with torch.no_grad(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(FourBits, "rounded", True)
        said = network.looks(torch.from_numpy(ids).long(), torch.from_numpy(mask).long())
    return [(words.numpy(), whole.numpy()) for words, whole in said]


@pytest.fixture(scope="module")
def run(network: Any) -> Any:
    """The exported graph: words and sentences for ids, mask and bounds."""
    import onnxruntime  # type: ignore[import-untyped]

    from training.noise_onnx import network_graph

    model = network_graph({name: value.numpy() for name, value in network.state_dict().items()})
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])

    def answer(ids: Any, mask: Any, bounds: tuple[float, float]) -> tuple[Any, Any]:
        inputs = {"ids": ids, "mask": mask, "bounds": np.array(bounds, np.float32)}
        words, whole = session.run(["words", "sentence"], inputs)
        return words, whole

    return answer


@pytest.mark.parametrize("look", [0, 1])
def test_the_graph_says_what_the_network_says(network: Any, run: Any, look: int) -> None:
    ids, mask = tokens(6, 12)
    words, whole = looks(network, ids, mask)[look]
    bounds = STOP_ALL if look == 0 else READ_ALL
    its_words, its_whole = run(ids, mask, bounds)
    assert np.abs(its_whole - whole).max() < 0.06 * np.ptp(whole)
    assert np.abs(its_words - words)[mask == 1].max() < 0.04 * np.ptp(words)


def test_a_sentence_stops_at_the_first_look_by_its_own_logits_alone(network: Any, run: Any) -> None:
    ids, mask = tokens(9, 12)
    stopped, ended = run(ids, mask, (1e9, 1e9)), run(ids, mask, (-1e9, -1e9))
    assert not np.array_equal(stopped[1], ended[1])
    worst = np.where(mask == 1, stopped[0], -1e9).max(axis=1)
    for bounds in ((float(np.median(stopped[1])), 1e9), (1e9, float(np.median(worst)))):
        words, whole = run(ids, mask, bounds)
        further = (stopped[1] >= bounds[0]) | (worst >= bounds[1])
        assert 0 < further.sum() < len(ids)
        assert np.array_equal(whole, np.where(further, ended[1], stopped[1]))
        assert np.array_equal(words, np.where(further[:, None], ended[0], stopped[0]))


def test_an_answer_is_the_same_in_every_batch(run: Any) -> None:
    ids, mask = tokens(9, 12)
    bounds = (float(np.median(run(ids, mask, (1e9, 1e9))[1])), 1e9)
    words, whole = run(ids, mask, bounds)
    for rows in ([0], [1], [5, 1], [8, 3, 2], [7, 6, 5, 4, 3, 2, 1]):
        its_words, its_whole = run(ids[rows], mask[rows], bounds)
        assert np.array_equal(its_whole, whole[rows])
        assert np.array_equal(its_words, words[rows])


def test_all_of_the_network_is_trained_and_its_steps_once_weights_are_rounded(
    network: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    from training.noise_rounding import FourBits
    from training.train_noise import Example, loss_of

    ids = torch.tensor([2, 7, 8, 9, 3], dtype=torch.int32)
    labels = [torch.tensor([-1.0, 0, 0, 0, -1]), torch.tensor([-1.0, 0, 1, 0, -1])]
    batch = [
        Example(ids, labels[0], 0.0, 1.0, 0.0, "news", 1),
        Example(ids.flip(0), labels[1], 1.0, 1.0, 1.0, "broken/spun", 1),
    ]
    network.zero_grad()
    loss_of(network, batch).backward()  # type: ignore[no-untyped-call]
    still = {name for name, p in network.named_parameters() if p.grad is None or not p.grad.abs().sum() > 0}
    assert {name.split(".")[-1] for name in still} == {"log_step"}
    monkeypatch.setattr(FourBits, "rounded", True)
    loss_of(network, batch).backward()  # type: ignore[no-untyped-call]
    assert not {name for name in still if not network.get_parameter(name).grad.abs().sum() > 0}
    network.zero_grad()


def test_where_a_teacher_has_spoken_its_answers_are_learned_more_than_the_labels(network: Any) -> None:
    import torch

    from training.train_noise import Example, loss_of

    ids = torch.tensor([2, 7, 8, 9, 3], dtype=torch.int32)
    labels = torch.tensor([-1.0, 0, 0, 0, -1])

    def slope(taught: list[float]) -> tuple[float, float]:
        """The way in which the loss pushes the logits of the sentence and of its third word."""
        words, whole = torch.zeros(1, 5, requires_grad=True), torch.zeros(1, requires_grad=True)

        class Saying(torch.nn.Module):
            def looks(self, ids: Any, mask: Any) -> Any:
                return ((words, whole),)

        loss = loss_of(Saying(), [Example(ids, labels, 0.0, 1.0, 0.0, "news", 1, torch.tensor(taught))])  # type: ignore
        loss.backward()  # type: ignore[no-untyped-call]
        assert words.grad is not None
        assert whole.grad is not None
        return whole.grad.item(), words.grad[0, 2].item()

    assert max(slope([4.0, -5, -5, 5, -5, -5])) < 0 < min(slope([-4.0, -5, -5, -5, -5, -5]))


def test_distances_have_the_classes_that_mpnet_gives_them() -> None:
    import torch
    from transformers.models.mpnet.modeling_mpnet import MPNetEncoder

    from training.noise_network import classes_of_distance

    at = torch.arange(128)
    its = MPNetEncoder.relative_position_bucket(at[None, :] - at[:, None], num_buckets=32)
    assert torch.equal(classes_of_distance(128), its)


def test_a_teacher_answers_for_each_token_and_what_stands_beside_it_changes_nothing() -> None:
    import torch
    from transformers import MPNetConfig, MPNetModel

    from training.noise_teacher import NoiseTeacher

    torch.manual_seed(1)
    config = MPNetConfig(
        vocab_size=120, hidden_size=48, num_hidden_layers=2, num_attention_heads=4, intermediate_size=96,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    teacher = NoiseTeacher(MPNetModel(config, add_pooling_layer=False), 48).eval()
    ids = torch.tensor([[101, 7, 8, 9, 102, 0, 0], [101, 7, 8, 9, 20, 21, 102]])
    with torch.no_grad():
        words, whole = teacher(ids, (ids != 0).long())
        alone, alone_whole = teacher(ids[:1, :5], torch.ones(1, 5).long())
    assert words.shape == (2, 7)
    assert whole.shape == (2,)
    assert torch.allclose(words[0, :5], alone[0], atol=1e-4)
    assert torch.allclose(whole[:1], alone_whole, atol=1e-4)
    assert not torch.allclose(whole[0], whole[1], atol=1e-4)


def test_a_network_is_made_of_its_weights_and_of_no_others(network: Any) -> None:
    import torch

    from training.noise_network import network_of

    state = {k: v.clone() for k, v in network.state_dict().items()}
    made = network_of(state).eval()
    ids = torch.randint(1, WORDS, (3, 9))
    for its, own in zip(made.looks(ids, torch.ones_like(ids)), network.looks(ids, torch.ones_like(ids)), strict=True):
        assert torch.equal(its[1], own[1])
    del state["last.attention.weight"]
    with pytest.raises(ValueError, match="no weights of a noise network"):
        network_of(state)
    with pytest.raises(ValueError, match="no weights of a noise network"):
        network_of({})


def test_the_mean_is_over_those_that_have_a_weight() -> None:
    import torch

    from training.export_noise import mean

    states = [{"last.a": torch.tensor([1.0])}, {"last.a": torch.tensor([3.0]), "first.a": torch.tensor([5.0])}]
    assert {name: value.item() for name, value in mean(states).items()} == {"last.a": 2.0, "first.a": 5.0}
    with pytest.raises(ValueError, match="different starts"):
        mean([{"embeddings.codes": torch.tensor([n])} for n in (1, 2)])
