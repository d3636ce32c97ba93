"""Networks from weight files, and weight files from networks."""
from __future__ import annotations

from pathlib import Path
from typing import Mapping, Sequence

import torch

from . import safetensors
from .architecture import Architecture
from .clicks import head as heads
from .network import LiVOS

TRAINING_ONLY = ("aux_computer.",)
MADE_AT_LOAD = ("num_batches_tracked", "inv_freq")


def load(path: str | Path) -> LiVOS:
    """The network of a .safetensors file; what only training needs may be missing there, and starts anew."""
    tensors, metadata = safetensors.read(path)
    network = LiVOS(Architecture.read(tensors, int(metadata.get("num_heads", 8))))
    fill(network, tensors)
    return network


def fill(network: LiVOS, tensors: Mapping[str, torch.Tensor]) -> None:
    """Gives a network a file's numbers; a click head in the file has to fit the network and is left alone."""
    if head := heads.of_file(tensors):
        heads.build(head, network.architecture.image)
        tensors = {name: tensor for name, tensor in tensors.items() if not name.startswith(heads.PREFIX)}
    tensors = {name: tensor.float() for name, tensor in tensors.items() if not name.endswith(MADE_AT_LOAD)}
    missing, unexpected = network.load_state_dict(tensors, strict=False)
    missing = [name for name in missing if not name.startswith(TRAINING_ONLY) and not name.endswith(MADE_AT_LOAD)]
    if missing or unexpected:
        raise ValueError(f"not this network's weights: missing {missing[:3]}, unexpected {list(unexpected)[:3]}")


def mean(networks: Sequence[LiVOS]) -> LiVOS:
    """The network whose numbers are the means of others' of the same architecture."""
    others = [network.architecture for network in networks if network.architecture != networks[0].architecture]
    if others:
        raise ValueError(f"networks of different architectures have no mean: {networks[0].architecture} and {others[0]}")
    states = [network.state_dict() for network in networks]
    result = LiVOS(networks[0].architecture)
    result.load_state_dict({name: _mean([state[name] for state in states]) for name in states[0]})
    return result


def _mean(tensors: Sequence[torch.Tensor]) -> torch.Tensor:
    """Equal tensors stay as they are to the bit, zeros' signs included: a frozen image encoder is still the one that a click head was trained on."""
    equal = all(torch.equal(tensor, tensors[0]) for tensor in tensors)
    return tensors[0] if equal else torch.stack([tensor.double() for tensor in tensors]).mean(0)


def export(network: LiVOS, path: str | Path, half: bool = True) -> None:
    """Writes what the engine needs, as float16 unless told otherwise."""
    tensors = {
        name: tensor.half() if half else tensor.float()
        for name, tensor in network.state_dict().items()
        if not name.startswith(TRAINING_ONLY) and not name.endswith(MADE_AT_LOAD)
    }
    infinite = [name for name, tensor in tensors.items() if not tensor.isfinite().all()]
    if infinite:
        raise ValueError(f"not exported: {infinite[0]} holds numbers that are not finite in the exported type")
    safetensors.write(path, tensors, {"num_heads": str(network.architecture.heads), "format": "pt"})
