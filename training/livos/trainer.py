"""The training loop's state: what a checkpoint holds, and what a batch does to it."""
from __future__ import annotations

import copy
import os
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .averaging import pace
from .losses import window_loss
from .mistakes import Blunderer
from .network import LiVOS
from .recipe import Recipe, Stage
from .team import Team

SURGE = 50.0
"""The gradient's norm from which on a step is left out: a few such steps undid hundreds. Perhaps nearly no place keeps its key from frame to frame
there, and what matching divides by is nearly nothing."""


class Trainer:
    def __init__(self, recipe: Recipe, device: str = "cpu", half: bool = False) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.device, self.half = recipe, torch.device(device), half
        self.network = LiVOS(recipe.architecture).to(self.device, memory_format=torch.channels_last)
        self.network.image_encoder.requires_grad_(recipe.encoder_rate > 0)  # fast, a few clips would make it forget what ImageNet taught it
        self.network.gate_projector.requires_grad_(False)  # short clips would teach it to forget
        self.network.key_projector.requires_grad_(not recipe.keep_keys)  # a weight file has keys, but not the looks that taught them
        self.average = copy.deepcopy(self.network).requires_grad_(False).eval()
        self._fixed = {name for name, p in self.network.named_parameters() if not p.requires_grad}
        self._fixed |= {f"image_encoder.{name}" for name, _ in self.network.image_encoder.named_buffers()}
        encoder = list(self.network.image_encoder.parameters())
        learned = [p for name, p in self.network.named_parameters() if p.requires_grad and not name.startswith("image_encoder.")]
        groups = [{"params": [p for p in learned if p.ndim > 1], "weight_decay": recipe.weight_decay, "share": 1.0},
                  {"params": [p for p in learned if p.ndim <= 1], "weight_decay": 0.0, "share": 1.0}]
        if recipe.encoder_rate > 0:
            groups.append({"params": encoder, "weight_decay": 0.0, "share": recipe.encoder_rate})
        self.optimizer = torch.optim.AdamW(groups, lr=0.0)
        self.batch = 0
        self.team = Team()

    @property
    def numbers(self) -> int:
        """How many numbers the network holds."""
        return sum(tensor.numel() for tensor in (*self.network.parameters(), *self.network.buffers()))

    def start_from(self, network: LiVOS) -> None:
        """Takes another network's weights for its first ones."""
        if network.architecture != self.recipe.architecture:
            raise ValueError(f"the weights are of {network.architecture}, the recipe of {self.recipe.architecture}")
        for own in (self.network, self.average):
            own.load_state_dict(network.state_dict())

    def take_encoder(self, tensors: dict[str, Tensor]) -> None:
        """Takes an image encoder's weights."""
        own = {name: tensor.shape for name, tensor in self.network.image_encoder.state_dict().items() if not name.endswith("num_batches_tracked")}
        if own != {name: tensor.shape for name, tensor in tensors.items()}:
            raise ValueError(f"the encoder is not one of {self.recipe.architecture.image}, the recipe's")
        for network in (self.network, self.average):
            network.image_encoder.load_state_dict(tensors, strict=False)

    @torch.no_grad()
    def find_looks(self, frames: Tensor) -> None:
        """Decides, from frames [B, 3, H, W], which looks of places keys are to tell apart."""
        looks = self.network.aux_computer.looks
        looks.find(self.network.encode(frames.to(self.device).float() / 255).f16)
        self.average.aux_computer.looks.load_state_dict(looks.state_dict())

    def train(self, frames: Tensor, labels: Tensor) -> dict[str, float]:
        """Learns from one batch [B, L, 3, H, W] with labels [B, L, H, W], window by window; gives numbers for the log."""
        stage = self.recipe.stage(self.batch)
        set_training(self.network, stage)
        for group in self.optimizer.param_groups:
            group["lr"] = group.get("share", 1.0) * self.recipe.rate(self.batch)
        frames = frames.to(self.device).float() / 255
        labels = labels.to(self.device).long()
        blunderer = Blunderer(stage.mistakes, [self._seed(clip) for clip in self.team.share(len(frames) * self.team.size)])
        memory, losses, norms = None, [], []
        for start in range(0, frames.shape[1], self.recipe.window):
            part = slice(start, start + self.recipe.window)
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.half):
                loss, memory = window_loss(self.network, frames[:, part], labels[:, part], memory, self.recipe.share(self.batch), blunderer)
            memory = memory.detach()
            losses.append(loss.item())
            norms.append(self._step(loss))
        self.batch += 1
        losses = self.team.mean(torch.tensor(losses)).tolist()
        return {"loss": sum(losses) / len(losses), "last_loss": losses[-1], "gradient": sum(norms) / len(norms)}

    def _seed(self, clip: int) -> int:
        """A seed for one of the batch's clips."""
        return int(np.random.SeedSequence([self.recipe.seed, self.batch, clip]).generate_state(1)[0])

    def _step(self, loss: Tensor) -> float:
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.team.share_gradients(self.network)
        norm = nn.utils.clip_grad_norm_(self.network.parameters(), self.recipe.gradient_norm)
        if norm < SURGE:
            self.optimizer.step()
            self._follow()
        return norm.item()

    @torch.no_grad()
    def _follow(self) -> None:
        """Moves the averaged weights, which are the ones that are exported. What does not learn stays as it is to the bit,
        signs of zeros included."""
        rate = pace(self.recipe.average, self.batch)
        learned = self.network.state_dict()
        for name, kept in self.average.state_dict().items():
            if name not in self._fixed:
                kept.lerp_(learned[name], rate) if kept.is_floating_point() else kept.copy_(learned[name])

    def save(self, path: Path) -> None:
        """Writes a checkpoint; it replaces the last one only when it is whole."""
        partial = path.with_suffix(".partial")
        torch.save({
            "recipe": self.recipe.to_json(), "batch": self.batch, "network": self.network.state_dict(),
            "average": self.average.state_dict(), "optimizer": self.optimizer.state_dict(),
        }, partial)
        os.replace(partial, path)

    @staticmethod
    def resume(path: Path, recipe: Recipe | None = None, device: str = "cpu", half: bool = False) -> Trainer:
        """Goes on where a checkpoint stands; another recipe may change what comes, but not the network."""
        state = torch.load(path, map_location=device)
        trainer = Trainer(recipe or Recipe.from_json(state["recipe"]), device, half)
        if state["network"].keys() != trainer.network.state_dict().keys():
            raise ValueError(f"{path} was written by another version of this program; export its weights with that one, and start from them with --weights.")
        trainer.network.load_state_dict(state["network"])
        trainer.average.load_state_dict(state["average"])
        trainer.optimizer.load_state_dict(state["optimizer"])
        trainer.batch = state["batch"]
        return trainer


def set_training(network: LiVOS, stage: Stage) -> None:
    """Training mode; batch norms keep their statistics in the image encoder, and everywhere where the stage says so."""
    network.train()
    network.image_encoder.eval()
    if stage.freeze_norm:
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.eval()
