"""Colours, blur, noise and compression. Pictures are [L, 3, H, W] in [0, 1]."""
from __future__ import annotations

import io

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor


def recolour(rng: np.random.Generator, pictures: Tensor, strength: float = 1.0) -> Tensor:
    """Gain, offset, contrast, saturation, a turn between channels and gamma, the same for all frames."""
    mix = np.eye(3) * (1 + rng.normal(0, 0.1 * strength, 3)) + rng.normal(0, 0.06 * strength, (3, 3))
    grey = np.full((3, 3), 1 / 3)
    saturation = 0.0 if rng.random() < 0.06 else float(np.clip(1 + rng.normal(0, 0.35 * strength), 0, 2))
    if rng.random() < 0.1 * strength:
        mix = mix[rng.permutation(3)]
    matrix = torch.from_numpy((mix @ (saturation * np.eye(3) + (1 - saturation) * grey)).astype(np.float32))
    contrast, offset = float(np.exp(rng.normal(0, 0.2 * strength))), float(rng.normal(0, 0.07 * strength))
    mixed = torch.einsum("oc,lchw->lohw", matrix, pictures)
    return ((mixed - 0.45) * contrast + 0.45 + offset).clamp(1e-3, 1).pow(float(np.exp(rng.normal(0, 0.2 * strength))))


def flicker(rng: np.random.Generator, pictures: Tensor) -> Tensor:
    """Light that changes over the frames."""
    walk = torch.from_numpy(np.cumsum(rng.normal(0, 0.015, len(pictures))).astype(np.float32))
    return pictures * (1 + walk.clamp(-0.3, 0.3))[:, None, None, None]


def blur(rng: np.random.Generator, pictures: Tensor) -> Tensor:
    """A lower resolution, or a motion blur along x or y."""
    size = pictures.shape[2:]
    if rng.random() < 0.5:
        share = rng.uniform(0.4, 0.9)
        small = F.interpolate(pictures, scale_factor=share, mode="bilinear", align_corners=False, antialias=True)
        return F.interpolate(small, size, mode="bilinear", align_corners=False)
    length = int(rng.choice([3, 5, 7]))
    kernel = (1, length) if rng.random() < 0.5 else (length, 1)
    padding = (kernel[1] // 2, kernel[1] // 2, kernel[0] // 2, kernel[0] // 2)
    return F.avg_pool2d(F.pad(pictures, padding, mode="replicate"), kernel, 1)


def compress(rng: np.random.Generator, pictures: Tensor) -> Tensor:
    """JPEG and back: bytes in, bytes out [L, 3, H, W]."""
    quality = int(rng.integers(20, 85))
    return torch.stack([through_jpeg(picture, quality) for picture in pictures])


def through_jpeg(picture: Tensor, quality: int) -> Tensor:
    buffer = io.BytesIO()
    Image.fromarray(picture.permute(1, 2, 0).numpy()).save(buffer, "JPEG", quality=quality)
    return torch.from_numpy(np.array(Image.open(buffer))).permute(2, 0, 1)


def finish(rng: np.random.Generator, pictures: Tensor) -> Tensor:
    """The camera's part, for a whole clip; gives bytes."""
    pictures = recolour(rng, pictures)
    if rng.random() < 0.3:
        pictures = flicker(rng, pictures)
    if rng.random() < 0.25:
        pictures = blur(rng, pictures)
    if rng.random() < 0.25:
        grain = rng.normal(0, rng.uniform(0.005, 0.04), tuple(pictures.shape)).astype(np.float32)
        pictures = pictures + torch.from_numpy(grain)
    result = (pictures.clamp(0, 1) * 255).round().byte()
    return compress(rng, result) if rng.random() < 0.25 else result
