"""How the noise network begins: weights in few bits, and what it takes of its teacher. On tiny networks."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.slow  # torch and transformers are imported

IDS = 130  # token ids; those below 100 and the marks of BERT among them


@pytest.fixture(scope="module")
def teacher() -> Any:
    import torch
    from transformers import MPNetConfig, MPNetModel

    from training.noise_teacher import NoiseTeacher

    torch.manual_seed(2)
    config = MPNetConfig(
        vocab_size=IDS + 4, hidden_size=48, num_hidden_layers=4, num_attention_heads=12, intermediate_size=96,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, layer_norm_eps=1e-5, max_position_embeddings=140,
    )  # fmt: skip
    made = NoiseTeacher(MPNetModel(config, add_pooling_layer=False), 48).eval()
    for parameter in made.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter)
    return made


@pytest.fixture(scope="module")
def some() -> Any:
    import torch

    from training.train_noise import Example

    ids = torch.randint(1, 100, (20, 8), dtype=torch.int32)
    ids[:, 0], ids[:, -1] = 101, 102
    labels = torch.tensor([-1.0, *[0] * 6, -1])
    return [Example(row, labels, 0.0, 1.0, 0.0, "news", number) for number, row in enumerate(ids)]


def pieces(kept: range = range(IDS)) -> Any:
    import torch

    from training.noise_start import Pieces

    return Pieces(torch.arange(IDS, 0, -1).float(), torch.tensor(kept), 100)


def said(network: Any, ids: Any) -> Any:
    import torch

    with torch.no_grad():
        return network(ids, (ids != 0).long())[1]


def lower(teacher: Any, layers: int) -> Any:
    """The teacher without its upper layers."""
    import copy

    short = copy.deepcopy(teacher)
    short.encoder.encoder.layer = short.encoder.encoder.layer[:layers]
    return short


def test_with_all_neurons_the_network_says_what_the_lower_layers_of_its_teacher_say(teacher: Any, some: Any) -> None:
    import torch

    from training.noise_start import started

    ids = torch.tensor([[101, 7, 8, 9, 102, 0, 0], [101, 7, 8, 99, 20, 21, 102]])
    network = started(teacher, pieces(), some, [96] * 3, closer=60).eval()
    assert torch.allclose(said(network, ids), said(lower(teacher, 3), ids), atol=1e-3)


def test_neurons_that_tell_nothing_apart_go_and_what_they_add_to_all_stays(teacher: Any, some: Any) -> None:
    import copy

    import torch

    from training.noise_start import started

    ids = torch.stack([e.ids for e in some]).long()
    constant = copy.deepcopy(teacher)
    for layer in constant.encoder.encoder.layer[:3]:
        for neuron in (3, 50, 95):
            layer.intermediate.dense.weight.data[neuron] = 0
            layer.intermediate.dense.bias.data[neuron] = 2.0
    whole = said(lower(constant, 3), ids)
    assert torch.allclose(said(started(constant, pieces(), some, [93] * 3).eval(), ids), whole, atol=1e-3)
    assert not torch.allclose(said(started(constant, pieces(), some, [40] * 3).eval(), ids), whole, atol=1e-3)


def test_pieces_that_are_not_kept_share_the_embedding_of_the_unknown_word(teacher: Any, some: Any) -> None:
    import torch

    from training.noise_start import started

    network = started(teacher, pieces(range(IDS - 10)), some, [96] * 3).eval()
    first, second, unknown, known = (torch.tensor([[101, 7, i, 102]]) for i in (IDS - 1, IDS - 4, 100, 20))
    assert torch.equal(said(network, first), said(network, unknown))
    assert torch.equal(said(network, second), said(network, unknown))
    assert not torch.equal(said(network, known), said(network, unknown))


def test_pieces_are_counted_and_those_of_other_scripts_left_out_unless_they_are_met() -> None:
    from training.noise_start import OFTEN, frequent, times_met
    from training.train_noise import sentence_tokenizer

    tokenizer = sentence_tokenizer()
    met = times_met(["The dog sees the dog.", "я " * (OFTEN + 1), "the"], tokenizer)
    ids = tokenizer.get_vocab()
    assert (met[ids["the"]], met[ids["dog"]], met[ids["cat"]]) == (3, 2, 0)
    kept = frequent(tokenizer, met).tolist()
    assert kept.index(ids["the"]) < kept.index(ids["dog"]) < kept.index(ids["cat"])
    assert {ids["[UNK]"], ids["##ing"], ids["ø"], ids["я"]} <= set(kept)
    assert not {ids["ю"], ids["[unused5]"], ids["日"]} & set(kept)


def test_the_steps_of_weights_are_those_with_the_least_error() -> None:
    from training.noise_rounding import LEVELS, FourBits, rounded_weight

    layer = FourBits(256, 8)
    layer.weight.data[:, 0] = 0.15  # twice and more as large as all others
    layer.choose_steps()
    weight = layer.weight.detach()
    widest = weight.abs().amax(1, keepdim=True) / LEVELS
    error = (rounded_weight(weight, layer.log_step) - weight).square().sum()
    assert error < ((weight / widest).round() * widest - weight).square().sum()
    assert all(len(row.unique()) <= 2 * LEVELS + 1 for row in rounded_weight(weight, layer.log_step))


def test_rounded_weights_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    from training.noise_rounding import FourBits

    torch.manual_seed(3)
    monkeypatch.setattr(FourBits, "rounded", True)
    layer, wanted, x = FourBits(16, 4), torch.randn(4, 16), torch.randn(256, 16)
    layer.choose_steps()
    optimizer = torch.optim.Adam(layer.parameters(), lr=0.02)
    errors = []
    for _ in range(150):
        error = (layer(x) - x @ wanted.T).square().mean()
        error.backward()
        optimizer.step()
        optimizer.zero_grad()
        errors.append(error.item())
    assert errors[-1] < errors[0] / 20  # with the steps that it began with, weights would stay below 0.3


def test_a_table_by_parts_is_near_to_itself_and_nearer_with_a_second_book() -> None:
    import torch

    from training.noise_rounding import coded

    draw = torch.Generator().manual_seed(4)
    table, weights = torch.randn(600, 16), torch.ones(600)
    first = coded(table, weights, draw)
    off = table - first.table()
    second = coded(off, weights, draw, nothing=True)
    assert first.codes.shape == (600, 2)
    assert (second.books[:, 0] == 0).all()
    errors = [e.square().mean() for e in (table, off, off - second.table())]
    assert errors[0] > 3 * errors[1] > 6 * errors[2]
    assert torch.equal(coded(table[:200], torch.ones(200), draw).table(), table[:200])
