"""The LiVOS network with free widths, and its training."""
